"""A film on a shelf, and ways in which a server can send it."""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from jobs.media.download import Fetched, Road, fetch
from jobs.media.guard import LinkRules
from tests.lines import Act, Line, Visit, answers, says

BODY = b"\x00\x00\x00\x18ftyp" + os.urandom(700_000)
HASH = sha256(BODY).hexdigest()
TYPE = b"Content-Type: video/mp4\r\n"
HOME = Road(rules=LinkRules(allow_loopback=True))
HASTY = Road(rules=HOME.rules, idle=0.5)
TAG = b'ETag: "v1"\r\n'


def quiet(done: int, total: int | None) -> None:
    """Nobody listens."""


def get(service: Line, part: Path, road: Road = HOME, progress: Callable[[int, int | None], None] = quiet) -> Fetched:
    return fetch(f"http://127.0.0.1:{service.port}/a%2Fb.mp4?x=%7E", part, road, progress)


def cut(at: int, head: bytes = TAG + TYPE) -> Act:
    """Announce all, send the beginning, hang up."""
    return says(f"HTTP/1.1 200 OK\r\nContent-Length: {len(BODY)}\r\n".encode() + head + b"\r\n" + BODY[:at])


def rest(visit: Visit) -> None:
    """Send what the range asks for, as a good server does."""
    start = int(visit.request.split(b"Range: bytes=")[1].split(b"-")[0])
    assert b'If-Range: "v1"\r\n' in visit.request
    place = f"Content-Range: bytes {start}-{len(BODY) - 1}/{len(BODY)}\r\n".encode()
    answers(BODY[start:], "206 Partial Content", TAG + TYPE + place)(visit)
