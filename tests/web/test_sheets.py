"""The feed day by day, mine or everybody's, and what happened while one was away."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from jobs.models import Order, Render, User
from jobs.models.fields import uuid7_floor
from jobs.states import Happening, State
from tests.desk import orders
from tests.web.desk import Desk, home, marks, moved


def test_each_day_has_its_films_their_length_and_what_they_cost(desk: Desk) -> None:
    desk.order("One", takes="2", duration="5")
    failed = moved(orders(desk.user, "Two"), State.RUNNING)
    failed.move(State.FAILED, Happening.PROVIDER_FAILED, now=timezone.now(), charged=False)
    Order.objects.update(practice=False)
    Render.objects.update(practice=False)
    assert "2 films · 0:10 min · ¥1.50" in desk.see()


def test_practice_days_show_no_money(desk: Desk) -> None:
    desk.order("One", duration="5")
    assert "1 film · 0:05 min<" in desk.see()


def test_an_order_made_elsewhere_stands_under_the_header_of_its_day(desk: Desk) -> None:
    desk.order("One")
    seen = marks(desk.see())
    orders(desk.user, "From the shell")
    page = desk.look(*seen).content.decode()
    assert 'hx-swap-oob="afterend:#head-' in page
    assert "2 films" in page


def test_a_new_day_begins_above_the_old_one(desk: Desk) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        desk.order("The day before yesterday")
        seen = marks(desk.see())
    orders(desk.user, "Today's")
    page = desk.look(*seen).content.decode()
    assert 'hx-swap-oob="afterbegin:#feed"' in page
    assert "<h2>Today</h2>" in page


def test_the_space_shows_everybodys_orders_and_only_ones_own_buttons(desk: Desk, mara: User) -> None:
    orders(mara, "From Mara")
    assert "From Mara" not in desk.see()
    page = desk.see(whose="all")
    assert "From Mara" in page
    assert "mara · " in page
    assert "Render again" not in page


def test_a_page_of_the_space_hears_of_everybodys_orders(desk: Desk, mara: User) -> None:
    mine, everybodys = marks(desk.see()), marks(desk.see(whose="all"))
    orders(mara, "From Mara")
    assert desk.look(*mine).status_code == 204
    assert "From Mara" in desk.look(*everybodys).content.decode()


def test_who_was_away_is_told_once_what_happened(desk: Desk) -> None:
    desk.see()
    film = orders(desk.user, "Steam rises")
    User.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    home(film)
    assert "While you were away: 1 film saved." in desk.see()
    assert "While you were away" not in desk.see()


def test_an_open_page_tells_it_when_it_is_looked_at_again(desk: Desk) -> None:
    seen = marks(desk.see())
    film = orders(desk.user, "Steam rises")
    User.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    home(film)
    hidden = desk.client.get("/pulse/", {"see": seen, "hidden": "1"}).content.decode()
    assert "While you were away" not in hidden
    assert "While you were away: 1 film saved." in desk.look(*seen).content.decode()


def test_who_comes_back_to_another_page_is_told_on_the_desk(desk: Desk) -> None:
    film = orders(desk.user, "Steam rises")
    User.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    home(film)
    desk.look(*marks(desk.see("/gallery/")))
    assert "While you were away: 1 film saved." in desk.see()


def test_who_stays_at_another_page_was_not_away(desk: Desk) -> None:
    before = timezone.now() - timedelta(minutes=20)
    User.objects.update(seen_at=before)
    desk.look(*marks(desk.see("/gallery/")))
    assert User.objects.filter(pk=desk.user.pk, seen_at__gt=before).exists()


def test_ids_can_be_bounded_by_a_moment(desk: Desk) -> None:
    before = timezone.now() - timedelta(seconds=1)
    film = orders(desk.user)
    assert uuid7_floor(before) < film.pk < uuid7_floor(timezone.now() + timedelta(seconds=1))


def test_a_day_counts_no_films_of_a_space_one_has_left(desk: Desk) -> None:
    orders(desk.user, "Before")
    desk.user.memberships.all().delete()
    assert "1 film" not in Desk.of(User.objects.get(pk=desk.user.pk)).see()


def test_the_header_of_a_day_follows_its_films(desk: Desk) -> None:
    desk.order("One", takes="3")
    seen = marks(desk.see())
    desk.press(f"/renders/{Render.objects.get(take=2).pk}/cancel/")
    page = desk.look(*seen).content.decode()
    assert 'class="day-head"' in page
    assert "2 films" in page
