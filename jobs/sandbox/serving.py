"""The provider over HTTP/1.1, small enough to hang up where a real gateway would."""

import json
import logging
import socket
import threading
import uuid
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from types import TracebackType
from typing import Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

from jobs.sandbox.addresses import BASE, BODY_MOST
from jobs.sandbox.environs import environ
from jobs.sandbox.faults import ILLEGAL_INPUT, LineDropped

IDLE_SECONDS = 75.0

log = logging.getLogger(__name__)


class Server(ThreadingMixIn, TCPServer):
    """Listens from the moment it is made; port 0 takes a free one. Raises OSError when the port is taken."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 256

    def __init__(self, app: WSGIApplication, host: str, port: int) -> None:
        self.app = app
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Handler)

    @property
    def origin(self) -> str:
        host, port = self.server_address[:2]
        name = host.decode() if isinstance(host, bytes | bytearray) else str(host)
        return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"

    @property
    def base_url(self) -> str:
        return f"{self.origin}{BASE}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        log.exception("A call from %s was not answered", client_address)

    def __enter__(self) -> "Server":
        """Serves from a thread until the block ends."""
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16
    timeout = IDLE_SECONDS

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except LineDropped:
            self.close_connection = True
        except (ConnectionError, TimeoutError):
            # the other side left in the middle; nobody is there to be told
            self.close_connection = True

    def handle_expect_100(self) -> bool:
        said = super().handle_expect_100()
        self.wfile.flush()
        return said

    def _serve(self) -> None:
        body = self._body()
        if body is None:
            return self.send_error(ILLEGAL_INPUT.status)
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            started.append((status, headers))
            return lambda _: None

        chunks = self.server.app(self._environ(body), start_response)
        status, headers = started[-1]
        return self._send(status, headers, chunks)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve  # noqa: N815 - names of http.server

    def _send(self, status: str, headers: list[tuple[str, str]], chunks: Iterable[bytes]) -> None:
        code, _, reason = status.partition(" ")
        self.send_response_only(int(code), reason)
        announced = 0
        for name, value in headers:
            self.send_header(name, value)
            announced = int(value) if name == "Content-Length" else announced
        self.end_headers()
        for chunk in chunks:
            self.wfile.write(chunk)
            announced -= len(chunk)
        self.wfile.flush()
        if announced and self.command != "HEAD":
            self.close_connection = True

    def _body(self) -> bytes | None:
        """The whole body; b"" for one over the limit, which the application refuses by its length; else None."""
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit()) or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            return None
        if int(length) > BODY_MOST:
            self.close_connection = True
            return b""
        return self.rfile.read(int(length))

    def _environ(self, body: bytes) -> WSGIEnvironment:
        host, port = self.server.server_address[:2]
        call = environ(
            method=self.command,
            scheme="http",
            place=(str(host), int(port)),
            target=self.path,
            headers=self.headers.items(),
            body=body,
        )
        call["REMOTE_PORT"] = str(self.client_address[1])
        return call

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What http.server finds wrong by itself is said in the provider's form, not as a page."""
        said = {
            "code": ILLEGAL_INPUT.code,
            "message": message or ILLEGAL_INPUT.message,
            "request_id": str(uuid.uuid4()),
        }
        text = json.dumps(said).encode()
        self.close_connection = True
        self.request_version = self.protocol_version  # nothing is known of it where the first line was the fault
        headers = [("Content-Type", "application/json;charset=utf-8"), ("Content-Length", str(len(text)))]
        self._send(f"{int(code)} ", [*headers, ("Connection", "close")], [text])

    def log_message(self, format: str, *args: Any) -> None:
        log.debug(format, *args)
