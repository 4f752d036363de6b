"""The bytes of a film: to whom, and in which parts."""

from dataclasses import replace

import pytest
from pytest_django import Settings

from jobs.models import Render, User
from tests.desk import orders
from tests.web.desk import BYTES, Desk, home


def film(render: Render) -> str:
    return f"/renders/{render.pk}/film.mp4"


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("", 200, BYTES),
        ("bytes=0-9", 206, BYTES[:10]),
        ("bytes=1000-", 206, BYTES[1000:]),
        ("bytes=-24", 206, BYTES[-24:]),
        ("bytes=0-99999", 206, BYTES),
        ("bytes=1024-", 416, b""),
        ("bytes=5-2", 200, BYTES),
        ("lines=1-2", 200, BYTES),
        ("bytes=0-1,5-6", 200, BYTES),
    ],
)
def test_a_player_gets_the_part_it_asks_for(desk: Desk, asked: str, status: int, body: bytes) -> None:
    answer = desk.client.get(film(home(orders(desk.user))), headers={"Range": asked} if asked else {})
    assert (answer.status_code, b"".join(answer) if status != 416 else b"") == (status, body)


def test_a_film_is_kept_by_the_browser_and_is_what_it_says(desk: Desk) -> None:
    answer = desk.get(film(home(orders(desk.user))))
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "video/mp4"
    assert "Content-Length" in answer.headers


@pytest.mark.parametrize("part", ["film.mp4", "poster.webp", "preview.mp4", ""])
def test_a_film_does_not_exist_for_people_outside_its_space(desk: Desk, wei: User, part: str) -> None:
    path = f"/renders/{home(orders(desk.user)).pk}/{part}"
    assert Desk.of(wei).get(path).status_code == 404


def test_colleagues_of_the_space_see_it(desk: Desk, mara: User) -> None:
    assert Desk.of(mara).get(film(home(orders(desk.user)))).status_code == 200


def test_what_is_not_saved_yet_is_not_there(desk: Desk) -> None:
    assert desk.get(film(orders(desk.user))).status_code == 404


def test_behind_a_proxy_only_the_permission_is_ours(desk: Desk, settings: Settings) -> None:
    settings.PIXSTUDIO = replace(settings.PIXSTUDIO, accel="/protected")
    render = home(orders(desk.user))
    answer = desk.get(film(render))
    assert answer.headers["X-Accel-Redirect"] == f"/protected/films/2026/11/{render.pk}.mp4"
    assert answer.content == b""
