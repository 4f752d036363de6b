"""What a film is, and how it is handed over."""

import io
import threading
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

from tests.sandbox.house import V6, Provider, opened


@pytest.fixture(scope="module")
def film(cinema: Provider) -> tuple[Provider, str, bytes]:
    """A finished film: the provider it is at, its task, its bytes."""
    cinema.clock.forward(60)
    task_id = cinema.made("黄昏的海 and a boat 🌊", seed=7, audio=True, watermark=True)
    cinema.clock.forward(60)
    return cinema, task_id, cinema.film(task_id).content


def boxes(film: bytes) -> list[str]:
    names, at = [], 0
    while at < len(film):
        names.append(film[at + 4 : at + 8].decode())
        at += int.from_bytes(film[at : at + 4], "big")
    assert at == len(film)
    return names


def test_it_is_what_was_ordered(film: tuple[Provider, str, bytes]) -> None:
    with av.open(io.BytesIO(film[2]), "r") as played:
        video, audio = played.streams.video[0], played.streams.audio[0]
        frames = list(played.decode(video=0))

        assert (video.codec_context.name, video.pix_fmt, audio.codec_context.name) == ("h264", "yuv420p", "aac")
        assert (video.width, video.height, len(frames)) == (640, 360, 24)
        assert video.average_rate == Fraction(24)
        assert played.duration == 1_000_000
        assert 0.95 <= (audio.duration or 0) * (audio.time_base or 0) <= 1.0


def test_its_index_stands_before_its_pictures(film: tuple[Provider, str, bytes]) -> None:
    names = boxes(film[2])

    assert names[0] == "ftyp"
    assert names.index("moov") < names.index("mdat")


def test_the_whole_film_comes_with_all_a_player_needs(film: tuple[Provider, str, bytes]) -> None:
    cinema, task_id, bytes_ = film
    answer = cinema.film(task_id)

    assert (answer.status_code, answer.content) == (200, bytes_)
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["Content-Length"] == str(len(bytes_))
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["ETag"].startswith('"')
    assert answer.headers["Last-Modified"].endswith("GMT")


def test_its_head_is_the_same_without_a_body(film: tuple[Provider, str, bytes]) -> None:
    cinema, task_id, _ = film
    head, whole = cinema.film(task_id, "HEAD", Range="bytes=0-1"), cinema.film(task_id)

    assert (head.status_code, head.content) == (200, b"")
    names = ("ETag", "Content-Length", "Content-Type", "Last-Modified")
    assert [head.headers[name] for name in names] == [whole.headers[name] for name in names]


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-1", 0, 2),
        ("bytes=0-0", 0, 1),
        ("bytes=5-", 5, None),
        ("bytes=-500", -500, None),
        ("bytes=-99999999", 0, None),
        ("bytes=10-99999999", 10, None),
    ],
)
def test_one_range_is_cut_out(film: tuple[Provider, str, bytes], asked: str, start: int, stop: int | None) -> None:
    cinema, task_id, bytes_ = film
    answer = cinema.film(task_id, Range=asked)
    first = start % len(bytes_)

    assert (answer.status_code, answer.content) == (206, bytes_[start:stop])
    last = first + len(answer.content) - 1
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(bytes_)}"
    assert answer.headers["Content-Length"] == str(len(answer.content))


@pytest.mark.parametrize("asked", ["bytes={size}-", "bytes={size}-{size}", "bytes=-0"])
def test_a_range_outside_cannot_be_satisfied(film: tuple[Provider, str, bytes], asked: str) -> None:
    cinema, task_id, bytes_ = film
    answer = cinema.film(task_id, Range=asked.format(size=len(bytes_)))

    assert (answer.status_code, answer.content) == (416, b"")
    assert answer.headers["Content-Range"] == f"bytes */{len(bytes_)}"


@pytest.mark.parametrize("asked", ["bytes=5-2", "bytes=a-b", "bytes=-", "seconds=0-1", "bytes=0-1,4-5", "bytes=--5"])
def test_a_range_that_cannot_be_read_and_several_at_once_bring_the_whole(
    film: tuple[Provider, str, bytes], asked: str
) -> None:
    cinema, task_id, _ = film

    assert cinema.film(task_id, Range=asked).status_code == 200


def test_if_range_keeps_the_range_only_while_the_film_is_the_same(film: tuple[Provider, str, bytes]) -> None:
    cinema, task_id, _ = film
    known = cinema.film(task_id, "HEAD").headers

    def status(if_range: str) -> int:
        return cinema.film(task_id, Range="bytes=0-1", If_Range=if_range).status_code

    assert [status(known["ETag"]), status(known["Last-Modified"])] == [206, 206]
    assert [status('"other"'), status(f"W/{known['ETag']}"), status("Thu, 01 Jan 1970 00:00:00 GMT")] == [200] * 3


def test_a_film_one_has_already_is_not_sent_again(film: tuple[Provider, str, bytes]) -> None:
    cinema, task_id, _ = film
    etag = cinema.film(task_id, "HEAD").headers["ETag"]

    assert cinema.film(task_id, If_None_Match=etag).status_code == 304
    assert cinema.film(task_id, If_None_Match='"other"').status_code == 200


def test_there_is_no_film_before_the_end_and_none_of_unknown_tasks(cinema: Provider) -> None:
    cinema.clock.forward(60)
    task_id = cinema.made()

    for missing in (task_id, "00000000-0000-4000-8000-000000000000", "..%2f..%2fledger"):
        answer = cinema.film(missing)
        assert (answer.status_code, answer.json()["code"]) == (404, "NotFound")


def test_many_who_ask_at_once_get_one_film(tmp_path: Path) -> None:
    with opened("http", tmp_path) as provider:
        task_id = provider.made(model=V6)
        provider.clock.forward(60)
        got: list[Any] = []
        threads = [threading.Thread(target=lambda: got.append(provider.film(task_id))) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert {answer.status_code for answer in got} == {200}
    assert len({answer.content for answer in got}) == len({answer.headers["ETag"] for answer in got}) == 1
    assert [path.name for path in (tmp_path / "films").glob("*.*") if path.suffix] == [f"{task_id}.mp4"]


def test_nobody_else_can_read_what_the_provider_writes(film: tuple[Provider, str, bytes], tmp_path: Path) -> None:
    with opened("mounted", tmp_path / "provider") as provider:
        provider.made()
        modes = {path.stat().st_mode & 0o077 for path in (tmp_path / "provider").rglob("*")}

    assert modes == {0}
    assert (tmp_path / "provider").stat().st_mode & 0o077 == 0


def test_films_and_prompts_of_forgotten_tasks_are_thrown_away(tmp_path: Path) -> None:
    with opened("mounted", tmp_path) as provider:
        task_id = provider.made(prompt="a canary over the sea")
        provider.clock.forward(60)
        provider.film(task_id)
        provider.clock.forward(24 * 3600)
        provider.made()

    assert not list((tmp_path / "films").glob("*.mp4"))
    assert not [path for path in tmp_path.rglob("*.sqlite3") if b"canary" in path.read_bytes()]
