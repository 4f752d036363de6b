"""Places in line and expected times: learned, never made up."""

from datetime import timedelta
from typing import Any

from django.core.cache import caches
from django.utils import timezone

from jobs.models import Render, Submission, User
from jobs.queries import holds
from jobs.queries.waiting import Waiting
from jobs.states import State
from tests.desk import orders, practice_account, takes_in
from tests.web.desk import moved


def waiting() -> Waiting:
    caches["memory"].clear()
    return Waiting(holds.standing(), timezone.now())


def rendered(user: User, seconds: int, **wishes: Any) -> None:
    """A film that took so long at the provider."""
    render = moved(orders(user, **wishes), State.SUCCEEDED)
    began = timezone.now() - timedelta(hours=1)
    Submission.objects.filter(render=render).update(
        account=practice_account(),
        provider_state="SUCCEEDED",
        answered_at=began,
        scheduled_at=began,
        ended_at=began + timedelta(seconds=seconds),
    )


def expected(render: Render) -> float | None:
    order = render.order
    return waiting().expected(order.model, order.tier, order.duration, practice=True)


def test_two_films_promise_nothing_and_the_third_does(lin: User) -> None:
    rendered(lin, 30)
    rendered(lin, 50)
    film = orders(lin)
    assert expected(film) is None
    rendered(lin, 40)
    assert expected(film) == 40


def test_a_film_is_compared_with_its_like(lin: User) -> None:
    for seconds in (20, 22, 24):
        rendered(lin, seconds, duration=1)
        rendered(lin, seconds * 10, duration=15)
    assert expected(orders(lin, duration=1)) == 22
    assert expected(orders(lin, duration=15)) == 220


def test_films_stand_in_line_by_family_in_the_order_of_the_clicks(lin: User, mara: User) -> None:
    first, second = takes_in(lin, takes=2)
    other = orders(mara, model="c1")
    line = waiting()
    assert [line.place(film) for film in (first, second, other)] == [1, 2, 1]
    assert line.starts_in(second) == 0


def test_who_comes_after_the_seats_waits_for_the_films_before(lin: User) -> None:
    for _ in range(3):
        rendered(lin, 60)
    for film in takes_in(lin, takes=5):
        moved(film, State.RUNNING)
    sixth, *_, eleventh = takes_in(lin, takes=6)
    line = waiting()
    one_turn = line.starts_in(sixth)
    assert one_turn is not None
    assert one_turn > 60
    assert line.starts_in(eleventh) == 2 * one_turn


def test_a_film_on_a_hold_of_its_own_is_not_in_line(lin: User) -> None:
    first, second = takes_in(lin, takes=2)
    Render.objects.filter(pk=first.pk).update(hold_code="poison")
    assert waiting().place(first) is None
    assert waiting().place(second) == 1
