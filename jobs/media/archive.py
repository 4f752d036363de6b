"""Many files as one ZIP that is made while it is sent.

Nothing is compressed, so the length is known before the first byte and the archive is read like a file: the web server
sends it by its own loop, and no thread, connection or transaction waits for whoever receives it. `zipfile` writes it;
only some blocks of it are ever in memory.
"""

import io
import logging
import zipfile
from collections.abc import Generator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage
from django.http import Http404

from jobs.media.serve import opened
from jobs.models import Asset

log = logging.getLogger(__name__)

_BLOCK = 256 * 1024
_READABLE, _SIZES_BEHIND = 0o644 << 16, 0x08

# what `zipfile` puts around files, in bytes, and from where on it needs more room for a number
_LARGE, _MANY = 2**31 - 1, 2**16 - 1
_SIZES, _LARGE_SIZES = 16, 24
_LISTED, _FIELD, _LARGE_END, _END = 46, 4, 76, 22


@dataclass(frozen=True, kw_only=True)
class Item:
    """A file of the archive: the stored bytes, where it has any, and what stands behind them. `at` is local time."""

    name: str
    at: datetime
    asset: Asset | None = None
    behind: bytes = b""

    @property
    def size(self) -> int:
        return (self.asset.bytes if self.asset else 0) + len(self.behind)

    def info(self) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(self.name, self.at.timetuple()[:6])
        info.file_size, info.external_attr, info.flag_bits = self.size, _READABLE, _SIZES_BEHIND
        return info

    def blocks(self) -> Generator[bytes, None, None]:
        """Its bytes. :raises Broken: the stored film ended, or could not be read, before its end."""
        left = self.asset.bytes if self.asset else 0
        try:
            with opened(self.asset) if self.asset else nullcontext() as file:
                while file and left and (block := file.read(min(_BLOCK, left))):
                    left -= len(block)
                    yield block
        except (OSError, Http404) as error:
            raise Broken from error
        if left:
            raise Broken
        yield self.behind


def whole(asset: Asset) -> bool:
    """Whether the stored file is there, as long as it was when it came home."""
    try:
        return default_storage.size(asset.storage_key) == asset.bytes
    except OSError:
        return False


class Broken(Exception):
    """A film was whole when the archive was begun and is not any more."""


class Archive(io.BufferedIOBase):
    """The archive as a file to be read from front to end. One may go back to where the last read began, not further."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._length, self._pieces = length(items), _written(items)
        self._kept, self._from, self._at = bytearray(), 0, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """At most a block where a number of bytes is asked for: a server asks for as many as its line may ever take."""
        stop = self._length if size is None or size < 0 else min(self._at + min(size, _BLOCK), self._length)
        if self._at < self._from:
            raise io.UnsupportedOperation("this part of the archive is gone")
        gone = min(self._at - self._from, len(self._kept))
        del self._kept[:gone]
        self._from += gone
        while self._from + len(self._kept) < stop:
            self._kept += next(self._pieces)
        data = bytes(self._kept[self._at - self._from : stop - self._from])
        self._at = max(stop, self._at)
        return data

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        self._at = max({io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._length}[whence] + offset, 0)
        return self._at

    def close(self) -> None:
        self._pieces.close()
        super().close()


class _Line:
    """What `zipfile` writes to: nobody can go back on it."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None: ...

    def close(self) -> None: ...

    def taken(self) -> bytes:
        data = b"".join(self._written)
        self._written.clear()
        return data


def _written(items: Sequence[Item]) -> Generator[bytes, None, None]:
    """The archive piece by piece. Of a film that breaks off on its way blanks take the place, and the archive's list
    has a checksum that does not fit: whoever unpacks it is told of this film, and has all others.
    """
    line = _Line()
    with zipfile.ZipFile(line, "w") as archive:
        for item in items:
            info, left = item.info(), item.size
            with archive.open(info, "w") as target, closing(item.blocks()) as blocks:
                try:
                    for block in blocks:
                        target.write(block)
                        left -= len(block)
                        yield line.taken()
                except Broken:
                    log.exception("a stored film breaks off: asset %s", item.asset and item.asset.pk)
                broken = left > 0
                while left:
                    left -= target.write(bytes(min(_BLOCK, left)))
                    yield line.taken()
            info.CRC ^= broken
    yield line.taken()


def length(items: Sequence[Item]) -> int:
    """Bytes of the archive: what `zipfile` writes around the files is known from their names, sizes and places."""
    place = listed = 0
    for item in items:
        info, large = item.info(), item.size * 1.05 > _LARGE
        wide = 2 * (item.size > _LARGE) + (place > _LARGE)
        name = len(info.filename.encode())
        listed += _LISTED + name + (_FIELD + 8 * wide if wide else 0)
        place += len(info.FileHeader(large)) + item.size + (_LARGE_SIZES if large else _SIZES)
    many = len(items) > _MANY or place > _LARGE or listed > _LARGE
    return place + listed + (_LARGE_END if many else 0) + _END
