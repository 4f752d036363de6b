"""Films, good and bad, opened by a child process."""

import errno
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from jobs.media import child, outside
from jobs.media.container import check
from jobs.media.faults import LocalFault, NotAFilm
from jobs.media.poster import poster
from jobs.media.preview import preview
from jobs.media.probe import Probe, probe
from tests.media.films import damaged, film, sound_only


def fault_of(path: Path) -> str:
    with pytest.raises(NotAFilm) as caught:
        probe(path)
    return caught.value.code


def test_a_good_film_is_described(tmp_path: Path) -> None:
    assert probe(film(tmp_path / "a.mp4", seconds=2, sound=True)) == Probe(
        width=160, height=90, seconds=2.0, fps=24.0, codec="h264", has_audio=True, frames=48
    )


@pytest.mark.parametrize("form", [{"faststart": False}, {"fragmented": True}, {"size": (90, 160)}, {"seconds": 0.05}])
def test_every_usual_form_of_a_film_is_taken(tmp_path: Path, form: dict[str, object]) -> None:
    assert not probe(film(tmp_path / "a.mp4", **form)).has_audio  # type: ignore[arg-type]  # the table's values fit


@pytest.mark.parametrize("filler", [b"\0", b"\xff", bytes(range(1, 255))])
@pytest.mark.parametrize("share", [0.02, 0.1, 0.5])
def test_a_film_of_the_right_length_with_a_lost_tail_is_caught(tmp_path: Path, share: float, filler: bytes) -> None:
    path = damaged(film(tmp_path / "a.mp4", seconds=3, size=(320, 180)), 1 - share, 1, filler)
    check(path)
    assert fault_of(path) in {"tail-broken", "undecodable"}


def test_a_film_with_a_lost_head_is_caught(tmp_path: Path) -> None:
    assert fault_of(damaged(film(tmp_path / "a.mp4"), 0, 0.2)) == "undecodable"


@pytest.mark.parametrize(
    "data",
    [b"", b"<html></html>", b"\x89PNG\r\n\x1a\n", b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", b"ffconcat version 1.0\n"],
)
def test_what_only_bears_the_name_of_a_film_is_caught(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(data)
    assert fault_of(path) == "undecodable"


def test_a_film_without_a_picture_is_caught(tmp_path: Path) -> None:
    assert fault_of(sound_only(tmp_path / "a.mp4")) == "no-video"


def test_a_film_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(NotAFilm) as caught:
        probe(film(tmp_path / "a.mp4"), seconds=0.01)
    assert caught.value.code == "child-timeout"
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "last_words", ["import os; os.abort()", "print('no json')", "raise MemoryError", "print('[]')"]
)
def test_a_child_that_crashes_harms_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last_words: str) -> None:
    crash = tmp_path / "python"
    crash.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{last_words}"\n')
    crash.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(crash))
    assert fault_of(film(tmp_path / "a.mp4")) == "child-crashed"


def test_the_child_knows_neither_django_nor_our_secrets() -> None:
    told = "import sys, jobs.media.child; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    assert not [name for name in outside.KEPT if "KEY" in name or "SECRET" in name or "URL" in name]


def test_the_child_has_limits() -> None:
    told = (
        "import resource; from jobs.media import child; child.confine();"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(child.MEMORY), str(child.CPU_SECONDS)]


def test_a_poster_shows_the_first_picture_that_is_not_black(tmp_path: Path) -> None:
    made = poster(film(tmp_path / "a.mp4", seconds=2, black=20), tmp_path / "a.webp")
    with Image.open(tmp_path / "a.webp") as image:
        assert (image.format, image.size) == ("WEBP", (160, 90))
        assert max(high for _, high in image.convert("RGB").getextrema()) > 200  # type: ignore[misc]  # a pair a band
    assert (made.width, made.height) == (160, 90)


def test_a_film_that_stays_black_still_has_a_poster(tmp_path: Path) -> None:
    assert poster(film(tmp_path / "a.mp4", black=99), tmp_path / "a.webp").width == 160


def test_a_large_film_has_a_poster_of_bounded_width(tmp_path: Path) -> None:
    made = poster(film(tmp_path / "a.mp4", seconds=0.2, size=(1920, 832)), tmp_path / "a.webp")
    assert (made.width, made.height) == (1280, 555)


def test_the_placeholder_is_small_enough_to_stand_in_a_page(tmp_path: Path) -> None:
    blur = poster(film(tmp_path / "a.mp4", size=(640, 360)), tmp_path / "a.webp").placeholder
    assert 0 < len(blur) <= 200
    with Image.open(BytesIO(blur)) as image:
        assert max(image.size) <= 24


def test_a_preview_is_short_small_and_silent(tmp_path: Path) -> None:
    made = preview(film(tmp_path / "a.mp4", seconds=6, size=(640, 360), sound=True), tmp_path / "p.mp4")
    assert (made.width, made.height, made.seconds) == (320, 180, 4.0)
    assert (tmp_path / "p.mp4").stat().st_size <= 400_000
    seen = probe(tmp_path / "p.mp4")
    assert (seen.codec, seen.has_audio, round(seen.seconds)) == ("h264", False, 4)
    kinds = [box.kind for box in check(tmp_path / "p.mp4")]
    assert kinds.index("moov") < kinds.index("mdat")


@pytest.mark.parametrize("size", [(90, 160), (640, 288), (100, 50)])
def test_a_preview_keeps_the_shape_of_the_film(tmp_path: Path, size: tuple[int, int]) -> None:
    made = preview(film(tmp_path / "a.mp4", size=size), tmp_path / "p.mp4")
    assert made.width / made.height == pytest.approx(size[0] / size[1], rel=0.03)
    assert max(made.width, made.height) <= 320


def test_nothing_can_be_drawn_from_what_is_no_film(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"<html></html>")
    for draw in (poster, preview):
        with pytest.raises(NotAFilm):
            draw(tmp_path / "a.mp4", tmp_path / "out")


def test_a_folder_that_is_not_there_is_our_own_fault(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4")
    for draw in (poster, preview):
        with pytest.raises(LocalFault):
            draw(path, tmp_path / "gone" / "out")


def test_a_full_disk_is_our_own_fault(tmp_path: Path) -> None:
    full = Path("/dev/full")
    assert full.exists(), "this system has no device that is always full"
    with pytest.raises(LocalFault) as caught:
        poster(film(tmp_path / "a.mp4"), full)
    assert caught.value.params == {"errno": errno.ENOSPC}
