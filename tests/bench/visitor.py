"""Somebody who is signed in and asks for pages in this process, through all of the studio's doors as a server would."""

import io
import sys
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from jobs.models import User
from pixstudio.wsgi import application
from tests.bench import bare

_BACKEND = "django.contrib.auth.backends.ModelBackend"
STOCK: dict[str, Any] = {
    "SESSION_ENGINE": "django.contrib.sessions.backends.db",
    "AUTHENTICATION_BACKENDS": [_BACKEND],
}
"""What Django itself brings to find out who asks."""


class Visitor:
    """`stock`: received as Django itself receives people, with its own sessions and backend."""

    def __init__(self, user: User, *, stock: bool = False) -> None:
        client = Client()
        with override_settings(**STOCK) if stock else nullcontext():
            client.force_login(user)
            self._application = get_wsgi_application() if stock else application
        if stock:
            settings.AUTHENTICATION_BACKENDS += [_BACKEND]
        sent = {settings.SESSION_COOKIE_NAME: client.session.session_key, settings.CSRF_COOKIE_NAME: "c" * 32}
        self._cookie = "; ".join(f"{name}={value}" for name, value in sent.items())

    def get(self, path: str, **query: str) -> bytes:
        """The whole body of an answer that must be 200."""
        told: list[str] = []

        def start(status: str, headers: Any, fault: Any = None, /) -> Callable[[bytes], object]:
            told.append(status)
            return lambda data: None

        answer: Any = self._application(self._environ(path, urlencode(query)), start)
        body = b"".join(answer)
        answer.close()
        assert told[0].startswith("200"), f"{path} {query}: {told[0]}"
        return body

    def bare(self, body: bytes) -> bytes:
        """The same bytes from a view that knows them."""
        bare.body = body
        return self.get("/bare/")

    def queries(self, path: str) -> int:
        """How often the database is asked for this page."""
        with CaptureQueriesContext(connection) as caught:
            self.get(path)
        return len(caught)

    def _environ(self, path: str, query: str) -> dict[str, object]:
        return {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": self._cookie,
            "HTTP_ACCEPT_LANGUAGE": "en",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
