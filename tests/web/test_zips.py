"""Many films in one ZIP: copies under harmless names, and what cannot be packed is told in it."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs.actions import boards
from jobs.models import Asset, Order, Render, User
from jobs.provenance import read
from tests.desk import orders, takes_in
from tests.web.desk import BYTES, Desk, home, text

HOSTILE = ("../../etc/passwd", "CON", "nul.", "a\\b:c*d?", "\u202egpj.exe", "𝕿𝖊𝖆...", "x" * 120)


def packed(answer: Any) -> zipfile.ZipFile:
    assert answer.status_code == 200, answer
    data = b"".join(answer.streaming_content)
    assert int(answer.headers["Content-Length"]) == len(data)
    found = zipfile.ZipFile(io.BytesIO(data))
    assert found.testzip() is None
    return found


def fetch(desk: Desk, *films: Render, **sent: str) -> zipfile.ZipFile:
    return packed(desk.client.post("/films.zip", {"films": " ".join(str(film.pk) for film in films), **sent}))


@pytest.fixture
def films(lin: User) -> list[Render]:
    return [home(take) for take in takes_in(lin, "Steam rises", title="Tea spot", takes=3)]


def stored(film: Render) -> Asset:
    return film.assets.get(kind="film")


def test_films_are_copies_with_their_details_under_the_names_of_downloads(desk: Desk, films: list[Render]) -> None:
    found = fetch(desk, *films)
    assert found.namelist() == [f"studio_tea-spot_t{take}_640x360.mp4" for take in (1, 2, 3)]
    copy = found.read("studio_tea-spot_t2_640x360.mp4")
    assert copy.startswith(BYTES)
    assert read(copy).prompt == "Steam rises"
    single = b"".join(desk.get(f"/renders/{films[1].pk}/film.mp4", download="").streaming_content)
    assert copy == single


def test_sidecars_lie_beside_their_films_where_they_are_wished(desk: Desk, films: list[Render]) -> None:
    found = fetch(desk, films[0], sidecars="1")
    assert found.namelist() == ["studio_tea-spot_t1_640x360.mp4", "studio_tea-spot_t1_640x360.json"]
    assert json.loads(found.read("studio_tea-spot_t1_640x360.json"))["film"]["id"] == str(films[0].pk)


def test_hostile_and_equal_titles_become_names_of_their_own_that_every_system_takes(desk: Desk) -> None:
    titles = [*HOSTILE, "Tea", "tea", "Tea", "TEA"]
    films = [home(orders(desk.user, "Steam")) for _ in titles]
    for film, title in zip(films, titles, strict=True):
        Order.objects.filter(pk=film.order_id).update(title=title)
    found = fetch(desk, *films).namelist()
    assert len({name.casefold() for name in found}) == len(titles)
    for name in found:
        stem = name.removesuffix(".mp4")
        assert not set(name) & set('<>:"/\\|?*\u202e')
        assert stem.isprintable()
        assert "." not in stem
        assert len(name.encode()) <= 200


def test_what_is_missing_or_damaged_is_left_out_and_told(desk: Desk, films: list[Render]) -> None:
    default_storage.delete(stored(films[0]).storage_key)
    with default_storage.open(stored(films[1]).storage_key, "wb") as file:
        file.write(b"half")
    waiting = orders(desk.user, "Heron\nlifts off")
    found = fetch(desk, *films, waiting)
    assert found.namelist() == ["studio_tea-spot_t3_640x360.mp4", "MISSING.txt"]
    told = found.read("MISSING.txt").decode().splitlines()
    assert told[0] == "Not in this archive:"
    assert told[1] == f"- “Tea spot”, take 1 ({films[0].pk}): its file is missing or damaged."
    assert told[2] == f"- “Tea spot”, take 2 ({films[1].pk}): its file is missing or damaged."
    assert told[3] == f"- “Heron lifts off”, take 1 ({waiting.pk}): it is not saved yet."


def test_the_reader_s_language_is_that_of_what_is_told(desk: Desk, films: list[Render]) -> None:
    User.objects.filter(pk=desk.user.pk).update(language="zh-hans")
    default_storage.delete(stored(films[0]).storage_key)
    assert "不在此压缩包中" in fetch(desk, *films).read("MISSING.txt").decode()


def test_films_of_another_space_are_not_in_it_and_not_named(desk: Desk, films: list[Render], wei: User) -> None:
    theirs = home(orders(wei, "Secret"))
    found = fetch(desk, *films, theirs)
    assert len(found.namelist()) == 4
    assert found.read("MISSING.txt").decode() == "Not in this archive:\n- 1 film is not there any more.\n"


def test_a_board_and_a_filter_have_an_address_for_their_archive(desk: Desk, films: list[Render]) -> None:
    board = boards.make(films[0].space, "Tea", actor=desk.user)
    boards.put(board, films[:2], actor=desk.user)
    assert len(packed(desk.get("/films.zip", all="1", board=str(board.pk))).namelist()) == 2
    asked = ",".join(str(film.pk) for film in films)
    assert len(packed(desk.get("/films.zip", films=asked)).namelist()) == 3
    link = desk.see("/gallery/", board=str(board.pk)).split(f'/films.zip?all=1&board={board.pk}"')[1].split(">")[0]
    assert "download" not in link  # a browser would save the page that says why there is none


def test_nothing_to_pack_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = desk.client.post("/films.zip", {"films": str(orders(desk.user).pk)}, follow=True)
    assert "None of these films is saved" in text(answer)
    assert "No film is selected" in text(desk.client.post("/films.zip", follow=True))
    home(orders(desk.user)), home(orders(desk.user))
    monkeypatch.setattr("jobs.web.zips.MOST", 1)
    assert "more than 1 films" in text(desk.client.post("/films.zip", {"all": "1"}, follow=True))


def test_a_head_says_how_long_it_will_be(desk: Desk, films: list[Render]) -> None:
    asked = {"films": str(films[0].pk)}
    told = desk.client.head("/films.zip", asked)
    answer = desk.client.get("/films.zip", asked)
    assert told.headers["Content-Length"] == answer.headers["Content-Length"]
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="films_')
    assert answer.headers["Cache-Control"] == "private, no-store"
    answer.close()


def test_forty_films_take_as_many_questions_as_four(desk: Desk) -> None:
    films = [home(take) for _ in range(5) for take in takes_in(desk.user, title="Tea", takes=8)]

    def asked(*some: Render) -> int:
        with CaptureQueriesContext(connection) as caught:
            fetch(desk, *some)
        return len(caught)

    assert asked(*films) <= asked(*films[:4]) + 2
