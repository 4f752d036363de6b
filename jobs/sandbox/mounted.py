"""The provider inside the process: a `requests` adapter that calls the application instead of a network."""

import io
from collections.abc import Iterable, Iterator, Mapping
from http.client import RemoteDisconnected
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication, WSGIEnvironment

from requests import ConnectionError as NoConnection
from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse
from urllib3.exceptions import ProtocolError

from jobs.sandbox.environs import environ
from jobs.sandbox.faults import LineDropped


class MountedSandbox(BaseAdapter):
    """Mount it on a session for the origin that the application shall answer for.

    Time-outs, proxies and certificates mean nothing here. A dropped line is the `ConnectionError` that a socket
    would give, and a body that breaks off fails while it is read.
    """

    def __init__(self, app: WSGIApplication) -> None:
        super().__init__()
        self._app = app
        self._finish = HTTPAdapter()

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            started.append((status, headers))
            return lambda _: None

        try:
            body = self._app(_environ(request), start_response)
        except LineDropped:
            lost = RemoteDisconnected("Remote end closed connection without response")
            raise NoConnection(ProtocolError("Connection aborted.", lost), request=request) from None
        status, headers = started[-1]
        response = self._finish.build_response(request, _raw(request, status, headers, body))
        if not stream:
            response.content  # noqa: B018 - reading is what `stream=False` asks for
        return response

    def close(self) -> None:
        self._finish.close()


def _raw(request: PreparedRequest, status: str, headers: list[tuple[str, str]], body: Iterable[bytes]) -> HTTPResponse:
    code, _, reason = status.partition(" ")
    return HTTPResponse(
        body=io.BufferedReader(_Flow(iter(body)), 1 << 16),
        headers=HTTPHeaderDict(headers),
        status=int(code),
        reason=reason,
        version=11,
        preload_content=False,
        request_method=request.method,
        enforce_content_length=True,
    )


class _Flow(io.RawIOBase):
    """The chunks of a body as a file, read no earlier than somebody asks."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk
        part = self._rest[: len(buffer)]
        buffer[: len(part)] = part
        self._rest = self._rest[len(part) :]
        return len(part)

    def close(self) -> None:
        end = getattr(self._chunks, "close", None)
        if end is not None:
            end()
        super().close()


def _environ(request: PreparedRequest) -> WSGIEnvironment:
    url = urlsplit(str(request.url))
    body = request.body or b""
    sent = body.encode() if isinstance(body, str) else bytes(body)
    headers = [(name, value if isinstance(value, str) else value.decode("latin-1")) for name, value in _sent(request)]
    return environ(
        method=request.method or "GET",
        scheme=url.scheme,
        place=(url.hostname or "", url.port or 443),
        target=f"{url.path}?{url.query}",
        headers=[("Host", url.netloc), *headers, ("Content-Length", str(len(sent)))],
        body=sent,
    )


def _sent(request: PreparedRequest) -> Iterable[tuple[str, str | bytes]]:
    # requests keeps header values as it was given them, bytes included, whatever its types say
    return request.headers.items()
