"""The outermost boxes of an MP4 file. A film cut on the way shows here first: its last box ends behind the file.

ISO/IEC 14496-12, 4.2: four bytes of size, four letters of type; size 1 means eight more bytes of size, size 0 "to the
end of the file".
"""

import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from jobs.media.faults import LocalFault, NotAFilm

NEEDED = ("ftyp", "moov", "mdat")
MOST = 10_000
"""A film of seconds has a handful of boxes, a fragmented one some hundreds."""


@dataclass(frozen=True, kw_only=True)
class Box:
    kind: str
    start: int
    size: int


def check(path: Path) -> tuple[Box, ...]:
    """The boxes of a file that is whole as far as its boxes tell.

    :raises NotAFilm: empty, boxes-broken, boxes-past-end, boxes-missing.
    :raises LocalFault: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            found = boxes(file, os.fstat(file.fileno()).st_size)
    except OSError as error:
        raise LocalFault(error) from error
    kinds = {box.kind for box in found}
    if found[0].kind != "ftyp" or not kinds.issuperset(NEEDED):
        raise NotAFilm("boxes-missing", found=" ".join(sorted(kinds))[:100])
    return found


def boxes(file: BinaryIO, length: int) -> tuple[Box, ...]:
    """The boxes of `length` bytes, which they must fill exactly."""
    if length == 0:
        raise NotAFilm("empty")
    found: list[Box] = []
    start = 0
    while start < length:
        box = _box_at(file, start, length)
        start += box.size
        found.append(box)
        if start > length:
            raise NotAFilm("boxes-past-end", end=start, size=length)
        if len(found) > MOST:
            raise NotAFilm("boxes-broken", at=start)
    return tuple(found)


def _box_at(file: BinaryIO, start: int, length: int) -> Box:
    file.seek(start)
    head = file.read(16)
    if len(head) < 8:
        raise NotAFilm("boxes-broken", at=start)
    size, smallest = int(struct.unpack(">I", head[:4])[0]), 8
    if size == 1 and len(head) == 16:
        size, smallest = int(struct.unpack(">Q", head[8:])[0]), 16
    elif size == 0:
        size = length - start
    kind = head[4:8].decode("latin-1")
    if size < smallest or not kind.isprintable():
        raise NotAFilm("boxes-broken", at=start)
    return Box(kind=kind, start=start, size=size)
