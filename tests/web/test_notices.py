"""What the browser is told of one's own orders while the page is out of sight."""

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from jobs.models import Render, User
from jobs.states import Happening, HoldCode, State
from tests.desk import orders
from tests.web.desk import HTMX, Desk, home, moved


def told(desk: Desk, hidden: str = "60") -> list[Any]:
    answer = desk.client.get("/pulse/", {"hidden": hidden}, headers=HTMX)
    return list(json.loads(answer.headers.get("HX-Trigger", "{}")).get("notices", []))


def switched(desk: Desk, to: str = "1") -> Desk:
    desk.press("/preferences/", notices=to)
    return desk


def fails(render: Render) -> Render:
    moved(render, State.RUNNING).move(State.FAILED, Happening.PROVIDER_FAILED, now=timezone.now())
    return render


def test_an_order_is_told_of_once_all_its_takes_have_ended(desk: Desk) -> None:
    switched(desk).order("A kettle\nwhistles", takes="2")
    first, second = Render.objects.order_by("take")
    home(first)
    assert told(desk) == []
    fails(second)
    [notice] = told(desk)
    assert (notice["title"], notice["body"]) == ("A kettle whistles", "1 film saved. 1 film failed.")
    assert notice["url"] == f"/renders/{first.pk}/"


def test_a_film_that_needs_a_person_is_told_of_at_once(desk: Desk) -> None:
    film = moved(orders(switched(desk).user), State.RUNNING)
    film.hold(HoldCode.NO_LINK, now=timezone.now())
    assert [notice["body"] for notice in told(desk)] == ["It needs your decision."]


def test_nobody_is_told_who_has_not_switched_it_on(desk: Desk) -> None:
    home(orders(desk.user))
    assert told(desk) == []
    assert told(switched(desk))
    assert told(switched(desk, "0")) == []


def test_nobody_is_told_of_the_films_of_others(desk: Desk, wei: User) -> None:
    home(orders(wei))
    assert told(switched(desk)) == []


def test_what_ended_before_the_page_went_out_of_sight_is_no_news(desk: Desk) -> None:
    home(orders(switched(desk).user))
    Render.objects.update(saved_at=timezone.now() - timedelta(minutes=2), final_at=None)
    assert told(desk, "60") == []


def test_many_orders_at_once_are_one_notice(desk: Desk) -> None:
    switched(desk)
    for number in range(5):
        home(orders(desk.user, f"Film {number}"))
    [notice] = told(desk)
    assert (notice["title"], notice["body"]) == ("News of 5 orders", "5 films saved.")


def test_nonsense_about_the_time_tells_nothing(desk: Desk) -> None:
    home(orders(switched(desk).user))
    for nonsense in ("", "soon", "-1", "1e9", "٣", "9" * 5000):
        assert len(told(desk, nonsense)) <= 1
