"""A call as it arrived."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl
from wsgiref.types import WSGIEnvironment

from jobs.sandbox import faults
from jobs.sandbox.addresses import BODY_MOST, FILMS
from jobs.sandbox.faults import Refusal


@dataclass(frozen=True, kw_only=True)
class Request:
    """`path` is without a slash at its end, `at` in epoch seconds, `id` the one its answer will carry."""

    environ: WSGIEnvironment
    method: str
    path: str
    asked: Mapping[str, str]
    at: float
    id: str

    @classmethod
    def of(cls, environ: WSGIEnvironment, at: float) -> "Request":
        path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        asked = dict(parse_qsl(environ.get("QUERY_STRING", "")))
        method = environ["REQUEST_METHOD"]
        return cls(environ=environ, method=method, path=path.rstrip("/"), asked=asked, at=at, id=str(uuid.uuid4()))

    def header(self, name: str) -> str:
        return str(self.environ.get(f"HTTP_{name.upper().replace('-', '_')}", ""))

    @property
    def films(self) -> str:
        """The address of the films, on the host that was asked."""
        host = self.header("Host") or f"{self.environ['SERVER_NAME']}:{self.environ['SERVER_PORT']}"
        return f"{self.environ['wsgi.url_scheme']}://{host}{FILMS}"

    def body(self) -> bytes:
        """Raises `Refusal` for one that is too large."""
        length = self.environ.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()) or int(length) > BODY_MOST:
            raise Refusal(faults.TOO_LARGE)
        return bytes(self.environ["wsgi.input"].read(int(length)))
