"""Handing a film over: whole or one range of it, as RFC 9110 has it (sections 13 and 14)."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from wsgiref.types import WSGIEnvironment

CHUNK = 1 << 16
_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """An answer with `length` bytes of a file from `start`; `breaks_off` sends only half of what is announced."""

    status: int
    headers: tuple[tuple[str, str], ...]
    path: Path
    start: int = 0
    length: int = 0
    breaks_off: bool = False

    def halved(self) -> "Delivery":
        return replace(self, breaks_off=True)

    def chunks(self) -> Iterator[bytes]:
        left = self.length // 2 if self.breaks_off else self.length
        with self.path.open("rb") as film:
            film.seek(self.start)
            while left and (chunk := film.read(min(CHUNK, left))):
                left -= len(chunk)
                yield chunk


def deliver(path: Path, method: str, environ: WSGIEnvironment) -> Delivery:
    stat = path.stat()
    size, etag = stat.st_size, _etag(path, stat.st_size, stat.st_mtime_ns)
    modified = formatdate(stat.st_mtime, usegmt=True)
    marks = (("ETag", etag), ("Last-Modified", modified), ("Accept-Ranges", "bytes"))
    if _named(environ.get("HTTP_IF_NONE_MATCH", ""), etag):
        return Delivery(status=304, headers=marks, path=path)
    if method == "HEAD":
        return Delivery(status=200, headers=(*marks, *_kind(size)), path=path)
    asked = environ.get("HTTP_RANGE", "")
    if environ.get("HTTP_IF_RANGE", etag) not in (etag, modified):
        asked = ""
    return _part(path, size, marks, asked)


def _part(path: Path, size: int, marks: tuple[tuple[str, str], ...], asked: str) -> Delivery:
    span = wanted(asked, size)
    if span is None:
        return Delivery(status=200, headers=(*marks, *_kind(size)), path=path, length=size)
    if not span:
        refused = (*marks, ("Content-Range", f"bytes */{size}"), ("Content-Length", "0"))
        return Delivery(status=416, headers=refused, path=path)
    place = ("Content-Range", f"bytes {span.start}-{span.stop - 1}/{size}")
    headers = (*marks, *_kind(len(span)), place)
    return Delivery(status=206, headers=headers, path=path, start=span.start, length=len(span))


def wanted(asked: str, size: int) -> range | None:
    """The bytes of a `Range` header: empty when they lie outside, None when the whole file is the right answer.

    That is so without a header, with one that cannot be read, and with several ranges at once.
    """
    found = _RANGE.fullmatch(asked.strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return range(max(size - int(last), 0), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)


def _kind(length: int) -> tuple[tuple[str, str], ...]:
    return ("Content-Type", "video/mp4"), ("Content-Length", str(length))


def _named(header: str, etag: str) -> bool:
    names = {name.strip().removeprefix("W/") for name in header.split(",")}
    return "*" in names or etag in names


@lru_cache(maxsize=256)
def _etag(path: Path, size: int, written: int) -> str:
    """Strong: made from the bytes. `size` and `written` are there for the cache alone."""
    del size, written
    with path.open("rb") as film:
        return f'"{hashlib.file_digest(film, "sha256").hexdigest()[:32]}"'
