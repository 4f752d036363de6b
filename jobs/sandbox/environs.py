"""One call in the words of WSGI, whether it came over a socket or from the same process."""

import io
from collections.abc import Iterable
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIEnvironment


def environ(
    *, method: str, scheme: str, place: tuple[str, int], target: str, headers: Iterable[tuple[str, str]], body: bytes
) -> WSGIEnvironment:
    """`place` is the host and port that answer, `target` the path with its query as it stood in the request."""
    path, _, asked = target.partition("?")
    call: WSGIEnvironment = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": asked,
        "SERVER_NAME": place[0],
        "SERVER_PORT": str(place[1]),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in headers:
        key = name.upper().replace("-", "_")
        call.setdefault(key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}", value)
    return call
