"""One launcher per data folder, and no new one while children of the last are still there."""

import fcntl
import os
import time
from dataclasses import dataclass
from pathlib import Path

from pixstudio import address
from pixstudio.refusal import RefusalError

PATIENCE = 15.0  # seconds for the children of a killed launcher


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What the launcher holds while it runs. `children` is inherited by every child, `studio` by none."""

    studio: int
    children: int
    after_crash: bool
    """The last launcher did not end cleanly, so its port may need a moment too."""


def claim(data: Path) -> Claim:
    """This data folder for this launcher.

    Raises:
        RefusalError: another launcher runs, or children of a killed one do not end.
    """
    run = data / "run"
    studio = _open(run / "studio.lock")
    if not _lock(studio):
        os.close(studio)
        raise RefusalError(_already(data))
    after_crash = address.recorded(data) is not None
    children = _open(run / "children.lock")
    deadline = time.monotonic() + PATIENCE
    while not _lock(children):
        after_crash = True
        if time.monotonic() > deadline:
            raise RefusalError(_left_behind(run))
        time.sleep(0.1)
    os.ftruncate(studio, 0)
    os.write(studio, f"{os.getpid()}\n".encode())
    return Claim(studio=studio, children=children, after_crash=after_crash)


def running(data: Path) -> bool:
    """Whether a launcher holds this data folder now."""
    try:
        handle = os.open(data / "run" / "studio.lock", os.O_RDWR)
    except OSError:
        return False
    try:
        return not _lock(handle)
    finally:
        os.close(handle)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _already(data: Path) -> str:
    where = address.recorded(data)
    at = f", at {where}" if where else ""
    return f"PixStudio is already running on {data}{at}. Stop it first, or choose another folder with PIXSTUDIO_DATA."


def _left_behind(run: Path) -> str:
    pids = [path.read_text().strip() for path in sorted(run.glob("*.pid"))]
    return (
        f"Processes of the last start did not end within {PATIENCE:.0f} seconds "
        f"(numbers {', '.join(pids) or 'unknown'}). End them and start again."
    )
