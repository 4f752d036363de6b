"""A line to a service that does as it is told: each connection runs the next of the given acts, byte by byte."""

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One connection: its socket, the request it brought, and the event that ends the test."""

    sock: socket.socket
    request: bytes
    over: threading.Event


Act = Callable[[Visit], None]


class Line:
    """A listening socket on this machine; `heard` holds what every connection sent."""

    def __init__(self, acts: list[Act], tls: ssl.SSLContext | None) -> None:
        self.heard: list[bytes] = []
        self._acts, self._tls, self._over = acts, tls, threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._listen, daemon=True)]
        self.port: int = self._socket.getsockname()[1]

    @property
    def base_url(self) -> str:
        return f"{'https' if self._tls else 'http'}://localhost:{self.port}/api/v1"

    def _listen(self) -> None:
        for act in self._acts:
            try:
                sock, _ = self._socket.accept()
            except OSError:
                return
            self._threads.append(threading.Thread(target=self._play, args=(sock, act), daemon=True))
            self._threads[-1].start()

    def _play(self, sock: socket.socket, act: Act) -> None:
        with suppress(OSError), sock:
            sock.settimeout(10)
            with self._tls.wrap_socket(sock, server_side=True) if self._tls else sock as line:
                request = request_from(line)
                self.heard.append(request)
                act(Visit(sock=line, request=request, over=self._over))

    def start(self) -> None:
        self._threads[0].start()

    def close(self) -> None:
        self._over.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join(5)


def request_from(sock: socket.socket) -> bytes:
    """Head and body; whatever comes if it is no HTTP. What is left unread would become a reset at the end."""
    heard = sock.recv(65536)
    while b"\r\n\r\n" not in heard and heard[:4] in {b"GET ", b"POST"}:
        heard += sock.recv(65536)
    head, _, body = heard.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    while length and len(body) < int(length[1]):
        body += sock.recv(65536)
    return head + b"\r\n\r\n" + body


@contextmanager
def line(*acts: Act, tls: ssl.SSLContext | None = None) -> Iterator[Line]:
    service = Line(list(acts), tls)
    service.start()
    try:
        yield service
    finally:
        service.close()


def says(text: bytes) -> Act:
    """Send these bytes and hang up."""
    return lambda visit: visit.sock.sendall(text)


def answers(body: bytes, status: str = "200 OK", headers: bytes = b"") -> Act:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n".encode() + headers + b"\r\n"
    return says(head + body)


def trickles(head: bytes, each: float = 0.05) -> Act:
    """Send the head, then a byte every so often until the end of the test."""

    def act(visit: Visit) -> None:
        visit.sock.sendall(head)
        while not visit.over.wait(each):
            visit.sock.sendall(b" ")

    return act


def resets(visit: Visit) -> None:
    """Hang up in the hard way: the peer reads a reset."""
    visit.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def is_silent(visit: Visit) -> None:
    visit.over.wait(20)
