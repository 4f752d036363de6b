"""What is kept of a file that is sent up, whatever its size and in whatever pieces it comes."""

import pytest
from django.conf import settings
from django.core.files.uploadhandler import load_handler
from hypothesis import given
from hypothesis import strategies as st

from jobs.media.uploads import EndOfFile
from jobs.provenance import MOST


def kept(*pieces: bytes) -> tuple[bytes, int | None]:
    handler = EndOfFile()
    handler.new_file("details", "film.mp4", "video/mp4", None)
    for piece in pieces:
        handler.receive_data_chunk(piece, 0)
    file = handler.file_complete(sum(map(len, pieces)))
    return file.read(), file.size


@given(st.lists(st.binary(max_size=50)))
def test_a_small_file_is_kept_whole(pieces: list[bytes]) -> None:
    assert kept(*pieces) == (b"".join(pieces), sum(map(len, pieces)))


@pytest.mark.parametrize("piece", [1000, 64 * 1024, 3 * MOST])
def test_of_a_large_file_only_the_end_is_kept(piece: int) -> None:
    pieces = [bytes([number % 256]) * piece for number in range(3 * MOST // piece + 2)]
    end, size = kept(*pieces)
    assert end == b"".join(pieces)[-MOST:]
    assert size == piece * len(pieces)


def test_it_is_the_only_handler_the_studio_has() -> None:
    assert [type(load_handler(name, None)) for name in settings.FILE_UPLOAD_HANDLERS] == [EndOfFile]
