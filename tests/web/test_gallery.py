"""The gallery: saved films of one's spaces, newest first, none twice and none lost between pages."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs.models import Render, User
from jobs.queries import gallery
from tests.desk import orders, takes_in
from tests.web.desk import HTMX, Desk, home


def shown(page: str) -> list[str]:
    return re.findall(r'id="tile-([^"]+)"', page)


def test_only_saved_films_of_my_spaces_are_shown(desk: Desk, mara: User, wei: User) -> None:
    films = [home(orders(desk.user)), home(orders(mara))]
    home(orders(wei))
    orders(desk.user)
    assert set(shown(desk.see("/gallery/"))) == {str(film.pk) for film in films}


def test_pages_follow_each_other_without_a_gap(desk: Desk) -> None:
    films = [home(take) for _ in range(2) for take in takes_in(desk.user, takes=4)]
    Render.objects.update(saved_at=films[0].saved_at)  # the hard case: one moment for all
    found, cursor = [], ""
    while True:
        page = gallery.page(desk.user, cursor=cursor, size=3)
        found += [film.pk for film in page.films]
        cursor = page.cursor
        if not cursor:
            break
    assert found == sorted((film.pk for film in films), reverse=True)


def test_a_cursor_leads_on_for_page_and_script(desk: Desk, monkeypatch: object) -> None:
    for take in takes_in(desk.user, takes=8):
        home(take)
    cursor = gallery.page(desk.user, size=3).cursor
    assert len(shown(desk.see("/gallery/", cursor=cursor))) == 5
    part = desk.client.get("/gallery/", {"cursor": cursor}, headers=HTMX).content.decode()
    assert "<html" not in part
    assert len(shown(part)) == 5


def test_a_bad_cursor_is_404(desk: Desk) -> None:
    for cursor in ("x", "~", "2026-01-01~zz", "2026-01-01T00:00:00~" + "0" * 32, "\x00"):
        assert desk.get("/gallery/", cursor=cursor).status_code == 404


def test_an_empty_gallery_says_what_will_come(desk: Desk) -> None:
    assert "Films come here by themselves" in desk.see("/gallery/")


def test_many_films_ask_the_database_no_more_often(desk: Desk) -> None:
    home(orders(desk.user))
    few = queries(desk)
    for take in takes_in(desk.user, takes=8):
        home(take)
    assert queries(desk) == few


def queries(desk: Desk) -> int:
    with CaptureQueriesContext(connection) as caught:
        desk.see("/gallery/")
    return len(caught)
