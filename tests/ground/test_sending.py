"""Films leave by the kernel: the right bytes of the right part, and waitress' own way where there is no file."""

import io
import socket
import sys
from pathlib import Path

import pytest

from jobs.media.ranges import Span
from jobs.media.serve import Slice
from pixstudio.launcher.sending import Channel, Piece, SentFile

BYTES = bytes(range(256)) * 64

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sendfile as Linux has it")


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(BYTES)
    return path


def channel(line: socket.socket) -> Channel:
    """One that knows nothing but its line."""
    made = Channel.__new__(Channel)
    made.socket = line
    return made


def test_a_part_of_a_film_is_handed_out_as_a_place_in_its_file(film: Path) -> None:
    sent = SentFile(Slice(film.open("rb"), Span(start=100, stop=700)))
    assert sent.prepare() == 600
    piece = sent.get(50)
    assert isinstance(piece, Piece)
    assert (piece.start, piece.length) == (100, 600)
    sent.skip(10, True)
    piece = sent.get(50)
    assert isinstance(piece, Piece)
    assert (piece.start, piece.length) == (110, 590)
    sent.close()


def test_the_kernel_sends_exactly_these_bytes(film: Path) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, film.open("rb") as file:
        piece = Piece(file=file.fileno(), start=300, length=500)
        assert channel(ours).send(piece) == 500
        assert theirs.recv(1000) == BYTES[300:800]


def test_a_full_line_takes_nothing_and_is_no_fault(film: Path) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, film.open("rb") as file:
        ours.setblocking(False)
        piece = Piece(file=file.fileno(), start=0, length=len(BYTES))
        while channel(ours).send(piece):
            pass
        assert channel(ours).send(piece) == 0


def test_what_is_no_file_is_read_as_ever() -> None:
    sent = SentFile(io.BytesIO(BYTES))
    sent.prepare()
    assert sent.get(10) == BYTES[:10]
