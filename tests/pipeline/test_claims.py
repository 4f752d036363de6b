"""However many workers and messages there are: each film is claimed once, and no seat is taken twice."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from django.db import connection
from django.utils import timezone

from jobs.models import Lane, Overtaken, ProviderAccount, Render, User
from jobs.pipeline import handout
from jobs.pipeline.advance import advance
from jobs.pipeline.claim import claim_queued
from jobs.states import SEATED, State
from tests.desk import orders, takes_in
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, look
from tests.pipeline.provider import Provider, hangs_up

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


def seated() -> int:
    return Render.objects.filter(state__in=SEATED).count()


def no_rests() -> None:
    """Claims one after the other would be kept apart by the submit rate; here only seats and locks are asked."""
    Lane.objects.update(submit_slot=0)


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
    assert [pk for wake in handout.pick(now) for pk in wake.renders] == [film.pk]
    assert handout.pick(now) == []
    journey.passes(10.1)
    assert [pk for wake in handout.pick(timezone.now()) for pk in wake.renders] == [film.pk]


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


def test_films_behind_go_out_one_after_the_other_without_waiting_for_a_tick(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    for number in range(3):
        orders(lin, prompt=f"Film {number}")
    journey.tick()
    sent = [call.at for call in provider.calls if call.kind == "create"]
    assert len(sent) == 3
    assert all(later - earlier >= 0.2 for earlier, later in pairwise(sent))  # four a second


def test_a_create_that_was_not_taken_sends_nobody_after_it(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    for number in range(3):
        orders(lin, prompt=f"Film {number}")
    provider.lie("create", hangs_up(made=True))
    journey.tick()
    assert provider.count("create") == 1
