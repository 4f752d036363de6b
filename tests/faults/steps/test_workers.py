"""Messages come ten times or never, and clocks jump: one claim, one create, and nothing given up early."""

import random
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from jobs import tasks
from jobs.models import ProviderAccount, Render, User
from jobs.pipeline import handout
from jobs.pipeline.advance import advance
from jobs.states import State
from tests.desk import orders
from tests.pipeline.journey import Journey, look
from tests.pipeline.provider import Provider, changed, hangs_up, unknown


def in_threads(work: list[UUID], threads: int = 4) -> None:
    def one(pk: UUID) -> None:
        try:
            advance(pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(one, work))


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_row_15_ten_shuffled_messages_per_film_make_one_create_and_one_film(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    films = [orders(lin, model=model) for model in ("v6", "c1")]
    while not all(look(film).state == State.SAVED for film in films):
        messages = [film.pk for film in films for _ in range(10)]
        random.shuffle(messages)
        in_threads(messages)
        journey.leap()
    assert provider.count("create") == len(provider.made) == len(films)
    assert all(film.assets.filter(kind="film").count() == 1 for film in films)


def test_row_15_a_lost_message_is_made_good_by_a_later_tick(journey: Journey, lin: User) -> None:
    film, started = orders(lin), timezone.now()
    handout.pick(started)
    film = journey.until(film, State.PENDING)
    assert (film.changed_at - started).total_seconds() < 13


def test_row_15_a_broker_that_is_away_is_tried_again_by_the_next_tick(
    journey: Journey, lin: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(tasks.advance, "apply_async", away)
    film = orders(lin)
    tasks.tick()
    assert "the next tick tries again" in caplog.text
    monkeypatch.undo()
    assert journey.until(film, State.PENDING).state == State.PENDING


def test_row_29_a_clock_that_jumps_ahead_expires_nothing(provider: Provider, journey: Journey, pending: Render) -> None:
    """Only ours jumps: the provider's own goes on as before."""
    provider.lie("query", unknown, times=4)
    provider.lie("list", changed(lambda page: page.update(data=[], total=0)), times=9)
    journey.passes(20)
    journey.tick()
    jump(journey, provider, 7200)
    journey.run(200)
    assert look(pending).state == State.PENDING
    provider.honest()
    journey.until(pending, State.SUCCEEDED)


def test_row_29_a_clock_that_is_set_back_lets_nothing_sleep(
    provider: Provider, journey: Journey, pending: Render
) -> None:
    jump(journey, provider, -7200)
    journey.run(60)
    assert look(pending).state == State.SUCCEEDED


@pytest.mark.parametrize("seconds", [7200, -7200])
def test_row_29_an_unclear_create_survives_a_jump_of_the_clock(
    provider: Provider, journey: Journey, lin: User, pending: Render, seconds: float
) -> None:
    journey.until(pending, State.SUCCEEDED)
    provider.lie("create", hangs_up(made=True))
    provider.lie("list", changed(lambda page: page.update(data=[], total=0)), times=3)
    film = journey.until(orders(lin), State.CONFIRMING)
    jump(journey, provider, seconds)
    film = journey.until(film, State.SUCCEEDED, State.UNCERTAIN)
    assert (film.state, film.task_id) == (State.SUCCEEDED, provider.made[1])


def jump(journey: Journey, provider: Provider, seconds: float) -> None:
    theirs = provider.sandbox.clock
    provider.sandbox.clock = lambda: theirs() - seconds
    journey.passes(seconds)
