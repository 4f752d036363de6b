"""Connecting to the address that was judged: the name is looked up once, so a second answer cannot change the target.

The name stays in `Host`, in the TLS handshake and in the check of the certificate; only the socket goes elsewhere.
"""

import socket
from collections.abc import Callable
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from jobs.dashscope.transport import TimedResponse
from jobs.media.guard import Target, judge_address

Resolver = Callable[[str, int], list[str]]
"""From a host and a port to its addresses; raises OSError when the name is not known."""


def resolve(host: str, port: int) -> list[str]:
    """The system's own answer."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


class GuardedAdapter(HTTPAdapter):
    """Connects to one target and to nothing else; raises `Blocked` before a byte is sent to an address within."""

    def __init__(self, target: Target, resolver: Resolver = resolve) -> None:
        self._target = target
        self._resolver = resolver
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools(self._dial)

    def _dial(self, timeout: float | None) -> socket.socket:
        """All addresses must be good before the first is tried: a name that leads inside as well is not trusted."""
        addresses = self._resolver(self._target.host, self._target.port)
        for address in addresses:
            judge_address(address, self._target)
        failure: OSError = ConnectionError("no address")
        for address in addresses:
            try:
                return socket.create_connection((address, self._target.port), timeout)
            except OSError as error:
                failure = error
        raise failure


def _pools(dial: Callable[[float | None], socket.socket]) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        response_class = TimedResponse

        def _new_conn(self) -> socket.socket:
            return dial(_seconds(self.timeout))

    class Tls(HTTPSConnection):
        response_class = TimedResponse

        def _new_conn(self) -> socket.socket:
            return dial(_seconds(self.timeout))

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class TlsPool(HTTPSConnectionPool):
        ConnectionCls = Tls

    return {"http": PlainPool, "https": TlsPool}


def _seconds(timeout: object) -> float | None:
    return timeout if isinstance(timeout, int | float) else None
