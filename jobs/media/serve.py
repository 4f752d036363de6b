"""A stored file as an answer: whole, or the one part a player asks for.

Django's own file answer knows no ranges, without which Chrome cannot seek and Safari does not play. Behind a proxy
(`PIXSTUDIO_ACCEL`) only the permission is ours and the proxy sends the bytes.
"""

import io
import logging
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import BinaryIO, cast
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from jobs.media.ranges import Span, Unsatisfiable, still_holds, wanted
from jobs.models import Asset

log = logging.getLogger(__name__)
_BLOCK = 64 * 1024


class Slice(io.BufferedIOBase):
    """One part of an open file, itself a file: the server asks it for its length and reads no byte past the part."""

    def __init__(self, file: BinaryIO, span: Span) -> None:
        self._file, self._span = file, span
        file.seek(span.start)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(self._span.length - self.tell(), 0)
        return self._file.read(left if size is None or size < 0 else min(size, left))

    def tell(self) -> int:
        return self._file.tell() - self._span.start

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self.tell(), io.SEEK_END: self._span.length}[whence]
        self._file.seek(self._span.start + max(origin + offset, 0))
        return self.tell()

    def fileno(self) -> int:
        return self._file.fileno()

    def place(self) -> int:
        """Where in the whole file the next byte is read."""
        return self._file.tell()

    def close(self) -> None:
        self._file.close()
        super().close()


class Joined(io.BufferedIOBase):
    """An open file of `length` bytes and what stands behind it, read as one."""

    def __init__(self, file: BinaryIO, length: int, behind: bytes) -> None:
        self._file, self._length, self._behind, self._at = file, length, behind, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(self._length + len(self._behind) - self._at, 0)
        wanted = left if size is None or size < 0 else min(size, left)
        data = self._file.read(min(wanted, max(self._length - self._at, 0)))
        self._at += len(data)
        if self._at >= self._length:  # a file that is shorter than it was ends the answer early
            start = self._at - self._length
            rest = self._behind[start : start + wanted - len(data)]
            self._at += len(rest)
            data += rest
        return data

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._length + len(self._behind)}[whence]
        self._at = max(origin + offset, 0)
        self._file.seek(min(self._at, self._length))
        return self._at

    def close(self) -> None:
        self._file.close()
        super().close()


class StoredFile(FileResponse):
    """Bigger blocks than Django's 4 KiB, for servers that do not send the file by themselves."""

    block_size = _BLOCK


def film_response(
    request: HttpRequest, asset: Asset, *, filename: str | None = None, behind: bytes = b""
) -> HttpResponseBase:
    """The bytes of a film, poster or preview whose permission has been checked. GET and HEAD.

    Stored files never change, so the browser keeps them for good; `filename` makes it a download. With bytes `behind`
    it is a copy: these follow the film's own, it has a tag of its own and is asked for anew each time.

    :raises Http404: the record is there and the file is not.
    """
    sent = Sent(asset=asset, behind=behind)
    settled = get_conditional_response(request, etag=sent.etag)
    if settled is None:
        return _with_headers(_body(request, sent), sent, filename)
    if settled.status_code == 304:
        return _with_headers(settled, sent, filename)
    return settled


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A stored file, and what follows it in the answer."""

    asset: Asset
    behind: bytes

    @property
    def bytes(self) -> int:
        return self.asset.bytes + len(self.behind)

    @cached_property
    def etag(self) -> str:
        whole = self.asset.sha256
        return f'"{sha256(whole.encode() + self.behind).hexdigest() if self.behind else whole}"'

    @property
    def kept(self) -> str:
        return "private, no-cache" if self.behind else "private, max-age=31536000, immutable"

    def open(self, span: Span) -> Slice:
        file = opened(self.asset)
        whole = Joined(file, self.asset.bytes, self.behind) if self.behind else file
        return Slice(cast(BinaryIO, whole), span)


def _body(request: HttpRequest, sent: Sent) -> HttpResponseBase:
    by_proxy = bool(settings.PIXSTUDIO.accel) and not sent.behind
    if request.method == "HEAD":
        return _by_proxy(sent.asset) if by_proxy else HttpResponse(headers={"Content-Length": str(sent.bytes)})
    try:
        span = wanted(request.headers.get("Range", ""), sent.bytes)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{sent.bytes}"})
    if by_proxy:
        return _by_proxy(sent.asset)
    if span is None or not still_holds(request.headers.get("If-Range", ""), sent.etag):
        return StoredFile(sent.open(Span(start=0, stop=sent.bytes)))
    headers = {"Content-Range": span.content_range(sent.bytes)}
    return StoredFile(sent.open(span), status=206, headers=headers)


def _by_proxy(asset: Asset) -> HttpResponse:
    """The proxy cuts the part out of the file; what lies outside of it was refused in our own words before."""
    if not default_storage.exists(asset.storage_key):
        raise _missing(asset)
    prefix = settings.PIXSTUDIO.accel.rstrip("/")
    return HttpResponse(headers={"X-Accel-Redirect": f"{prefix}/{quote(asset.storage_key)}"})


def opened(asset: Asset) -> BinaryIO:
    """:raises Http404: the file is not there."""
    try:
        return cast(BinaryIO, default_storage.open(asset.storage_key, "rb"))
    except FileNotFoundError as error:
        raise _missing(asset) from error


def _missing(asset: Asset) -> Http404:
    log.error("stored file is missing: asset %s of render %s", asset.pk, asset.render_id)
    return Http404()


def _with_headers(response: HttpResponseBase, sent: Sent, filename: str | None) -> HttpResponseBase:
    response.headers["ETag"] = sent.etag
    response.headers["Cache-Control"] = sent.kept
    response.headers["X-Content-Type-Options"] = "nosniff"
    if response.status_code in (200, 206):
        response.headers["Content-Type"] = sent.asset.mime
        response.headers["Accept-Ranges"] = "bytes"
        disposition = content_disposition_header(filename is not None, filename or "") or "inline"
        response.headers["Content-Disposition"] = disposition
    return response
