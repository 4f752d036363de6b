"""However many workers and messages there are: each film is claimed once, and no seat is taken twice."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from jobs.models import Lane, Overtaken, ProviderAccount, Render, User
from jobs.pipeline import handout
from jobs.pipeline.advance import advance
from jobs.pipeline.claim import claim_queued
from jobs.states import SEATED, State
from tests.desk import orders, takes_in
from tests.pipeline import invariants
from tests.pipeline.claiming import DATABASE
from tests.pipeline.journey import Journey, look
from tests.pipeline.provider import Provider

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


def seated() -> int:
    return Render.objects.filter(state__in=SEATED).count()


def no_rests() -> None:
    """Claims one after the other would be kept apart by the submit rate; here only seats and locks are asked."""
    Lane.objects.update(submit_slot=0)


def in_threads(work: list[UUID], threads: int = 4) -> None:
    def one(pk: UUID) -> None:
        try:
            advance(pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(one, work))


def test_ten_shuffled_messages_per_film_make_one_create_and_one_film(
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
    invariants.hold(provider.sandbox.ledger.path)


def test_four_takes_are_four_films_with_four_seeds(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    takes = takes_in(lin, takes=4)
    journey.saving = False
    for take in takes:
        journey.until(take, State.SUCCEEDED)
    sent = [row["seed"] for row in provider.rows()]
    assert set(sent) == {take.seed for take in takes}
    assert len(set(sent)) == 4
    invariants.hold(provider.sandbox.ledger.path)


def test_a_film_that_is_handed_out_is_not_handed_out_again(journey: Journey, lin: User) -> None:
    film, now = orders(lin), timezone.now()
    assert [wake.render for wake in handout.pick(now)] == [film.pk]
    assert handout.pick(now) == []
    journey.passes(10.1)
    assert [wake.render for wake in handout.pick(timezone.now())] == [film.pk]


def test_a_lost_message_is_made_good_by_a_later_tick(journey: Journey, lin: User) -> None:
    film, started = orders(lin), timezone.now()
    handout.pick(started)
    film = journey.until(film, State.PENDING)
    assert (film.changed_at - started).total_seconds() < 13


def test_a_message_that_finds_nothing_due_ends_silently(journey: Journey, lin: User) -> None:
    film = journey.until(orders(lin), State.PENDING)
    events = film.events.count()
    advance(film.pk)
    assert (look(film).version, film.events.count()) == (film.version, events)


def test_eight_threads_take_no_more_than_the_five_seats(journey: Journey, account: ProviderAccount, lin: User) -> None:
    films = [orders(lin) for _ in range(8)]
    for film in films[:4]:
        sat(film, account)

    def claim(film: Render) -> bool:
        try:
            return claim_queued(film.pk, now=timezone.now()) is not None
        except Overtaken:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(claim, films[4:] * 4))
    assert (taken.count(True), seated()) == (1, 5)


def sat(film: Render, account: ProviderAccount) -> None:
    """At the provider, in one of the account's seats."""
    submission = film.submissions.get()
    submission.account, submission.outcome, submission.task_id = account, "acked", str(film.pk)
    submission.save()
    Render.objects.filter(pk=film.pk).update(state=State.RUNNING, submission=submission, due_at=timezone.now())


@pytest.fixture
def workers() -> Iterator[list[subprocess.Popen[str]]]:
    """Two processes on the tests' own database."""
    name = str(connections["default"].settings_dict["NAME"])
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", DATABASE: name}
    words = [sys.executable, "-m", "tests.pipeline.claiming"]
    with ExitStack() as stack:
        processes = [
            stack.enter_context(
                subprocess.Popen(
                    words,
                    env=environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    cwd=settings.BASE_DIR,
                )
            )
            for _ in range(2)
        ]
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        yield processes
        for process in processes:
            assert process.stdin is not None
            process.stdin.close()


def race(workers: list[subprocess.Popen[str]], films: list[Render]) -> list[str]:
    """What both got together of the same list."""
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write(" ".join([timezone.now().isoformat(), *(str(film.pk) for film in films)]) + "\n")
        worker.stdin.flush()
    got = []
    for worker in workers:
        assert worker.stdout is not None
        while (line := worker.stdout.readline()) != "done\n":
            got.append(line.strip())
    return got


def test_two_processes_that_claim_at_once_never_share_a_film_or_a_seat(
    account: ProviderAccount, lin: User, workers: list[subprocess.Popen[str]]
) -> None:
    for number in range(25):
        films = [orders(lin, f"Round {number}", model=model) for model in ("v6", "v6", "c1", "c1")]
        no_rests()
        got = race(workers, films)
        assert len(got) == len(set(got)) <= 2, "one create of a model at a time"
        assert seated() <= 10
        assert Render.objects.filter(pk__in=got, state=State.SUBMITTING, submission__posts=1).count() == len(got)
        Render.objects.filter(state=State.SUBMITTING).update(state=State.RUNNING)
        for film in films:
            film.submissions.update(outcome="acked")
            Render.objects.filter(pk=film.pk).exclude(state=State.RUNNING).update(state=State.CANCELED, due_at=None)
        if number % 5 == 4:
            Render.objects.filter(state=State.RUNNING).update(state=State.CANCELED, due_at=None)
