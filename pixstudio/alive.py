"""Whether this container's process does its work: `python -m pixstudio.alive web PORT|worker|beat`.

For health checks. The web is asked over HTTP. Worker and beat leave a sign in the data folder each time they have told
the database that they live; its age is looked at. No Django in here: the question comes every half minute.
"""

import http.client
import os
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

SILENT_AFTER = 30.0  # seconds; a sign is left every five
FORGOTTEN = 3600.0  # seconds
FOLDER = "pulse"


def name(kind: str) -> str:
    """Of a process: machine and number, as several may share a data folder."""
    return f"{kind}@{socket.gethostname()}:{os.getpid()}"


def leave_sign(data: Path, label: str) -> None:
    """Says that the process of this name is well; takes the signs of the long dead away."""
    folder = data / "run" / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / label).touch(mode=0o600)
    for path, age in _signs(folder, "*"):
        if age > FORGOTTEN:
            path.unlink(missing_ok=True)


def take_sign(data: Path, label: str) -> None:
    (data / "run" / FOLDER / label).unlink(missing_ok=True)


def beats(data: Path, kind: str) -> bool:
    """Whether a process of this kind on this machine has left a sign lately."""
    signs = _signs(data / "run" / FOLDER, f"{kind}@{socket.gethostname()}:*")
    return any(age < SILENT_AFTER for _, age in signs)


def _signs(folder: Path, pattern: str) -> Iterator[tuple[Path, float]]:
    """Each with its age in seconds. Others clean up at the same time."""
    for path in folder.glob(pattern):
        try:
            yield path, time.time() - path.stat().st_mtime
        except FileNotFoundError:
            continue


def answers(port: int) -> bool:
    """Whether the web of this container answers."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def main(words: list[str], environment: Mapping[str, str]) -> int:
    if words[:1] == ["web"] and len(words) == 2:
        return 0 if answers(int(words[1])) else 1
    if words in (["worker"], ["beat"]):
        return 0 if beats(Path(environment["PIXSTUDIO_DATA"]), words[0]) else 1
    sys.stderr.write("Usage: python -m pixstudio.alive web PORT|worker|beat\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
