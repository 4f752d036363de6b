"""Somebody who is signed in and asks for pages in this process, through all of the studio's doors as a server would."""

import io
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jobs.models import User
from pixstudio.wsgi import application
from tests.bench import bare


class Visitor:
    def __init__(self, user: User) -> None:
        client = Client()
        client.force_login(user)
        self._cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        self._application = application

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
