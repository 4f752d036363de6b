"""The gallery: films of one's spaces under the filter of the address, none twice and none lost between pages."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs.models import Render, Space, User
from jobs.queries import gallery
from tests.desk import orders, takes_in
from tests.web.desk import HTMX, Desk, home, marks


def shown(page: str) -> list[str]:
    return re.findall(r'id="tile-([^"]+)"', page)


def chips(page: str) -> dict[str, str]:
    """Label and address of every part that can be taken away."""
    found = re.findall(r'<a class="chip" href="([^"]+)" title="Take away"><span class="cut" dir="auto">([^<]+)<', page)
    return {label: url for url, label in found}


def part(desk: Desk, **query: str) -> str:
    """What the page's script fetches."""
    return str(desk.client.get("/gallery/", query, headers=HTMX).content.decode())


def test_only_saved_films_of_my_spaces_are_shown(desk: Desk, mara: User, wei: User) -> None:
    films = [home(orders(desk.user)), home(orders(mara))]
    home(orders(wei))
    orders(desk.user)
    assert set(shown(desk.see("/gallery/"))) == {str(film.pk) for film in films}


def test_a_cursor_leads_on_for_page_and_script(desk: Desk) -> None:
    for take in takes_in(desk.user, takes=8):
        home(take)
    cursor = gallery.page(desk.user, size=3).cursor
    assert len(shown(desk.see("/gallery/", cursor=cursor))) == 5
    fetched = part(desk, cursor=cursor)
    assert "<html" not in fetched
    assert len(shown(fetched)) == 5


def test_a_day_that_goes_on_is_continued_and_not_begun_anew(desk: Desk) -> None:
    for take in takes_in(desk.user, takes=4):
        home(take)
    cursor = gallery.page(desk.user, size=2).cursor
    assert "<h2" not in part(desk, cursor=cursor)
    assert 'hx-swap-oob="beforeend:#rows-20' in part(desk, cursor=cursor)
    assert "<h2" in desk.see("/gallery/", cursor=cursor)


def test_a_bad_cursor_is_404(desk: Desk) -> None:
    for cursor in ("x", "~", "2026-01-01~zz", "2026-01-01T00:00:00~" + "0" * 32, "\x00"):
        assert desk.get("/gallery/", cursor=cursor).status_code == 404


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_cursor_beyond_all_calendars_is_404(desk: Desk, moment: str) -> None:
    assert desk.get("/gallery/", cursor=f"{moment}~{'0' * 32}").status_code == 404


def test_the_next_page_keeps_the_filter(desk: Desk) -> None:
    for _ in range(7):
        for take in takes_in(desk.user, takes=8):
            home(take)
    page = desk.see("/gallery/", model="v6", sort="old")
    assert len(shown(page)) == 48
    assert 'hx-get="/gallery/?model=v6&sort=old&cursor=' in page


def test_an_empty_gallery_says_what_will_come(desk: Desk) -> None:
    assert "Films come here by themselves" in desk.see("/gallery/")


def test_nothing_found_says_what_was_looked_for_and_how_to_see_more(desk: Desk) -> None:
    home(orders(desk.user))
    page = desk.see("/gallery/", q="蓝灯笼", model="v6")
    assert "Nothing for “蓝灯笼”" in page
    assert chips(page)["v6"] == "/gallery/?q=%E8%93%9D%E7%81%AF%E7%AC%BC"
    assert '<a class="button loud" href="/gallery/">Clear</a>' in page


def test_every_part_of_the_filter_is_a_chip_that_takes_it_away(desk: Desk, mara: User) -> None:
    asked = {
        "q": "heron",
        "model": "v6",
        "by": str(mara.pk),
        "when": "7d",
        "state": "failed",
        "liked": "1",
        "sound": "0",
    }
    found = chips(desk.see("/gallery/", **asked))
    assert set(found) == {"“heron”", "v6", "mara", "Last 7 days", "Failed", "Favourites", "Silent"}
    assert "model" not in found["v6"]
    assert all(f"{name}=" in found["v6"] for name in asked if name != "model")


def test_what_is_not_known_is_said_and_left_out(desk: Desk, wei: User) -> None:
    home(orders(desk.user))
    page = desk.see("/gallery/", model="v9", by=str(wei.pk))
    assert f"it is not known here: v9, {wei.pk}" in page
    assert len(shown(page)) == 1


def test_the_tray_offers_people_and_spaces_of_ones_own(desk: Desk, mara: User, wei: User) -> None:
    page = desk.see("/gallery/", by=str(mara.pk))
    assert re.search(rf'name="by" value="{mara.pk}"[^>]* checked', page)
    assert str(wei.pk) not in page
    assert 'name="space"' not in page


def test_hostile_words_stand_harmlessly_in_field_chip_and_title(desk: Desk) -> None:
    asked = '"><script>alert(1)</script>{{ 7|add:7 }}'
    page = desk.get("/gallery/", q=asked).content.decode()
    assert "<script>alert" not in page
    assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}" in page


def test_the_script_gets_the_films_and_the_address_of_another_filter(desk: Desk) -> None:
    home(orders(desk.user))
    answer = desk.client.get("/gallery/?model=c1&model=&from=&when=", headers=HTMX)
    assert answer.headers["HX-Replace-Url"] == "/gallery/?model=c1"
    assert b"<html" not in answer.content
    assert b'<details class="filter" name="tray" open>' in answer.content


def test_a_film_leads_to_its_page_with_the_filter(desk: Desk) -> None:
    film = home(orders(desk.user))
    assert f'href="/renders/{film.pk}/?model=v6&sort=old"' in desk.see("/gallery/", model="v6", sort="old")
    assert f'href="/renders/{film.pk}/"' in desk.see("/gallery/")


def test_a_film_on_its_way_leads_to_its_page_with_the_filter(desk: Desk) -> None:
    film = orders(desk.user)
    assert f'href="/renders/{film.pk}/?state=live"' in desk.see("/gallery/", state="live")


def test_a_film_that_moves_keeps_leading_there_with_the_filter(desk: Desk) -> None:
    film = orders(desk.user)
    page = desk.see("/gallery/", state="live")
    assert 'name="within" value="?state=live"' in page
    (mark,) = (one for one in marks(page) if one.startswith("tile:"))
    home(film)
    said = desk.client.get("/pulse/", {"see": mark, "within": "?state=live"}, headers=HTMX).content.decode()
    assert f'href="/renders/{film.pk}/?state=live"' in said


def test_a_day_says_what_its_films_come_to(desk: Desk) -> None:
    for take in takes_in(desk.user, takes=4, duration=15):
        home(take)
    assert "4 films · 1:00 min<" in desk.see("/gallery/")
    Render.objects.update(practice=False, cost="4.05")
    assert "4 films · 1:00 min · ¥16.20<" in desk.see("/gallery/")
    Render.objects.filter(take=1).update(cost=None, estimate=None)
    assert "4 films · 1:00 min<" in desk.see("/gallery/")


def test_the_number_of_films_is_said(desk: Desk) -> None:
    home(orders(desk.user))
    Space.objects.update(films=1204)
    assert ">1,204 films<" in desk.see("/gallery/")
    assert ">1 film<" in desk.see("/gallery/", model="v6")


def test_new_films_wait_behind_a_pill(desk: Desk) -> None:
    home(orders(desk.user))
    (mark,) = (one for one in marks(desk.see("/gallery/", model="v6")) if one.startswith("films:"))
    assert b"newer" not in desk.look(mark).content
    for take in takes_in(desk.user, takes=3):
        home(take)
    said = desk.look(mark).content.decode()
    assert '<a class="button" href="/gallery/?model=v6">3 new</a>' in said
    (again,) = (one for one in marks(said) if one.startswith("films:"))
    assert b"newer" not in desk.look(again).content


@pytest.mark.parametrize(
    "mark", ["films:x", f"films:{'0' * 32}.1.e.x", f"films:{'0' * 32}.{'9' * 30}..0", f"films:{'f' * 32}"]
)
def test_a_mark_that_is_none_is_passed_over(desk: Desk, mark: str) -> None:
    assert desk.look(mark).status_code == 204


def test_the_height_of_the_rows_is_kept(desk: Desk) -> None:
    assert "rows-m" in desk.see("/gallery/")
    desk.press("/preferences/", rows="l", next="/gallery/")
    assert "rows-l" in desk.see("/gallery/")
    desk.press("/preferences/", rows="xl", next="/gallery/")
    assert "rows-l" in desk.see("/gallery/")


def test_the_search_field_is_on_every_page_and_keeps_the_filter_on_this_one(desk: Desk) -> None:
    assert 'name="q" id="q" value=""' in desk.see("/")
    page = desk.see("/gallery/", q="rain", model="v6").split("<search")[1].split("</search>")[0]
    assert 'name="q" id="q" value="rain"' in page
    assert '<input type="hidden" name="model" value="v6">' in page


def test_many_films_ask_the_database_no_more_often(desk: Desk) -> None:
    home(orders(desk.user))
    few = [queries(desk, query) for query in ("", "q=heron&model=v6", "state=live&state=saved")]
    for take in takes_in(desk.user, takes=8):
        home(take)
    assert [queries(desk, query) for query in ("", "q=heron&model=v6", "state=live&state=saved")] == few


def queries(desk: Desk, query: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert desk.client.get(f"/gallery/?{query}").status_code == 200
    return len(caught)
