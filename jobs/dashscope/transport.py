"""The line to the provider: connections that know a last moment, and whether a request could have left.

Two questions decide about money, and no stock adapter answers them. "Was the connection made at all?" is asked at the
connection itself, because later a broken TLS line looks like a failed handshake. "Is the whole call over in time?" is
asked at every read, because a socket's own time-out starts anew with each byte that trickles in.
"""

import io
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http.client import HTTPException, HTTPResponse
from ssl import SSLWantReadError
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import PoolManager, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.util.ssl_match_hostname import CertificateError

_last_moment: ContextVar[float] = ContextVar("last_moment", default=float("inf"))


class NeverConnected(Exception):
    """No connection: not a byte of the request was sent. `cause` is one of `CAUSES`."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Everything read from our connections inside the block is over after so many seconds."""
    token = _last_moment.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _last_moment.reset(token)


def time_left() -> float:
    return _last_moment.get() - time.monotonic()


class _TimedLine(io.RawIOBase):
    """The reading end of a socket; each read waits no longer than what is left of the whole call.

    What has arrived is read even later: a process that stood still meanwhile must not throw a task id away.
    """

    def __init__(self, sock: socket.socket) -> None:
        super().__init__()
        self._sock = sock
        self._patience = sock.gettimeout()
        self._line = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override]  # any writable buffer comes as this
        left = time_left()
        if left <= 0:
            return self._arrived(buffer)
        self._sock.settimeout(min(left, self._patience or left, 3600.0))
        return self._line.readinto(buffer)

    def _arrived(self, buffer: memoryview) -> int:
        self._sock.settimeout(0.0)
        try:
            count = self._line.readinto(buffer)
        except SSLWantReadError:
            count = None
        if count is None:
            raise TimeoutError("the whole call took too long")
        return count

    def close(self) -> None:
        self._line.close()
        super().close()


class TimedResponse(HTTPResponse):
    """An answer whose every read, from its first header on, keeps to `deadline`."""

    def __init__(self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: str | None = None):
        super().__init__(sock, debuglevel, method, url)
        self.fp.close()
        self.fp = io.BufferedReader(_TimedLine(sock))


class _PlainConnection(HTTPConnection):
    response_class = TimedResponse

    def connect(self) -> None:
        with _connecting():
            super().connect()


class _TlsConnection(HTTPSConnection):
    response_class = TimedResponse

    def connect(self) -> None:
        with _connecting():
            super().connect()


@contextmanager
def _connecting() -> Iterator[None]:
    try:
        yield
    except CertificateError as error:
        raise NeverConnected("tls-failed") from error
    except (OSError, HTTPError, HTTPException) as error:
        raise NeverConnected("tls-failed" if _is_tls(error) else "unreachable") from error
    if time_left() <= 0:
        raise NeverConnected("unreachable")


def _is_tls(error: BaseException) -> bool:
    return "SSL" in type(error).__name__


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


class TimedAdapter(HTTPAdapter):
    """An adapter that repeats nothing, keeps to `deadline`, and raises `NeverConnected`. Safe to share by threads."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        _timed(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: object) -> ProxyManager:
        manager: ProxyManager = super().proxy_manager_for(proxy, **kwargs)
        _timed(manager)
        return manager


def _timed(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _TlsPool}
