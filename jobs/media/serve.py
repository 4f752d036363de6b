"""A stored file as an answer: whole, or the one part a player asks for.

Django's own file answer knows no ranges, without which Chrome cannot seek and Safari does not play. Behind a proxy
(`PIXSTUDIO_ACCEL`) only the permission is ours and the proxy sends the bytes.
"""

import io
import logging
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


class StoredFile(FileResponse):
    """Bigger blocks than Django's 4 KiB, for servers that do not send the file by themselves."""

    block_size = _BLOCK


def film_response(request: HttpRequest, asset: Asset, *, filename: str | None = None) -> HttpResponseBase:
    """The bytes of a film, poster or preview whose permission has been checked. GET and HEAD.

    Stored files never change, so the browser keeps them for good; `filename` makes it a download.

    :raises Http404: the record is there and the file is not.
    """
    etag = f'"{asset.sha256}"'
    settled = get_conditional_response(request, etag=etag)
    if settled is None:
        return _with_headers(_body(request, asset, etag), asset, etag, filename)
    if settled.status_code == 304:
        return _with_headers(settled, asset, etag, filename)
    return settled


def _body(request: HttpRequest, asset: Asset, etag: str) -> HttpResponseBase:
    by_proxy = bool(settings.PIXSTUDIO.accel)
    if request.method == "HEAD":
        return _by_proxy(asset) if by_proxy else HttpResponse(headers={"Content-Length": str(asset.bytes)})
    try:
        span = wanted(request.headers.get("Range", ""), asset.bytes)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{asset.bytes}"})
    if by_proxy:
        return _by_proxy(asset)
    if span is None or not still_holds(request.headers.get("If-Range", ""), etag):
        return StoredFile(_open(asset, Span(start=0, stop=asset.bytes)))
    headers = {"Content-Range": span.content_range(asset.bytes)}
    return StoredFile(_open(asset, span), status=206, headers=headers)


def _by_proxy(asset: Asset) -> HttpResponse:
    """The proxy cuts the part out of the file; what lies outside of it was refused in our own words before."""
    if not default_storage.exists(asset.storage_key):
        raise _missing(asset)
    prefix = settings.PIXSTUDIO.accel.rstrip("/")
    return HttpResponse(headers={"X-Accel-Redirect": f"{prefix}/{quote(asset.storage_key)}"})


def _open(asset: Asset, span: Span) -> Slice:
    try:
        return Slice(cast(BinaryIO, default_storage.open(asset.storage_key, "rb")), span)
    except FileNotFoundError as error:
        raise _missing(asset) from error


def _missing(asset: Asset) -> Http404:
    log.error("stored file is missing: asset %s of render %s", asset.pk, asset.render_id)
    return Http404()


def _with_headers(response: HttpResponseBase, asset: Asset, etag: str, filename: str | None) -> HttpResponseBase:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if response.status_code in (200, 206):
        response.headers["Content-Type"] = asset.mime
        response.headers["Accept-Ranges"] = "bytes"
        disposition = content_disposition_header(filename is not None, filename or "") or "inline"
        response.headers["Content-Disposition"] = disposition
    return response
