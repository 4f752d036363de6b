"""A film on its way: the part file, and beside it a note of what it is the beginning of.

Without a strong validator (RFC 9110, 8.8.1) a part is never continued: two different films would be glued together.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

from jobs.media.digest import Digest
from jobs.media.faults import LocalFault

BLOCK = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Note:
    """What a part belongs to; `total` is None when the server did not announce a length."""

    link: str
    etag: str
    total: int | None
    content_type: str


class Part:
    """The open part file. Every failure of the disk comes out as `LocalFault`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._digest = Digest()
        with _disk():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = os.fdopen(_open_alone(path), "r+b", buffering=BLOCK)

    def __enter__(self) -> "Part":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """What arrived is kept for the next attempt, whatever stopped this one."""
        with _disk(), self._digest:
            self._file.close()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def continues(self, link: str) -> Note | None:
        """The note, if this part can be continued from exactly this link."""
        note = read_note(self.path)
        with _disk():
            held = os.fstat(self._file.fileno()).st_size
        fits = note and note.link == link and note.etag and held and (note.total is None or held <= note.total)
        return note if fits else None

    def reread(self, tell: Callable[[int], None]) -> None:
        """Take in what an earlier attempt left, telling how far it got."""
        with _disk():
            self._file.seek(0)
            while block := self._file.read(BLOCK):
                self._digest.add(block)
                self.size += len(block)
                tell(self.size)

    def restart(self, note: Note) -> None:
        """Begin at the beginning; the note is written before the first byte, and only if it allows going on."""
        self._digest.restart()
        self.size = 0
        with _disk():
            note_path(self.path).unlink(missing_ok=True)
            self._file.seek(0)
            self._file.truncate()
            if note.etag:
                _write(note_path(self.path), json.dumps(asdict(note)))

    def add(self, block: bytes) -> None:
        with _disk():
            self._file.write(block)
        self._digest.add(block)
        self.size += len(block)

    def drop(self) -> None:
        """Remove the part and its note, unless another worker has begun a part under this name."""
        with _disk(), suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(self._file.fileno()), self.path.stat()):
                discard(self.path)

    def settle(self) -> None:
        """Return when the bytes are on the disk and not only on their way."""
        with _disk():
            self._file.flush()
            os.fsync(self._file.fileno())


def _open_alone(path: Path) -> int:
    """A handle nobody else writes through. A worker that was stopped for a while and overtaken may still hold the
    part: it keeps its file, which loses its name, and we begin a new one.
    """
    handle = _opened(path)
    if _locked(handle):
        return handle
    os.close(handle)
    note_path(path).unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    handle = _opened(path)
    _locked(handle)
    return handle


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _locked(handle: int) -> bool:
    """Lock until the handle is closed, by whatever ends us."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def note_path(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def read_note(part: Path) -> Note | None:
    """None if there is none, or if a crash left half of one."""
    try:
        return Note(**json.loads(note_path(part).read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        return None
    except OSError as error:
        raise LocalFault(error) from error


def discard(part: Path) -> None:
    """Remove a part and its note; nothing happens if they are gone."""
    with _disk():
        note_path(part).unlink(missing_ok=True)
        part.unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LocalFault(error) from error
