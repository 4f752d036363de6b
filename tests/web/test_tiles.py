"""A tile that was drawn before is shown again only while it is true."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs.models import Favourite, Order, User
from jobs.web.tiles import drawn
from tests.bench import rows
from tests.desk import orders
from tests.web.desk import Desk, home


@pytest.fixture(autouse=True)
def _nothing_drawn() -> Iterator[None]:
    drawn.clear()
    yield
    drawn.clear()


def asked(desk: Desk) -> int:
    with CaptureQueriesContext(connection) as caught:
        desk.see("/gallery/")
    return len(caught)


def test_a_new_title_is_seen_at_once(desk: Desk) -> None:
    film = home(orders(desk.user, title="Tea spot"))
    assert "Tea spot" in desk.see("/gallery/")
    Order.objects.filter(pk=film.order_id).update(title="Opening titles")
    page = desk.see("/gallery/")
    assert "Opening titles" in page
    assert "Tea spot" not in page


def test_a_new_name_of_the_author_is_seen_at_once(desk: Desk) -> None:
    home(orders(desk.user))
    desk.see("/gallery/")
    User.objects.filter(pk=desk.user.pk).update(display_name="Lin Zhao")
    assert "Lin Zhao" in desk.see("/gallery/")


def test_each_person_sees_their_own_favourites(desk: Desk, mara: User) -> None:
    film = home(orders(desk.user))
    pressed = 'aria-pressed="true" title="Favourite (F)"'
    assert pressed not in desk.see("/gallery/")
    Favourite.objects.create(user=desk.user, render=film)
    assert pressed in desk.see("/gallery/")
    assert pressed not in Desk.of(mara).see("/gallery/")


def test_each_reader_sees_their_own_language_and_clock(desk: Desk) -> None:
    home(orders(desk.user))
    english = desk.see("/gallery/")
    User.objects.filter(pk=desk.user.pk).update(language="zh-hans", time_zone="America/New_York")
    assert "收藏" not in english
    assert "收藏" in desk.see("/gallery/")


def test_a_known_tile_says_what_a_new_one_would(desk: Desk, ada: User) -> None:
    home(orders(desk.user))
    for someone in (desk, Desk.of(ada), desk):
        known = [line for line in someone.see("/gallery/").split("\n") if "card" in line]
        drawn.clear()
        assert known == [line for line in someone.see("/gallery/").split("\n") if "card" in line]


@pytest.mark.servers
def test_a_thousand_films_ask_no_more_than_ten(desk: Desk) -> None:
    for count in (10, 1000):
        rows.grow(count)
        drawn.clear()
        assert (asked(desk), asked(desk)) == (rows.ASKED_NEW, rows.ASKED_KNOWN), count
