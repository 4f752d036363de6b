"""Reading the head of a media server's answer: does it bring a film, from where on, and how much of it?"""

import re
from dataclasses import dataclass

import requests

from jobs.media.faults import LineBroken, LinkRefused, NotAFilm
from jobs.media.parts import Note

_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")
_STRONG = re.compile(r'"[\x21\x23-\x7e]{1,200}"')
_COME_BACK = frozenset({408, 425, 429})
_NO_VIDEO = re.compile(r"text/(html|xml)|application/(xml|json|xhtml\+xml)|image/.*")


class Misfit(Exception):
    """The server does not go on where our part ends: begin anew."""


@dataclass(frozen=True, kw_only=True)
class Announced:
    """`total` is the length of the whole film; `etag` is empty unless it is a strong one."""

    total: int | None
    etag: str
    content_type: str
    goes_on: bool


def announced(response: requests.Response, note: Note | None, held: int) -> Announced:
    """What is coming, `note` and `held` being what we asked to continue."""
    _refuse(response.status_code, asked=note is not None)
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"", "identity"}:
        raise NotAFilm("encoded", encoding=encoding[:40])
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()[:100]
    if _NO_VIDEO.fullmatch(kind):
        raise NotAFilm("not-a-video", content_type=kind)
    etag = response.headers.get("ETag", "").strip()
    etag = etag if _STRONG.fullmatch(etag) else ""
    if response.status_code == 206 and note:
        return Announced(total=_rest(response, note, held, etag), etag=note.etag, content_type=kind, goes_on=True)
    return Announced(total=_length(response), etag=etag, content_type=kind, goes_on=False)


def _refuse(status: int, *, asked: bool) -> None:
    """Return for 200, and for 206 if a range was asked for."""
    if status == 200 or (status == 206 and asked):
        return
    if status == 416 and asked:
        raise Misfit
    if 400 <= status < 500 and status not in _COME_BACK:
        raise LinkRefused(status)
    if 200 <= status < 300:
        raise NotAFilm("not-a-video", status=status)
    raise LineBroken("line-status", status=status)


def _rest(response: requests.Response, note: Note, held: int, etag: str) -> int | None:
    """The total length a fitting partial answer tells."""
    match = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
    if match is None or int(match[1]) != held or (etag and etag != note.etag):
        raise Misfit
    total = note.total if match[3] == "*" else int(match[3])
    if note.total is not None and total != note.total:
        raise Misfit
    return total


def _length(response: requests.Response) -> int | None:
    """None for a chunked answer, whose end is told by its last chunk."""
    length = response.headers.get("Content-Length", "").strip()
    chunked = "Transfer-Encoding" in response.headers
    return int(length) if re.fullmatch(r"[0-9]{1,18}", length) and not chunked else None
