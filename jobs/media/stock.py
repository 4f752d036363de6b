"""Films at home: where they lie, and how a finished part becomes one.

Keys are made from our own id; nothing a person or the provider wrote is ever part of a path.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, default_storage

from jobs.media.faults import LocalFault
from jobs.media.parts import discard

MIME = {"film": "video/mp4", "preview": "video/mp4", "poster": "image/webp"}
_ENDING = {"film": "mp4", "preview": "mp4", "poster": "webp"}
_SHELF = {"film": "films", "preview": "previews", "poster": "posters"}
WORKPLACE = ".pictures"
ROOM = 256 * 1024 * 1024
"""Bytes that must be free before a film is bought or fetched."""


def storage_key(kind: str, render: UUID, at: datetime) -> str:
    """Where a file of this render lies, e.g. `films/2026/11/<uuid>.mp4`."""
    return f"{_SHELF[kind]}/{at:%Y/%m}/{render}.{_ENDING[kind]}"


def part_path(render: UUID) -> Path:
    """The local part file of a film on its way."""
    return Path(settings.PIXSTUDIO.data) / "parts" / f"{render}.part"


@contextmanager
def workplace(render: UUID) -> Iterator[Path]:
    """An empty folder in which pictures of this film are drawn, gone afterwards.

    It has a name of its own, so that a worker that stood still and wakes up finds its place gone and not ours. What one
    that died has left is removed.
    """
    clear_workplaces(render)
    beside = part_path(render).parent
    beside.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=beside, prefix=f"{render}.", suffix=WORKPLACE) as folder:
        yield Path(folder)


def clear_workplaces(render: UUID) -> None:
    """Remove every folder in which pictures of this film were drawn."""
    for place in part_path(render).parent.glob(f"{render}.*{WORKPLACE}"):
        shutil.rmtree(place, ignore_errors=True)


def put(file: Path, key: str) -> None:
    """Commit a finished local file to the storage under this key and remove it; a file already there is replaced.

    :raises LocalFault: the disk is full, read-only or gone; the local file is kept.
    """
    storage = default_storage
    try:
        if isinstance(_real(storage), FileSystemStorage):
            _rename(file, Path(storage.path(key)))
        else:
            _upload(file, key, storage)
    except OSError as error:
        raise LocalFault(error) from error


def share(file: Path, key: str) -> None:
    """Store a local file under this key and keep it: as a link where both lie in one local folder, else as a copy.

    For files of which there are many alike and that nobody changes; the rest is `put`.
    """
    storage = default_storage
    if not isinstance(_real(storage), FileSystemStorage):
        with file.open("rb") as handle:
            storage.save(key, File(handle))
        return
    target = Path(storage.path(key))
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.link(file, target)
    except OSError:  # another file system, one without links, or a file that has as many as it may
        shutil.copyfile(file, target)
        target.chmod(0o600)


def _real(storage: Storage) -> Storage:
    """The storage behind Django's lazy `default_storage`."""
    wrapped = getattr(storage, "_wrapped", storage)
    return wrapped if isinstance(wrapped, Storage) else storage


def _rename(file: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        file.replace(target)
    except OSError as error:
        if error.errno != 18:  # EXDEV: media lie on another file system
            raise
        beside = target.with_suffix(".incoming")
        shutil.copyfile(file, beside)
        _flush(beside)
        beside.replace(target)
        file.unlink()
    target.chmod(0o600)
    _flush(target.parent)


def _upload(file: Path, key: str, storage: Storage) -> None:
    if storage.exists(key):
        storage.delete(key)
    with file.open("rb") as handle:
        storage.save(key, File(handle))
    file.unlink()


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A file in the local media folder."""

    path: Path
    bytes: int
    sha256: str


def held(key: str) -> Stored | None:
    """What lies under this key already; None when nothing does, or when the storage is not a local folder.

    :raises LocalFault: the folder cannot be read.
    """
    if not isinstance(_real(default_storage), FileSystemStorage):
        return None
    path = Path(default_storage.path(key))
    if not path.exists():
        return None
    size, digest = measure(path)
    return Stored(path=path, bytes=size, sha256=digest)


def remove(key: str) -> None:
    """Take a file out of the storage. :raises LocalFault: it cannot be removed."""
    try:
        default_storage.delete(key)
    except OSError as error:
        raise LocalFault(error) from error


def forget(render: UUID, at: datetime, *others: str) -> None:
    """Take every file of this render away: from the storage, also under `others`, and what lies beside the parts.

    :raises LocalFault: one cannot be removed; calling again goes on.
    """
    local = isinstance(_real(default_storage), FileSystemStorage)
    for key in {*(storage_key(kind, render, at) for kind in _SHELF), *others}:
        remove(key)
        if local:  # half a copy of somebody who was killed
            remove(str(Path(key).with_suffix(".incoming")))
    clear_workplaces(render)
    discard(part_path(render))


@contextmanager
def local_copy(key: str) -> Iterator[Path]:
    """A stored file as a local path for as long as the block runs.

    :raises LocalFault: it cannot be read.
    """
    if isinstance(_real(default_storage), FileSystemStorage):
        yield Path(default_storage.path(key))
        return
    with tempfile.NamedTemporaryFile(suffix=Path(key).suffix) as copy:
        try:
            with default_storage.open(key, "rb") as file:
                shutil.copyfileobj(file, copy)
            copy.flush()
        except OSError as error:
            raise LocalFault(error) from error
        yield Path(copy.name)


def measure(path: Path) -> tuple[int, str]:
    """Length and SHA-256 of a local file. :raises LocalFault: it cannot be read."""
    try:
        with path.open("rb") as file:
            return path.stat().st_size, file_digest(file, sha256).hexdigest()
    except OSError as error:
        raise LocalFault(error) from error


def room_left() -> bool:
    """Whether data and media folder have room for another film.

    :raises OSError: a folder cannot be looked at.
    """
    folders = (Path(settings.PIXSTUDIO.data), Path(settings.MEDIA_ROOT))
    return all(shutil.disk_usage(folder).free >= ROOM for folder in folders if folder.exists())


TRIAL = ".trial"
"""One name for all: what a process that was killed leaves, the next one removes."""


def try_writing() -> None:
    """Write a byte where films go, as a full disk and a read-only folder look the same until somebody does.

    :raises OSError: it cannot be written.
    """
    for folder in (part_path(UUID(int=0)).parent, Path(settings.MEDIA_ROOT)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        trial = folder / TRIAL
        trial.write_bytes(b".")
        trial.unlink(missing_ok=True)  # another process may try at the same moment


def mark_path() -> Path:
    """A file that is in the media folder and, when another disk is mounted there, in that one alone."""
    return Path(settings.MEDIA_ROOT) / ".pixstudio"


def ours(mark: UUID, *, first: bool) -> bool:
    """Whether the media folder is the one this studio writes to, by the studio's mark in it.

    An empty folder is taken for ours only `first`, before there are films: later it is one that is not mounted.

    :raises OSError: the folder cannot be written.
    """
    path = mark_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists():
        return path.read_bytes().strip() == str(mark).encode()
    if not first or any((path.parent / shelf).exists() for shelf in _SHELF.values()):
        return False
    path.write_text(str(mark), "utf-8")
    path.chmod(0o600)
    return True
