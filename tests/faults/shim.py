"""A line between worker and provider that breaks when told to: cut, reset, half an answer, drops, or nobody there."""

import re
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from tests.lines import request_from

Break = Callable[[socket.socket, bytes], None]


class Shim:
    """Listens on a port of its own and carries each request to the provider's port, and its answer back.

    `breaks` holds what befalls the next answers, by how their requests begin.
    """

    def __init__(self, target: int) -> None:
        self.target = target
        self.breaks: dict[bytes, list[Break]] = {}
        self.port = 0
        self.back()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1"

    def back(self) -> None:
        """Listen, on the same port as before."""
        self._socket = socket.create_server(("127.0.0.1", self.port), backlog=64)
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, args=(self._socket,), daemon=True).start()

    def away(self) -> None:
        """Connections are refused from now on."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _listen(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                visitor, _ = listener.accept()
                threading.Thread(target=self._serve, args=(visitor,), daemon=True).start()

    def _serve(self, visitor: socket.socket) -> None:
        with suppress(OSError), visitor:
            visitor.settimeout(60)
            while (request := request_from(visitor)).strip():
                answer = self._carried(request)
                waiting = next((acts for start, acts in self.breaks.items() if acts and request.startswith(start)), [])
                if waiting:
                    waiting.pop(0)(visitor, answer)
                    return
                visitor.sendall(answer)

    def _carried(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.target), timeout=60) as line:
            line.sendall(request)
            answer = b""
            while not _whole(answer):
                block = line.recv(65536)
                if not block:
                    break
                answer += block
            return answer


def _whole(answer: bytes) -> bool:
    head, end, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    return bool(end) and (length is None or len(body) >= int(length[1]))


def cut(visitor: socket.socket, answer: bytes) -> None:
    """Not a word of it arrives."""


def reset(visitor: socket.socket, answer: bytes) -> None:
    """The same, in the hard way."""
    visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def half(visitor: socket.socket, answer: bytes) -> None:
    visitor.sendall(answer[: len(answer) // 2])


def drops(visitor: socket.socket, answer: bytes) -> None:
    """A byte at a time, slower than anybody's patience with a whole call."""
    for byte in answer:
        visitor.sendall(bytes([byte]))
        time.sleep(0.05)
