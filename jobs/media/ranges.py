"""Which part of a file a ``Range`` header asks for. Pure; the rules are those of RFC 9110, section 14.

https://www.rfc-editor.org/rfc/rfc9110#name-range-requests
"""

import re
from dataclasses import dataclass

_SINGLE = re.compile(r"bytes=[ \t]*(\d*)-(\d*)[ \t]*", re.ASCII | re.IGNORECASE)
_DIGITS_MOST = 19
"""Longer numbers than any file is long are cut off before Python counts their digits."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """The bytes from `start` up to, not including, `stop`."""

    start: int
    stop: int

    @property
    def length(self) -> int:
        return self.stop - self.start

    def content_range(self, size: int) -> str:
        return f"bytes {self.start}-{self.stop - 1}/{size}"


class Unsatisfiable(Exception):
    """Well formed, and wholly past the end: 416."""


def wanted(header: str, size: int) -> Span | None:
    """The part to send of a file of `size` bytes; None for the whole file.

    The whole file also answers what a server is to ignore (another unit, garbage, a start after its end) and what it
    may ignore (several ranges).

    :raises Unsatisfiable: no byte of the file is in the range.
    """
    match = _SINGLE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = (_number(digits) for digits in match.groups())
    if first is None:
        return _tail(last or 0, size)
    if last is not None and last < first:
        return None
    if first >= size:
        raise Unsatisfiable
    return Span(start=first, stop=size if last is None else min(last + 1, size))


def _number(digits: str) -> int | None:
    return int(digits.lstrip("0")[:_DIGITS_MOST] or "0") if digits else None


def _tail(count: int, size: int) -> Span:
    if count == 0 or size == 0:
        raise Unsatisfiable
    return Span(start=max(size - count, 0), stop=size)


def still_holds(if_range: str, etag: str) -> bool:
    """Whether a range may be sent under this ``If-Range``: none given, or exactly our strong entity tag.

    We send no ``Last-Modified``, so a date never matches and the whole file is sent.
    """
    return not if_range or if_range.strip() == etag
