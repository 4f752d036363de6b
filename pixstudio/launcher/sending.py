"""Films from waitress by the kernel: bytes go from the file to the line without passing through Python.

waitress reads a part of the file, sends what the line takes and reads the rest again; with `sendfile` a film leaves
as quickly as from nginx. Where there is no `sendfile` (or the storage is no local folder) waitress' own way is taken.
"""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from errno import EAGAIN, ECONNABORTED, ECONNRESET, ENOTCONN, EPIPE
from io import UnsupportedOperation
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from waitress.buffers import ReadOnlyFileBasedBuffer
from waitress.channel import HTTPChannel

AT_ONCE = 4 * 1024 * 1024
"""Bytes asked of the kernel in one call."""

_GONE = frozenset({ECONNRESET, ENOTCONN, ECONNABORTED, EPIPE})


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Bytes that still lie in a file."""

    file: int
    start: int
    length: int

    def __len__(self) -> int:
        return self.length


class SentFile(ReadOnlyFileBasedBuffer):  # type: ignore[misc]  # waitress carries no types
    """What `wsgi.file_wrapper` makes: hands out pieces instead of bytes where the file is a real one."""

    def get(self, numbytes: int = -1, skip: bool = False) -> "Piece | bytes":
        if not skip and self.remain and (real := self._real()):
            return Piece(file=real[0], start=real[1], length=min(self.remain, AT_ONCE))
        return bytes(super().get(numbytes, skip))

    def _real(self) -> tuple[int, int] | None:
        """File descriptor and place in the file."""
        if sys.platform != "linux":
            return None
        try:
            return self.file.fileno(), self.file.place()
        except (AttributeError, UnsupportedOperation):
            return None


class Channel(HTTPChannel):  # type: ignore[misc]
    def send(self, data: Any, do_close: bool = True) -> int:
        if not isinstance(data, Piece):
            return int(super().send(data, do_close))
        try:
            return os.sendfile(self.socket.fileno(), data.file, data.start, data.length)
        except OSError as fault:
            if fault.errno == EAGAIN:
                return 0
            if fault.errno not in _GONE:
                raise
            if do_close:
                self.handle_close()
            return 0


def by_the_kernel(application: WSGIApplication) -> WSGIApplication:
    """The application, with our way of sending files."""

    def sending(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["wsgi.file_wrapper"] = SentFile
        return application(environ, start_response)

    return sending
