"""The outermost boxes of a film, whole and cut."""

import struct
from pathlib import Path

import pytest

from jobs.media.container import check
from jobs.media.faults import LocalFault, NotAFilm
from tests.media.films import film


def box(kind: bytes, size: int) -> bytes:
    return struct.pack(">I", size) + kind + bytes(size - 8)


FTYP, MOOV, MDAT = box(b"ftyp", 24), box(b"moov", 100), box(b"mdat", 200)


def fault_of(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(NotAFilm) as caught:
        check(path)
    return caught.value.code


@pytest.mark.parametrize("faststart", [True, False])
def test_a_real_film_is_whole(tmp_path: Path, faststart: bool) -> None:
    kinds = [found.kind for found in check(film(tmp_path / "a.mp4", faststart=faststart))]
    assert kinds[0] == "ftyp"
    assert {"moov", "mdat"} <= set(kinds)


def test_long_sizes_and_a_last_box_without_one_are_read(tmp_path: Path) -> None:
    long = struct.pack(">I4sQ", 1, b"mdat", 216) + bytes(200)
    path = tmp_path / "a.mp4"
    path.write_bytes(FTYP + long + struct.pack(">I4s", 0, b"moov") + bytes(50))
    assert [found.size for found in check(path)] == [24, 216, 58]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (FTYP + MOOV + MDAT[:-1], "boxes-past-end"),
        (FTYP + MOOV[:-50], "boxes-past-end"),
        (FTYP + MOOV, "boxes-missing"),
        (MOOV + FTYP + MDAT, "boxes-missing"),
        (FTYP + MOOV + MDAT + b"\0\0\0", "boxes-broken"),
        (FTYP + struct.pack(">I4s", 7, b"moov"), "boxes-broken"),
        (FTYP + struct.pack(">I4sQ", 1, b"mdat", 15), "boxes-broken"),
        (b"<html><body>Not here</body></html>", "boxes-past-end"),
        (b'<?xml version="1.0"?><Error/>', "boxes-past-end"),
        (FTYP + box(b"free", 8) * 20_000, "boxes-broken"),
    ],
)
def test_what_is_no_whole_film_is_told(tmp_path: Path, data: bytes, code: str) -> None:
    assert fault_of(tmp_path / "a.mp4", data) == code


def test_every_cut_of_a_film_is_noticed(tmp_path: Path) -> None:
    whole = film(tmp_path / "a.mp4").read_bytes()
    for length in range(0, len(whole), 97):
        fault_of(tmp_path / "b.mp4", whole[:length])


def test_a_file_that_is_not_there_is_our_own_fault(tmp_path: Path) -> None:
    with pytest.raises(LocalFault):
        check(tmp_path / "gone.mp4")
