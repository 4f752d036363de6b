"""The answer to a create, on disk before anybody reads a meaning into it.

Between the provider's answer and our commit lies the one moment in which a crash could lose a paid task. The file
closes it: it is written and flushed first, removed after the commit, and read again by the next sweep if it is still
there.
"""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from jobs.dashscope import Reply

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Spooled:
    """One kept answer; `post` is which request of the submission it belongs to."""

    path: Path
    submission: UUID
    post: int
    reply: Reply


def _folder() -> Path:
    folder = Path(settings.PIXSTUDIO.data) / "spool"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def keep(submission: UUID, post: int, reply: Reply) -> Path:
    """Write the answer and flush it to the disk.

    :raises OSError: the disk is full or read-only; the caller goes on, the list can still find the task.
    """
    path = _folder() / f"{submission}.{post}.json"
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        file.write(reply.to_json())
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    flush_folder(path.parent)
    return path


def flush_folder(folder: Path) -> None:
    """A rename is on the disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def kept() -> Iterator[Spooled]:
    """Every answer still waiting. A damaged file is set aside under another name, never deleted."""
    for path in sorted(_folder().glob("*.json")):
        try:
            submission, post = path.stem.split(".")
            yield Spooled(
                path=path, submission=UUID(submission), post=int(post), reply=Reply.from_json(path.read_text("utf-8"))
            )
        except FileNotFoundError:
            continue  # its own worker was quicker
        except OSError as error:
            log.error("spool file %s cannot be read now: %s", path.name, error.strerror)
        except ValueError:
            log.error("spool file %s cannot be read and is set aside", path.name)
            path.rename(path.with_suffix(".damaged"))


def drop(path: Path) -> None:
    """Remove an answer that was acted on; one that stays is read again, and changes nothing then."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        log.error("spool file %s cannot be removed: %s", path.name, error.strerror)


def forget(submission: UUID) -> None:
    """Remove everything that was kept of a submission, whatever it is called by now.

    :raises OSError: it cannot be removed.
    """
    for path in _folder().glob(f"{submission}.*"):
        path.unlink(missing_ok=True)
