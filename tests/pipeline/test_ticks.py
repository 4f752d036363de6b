"""One tick at a time wakes whoever is due, and a broker that is away costs the time until the next."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from jobs import tasks
from jobs.models import Studio, User
from jobs.pipeline import handout, sweep
from jobs.states import State
from tests.desk import orders, site
from tests.pipeline.journey import Journey, look


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids on messages that were published."""
    ids: list[str] = []
    monkeypatch.setattr(tasks.advance, "apply_async", lambda args, **_: ids.append(args[0]))
    return ids


def test_a_tick_publishes_a_message_for_every_due_film(journey: Journey, lin: User, sent: list[str]) -> None:
    films = [orders(lin), orders(lin, model="c1")]
    tasks.tick()
    assert sorted(sent) == sorted(str(film.pk) for film in films)
    assert site().tick_until is None


@pytest.mark.parametrize(("ahead", "ticks"), [(9, False), (-1, True), (7200, True)])
def test_a_tick_waits_for_another_but_not_for_a_dead_one(
    journey: Journey, lin: User, sent: list[str], ahead: float, ticks: bool
) -> None:
    """A moment two hours ahead was written before a clock was set back."""
    Studio.objects.update(tick_until=timezone.now() + timedelta(seconds=ahead))
    film = orders(lin)
    tasks.tick()
    assert (sent == [str(film.pk)]) is ticks


def test_a_tick_whose_worker_died_costs_no_more_than_ten_seconds(
    journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[datetime] = []
    monkeypatch.setattr(sweep, "sweep", lambda _: turns.append(site().tick_until or timezone.now()))
    begun = timezone.now()
    tasks.tick()
    assert timedelta(seconds=10) <= turns[0] - begun < timedelta(seconds=11)


def test_a_tick_that_took_too_long_leaves_the_turn_of_the_next_alone(
    journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_one = timezone.now() + timedelta(seconds=19)
    monkeypatch.setattr(sweep, "sweep", lambda _: Studio.objects.update(tick_until=next_one))
    tasks.tick()
    assert site().tick_until == next_one


def test_a_message_takes_the_step_its_film_is_at(journey: Journey, lin: User) -> None:
    film = orders(lin)
    tasks.advance(str(film.pk))
    assert look(film).state == State.PENDING


def test_a_message_for_nobody_ends_silently(journey: Journey) -> None:
    tasks.advance("01a1f71c-7612-76fb-9df7-0724d7a8c18a")


def test_busy_downloads_leave_room_for_questions(journey: Journey, lin: User) -> None:
    journey.saving = False
    films = [journey.until(orders(lin), State.SUCCEEDED) for _ in range(2)]
    asked = journey.until(orders(lin), State.PENDING)
    journey.passes(16)
    wakes = handout.pick(timezone.now())
    assert (wakes[0].renders, wakes[0].queue) == ((asked.pk,), handout.QUICK)
    assert {pk for wake in wakes[1:] for pk in wake.renders} <= {film.pk for film in films}
