"""Two hands on one film: whoever read first and wrote last must find out."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.actions.renders import Choice, NotUncertain, cancel, resolve
from jobs.dashscope import Client, Created
from jobs.models import Lane, Overtaken, ProviderAccount, ProviderKey, Render, User
from jobs.pipeline import claim, facts, sweep
from jobs.states import Outcome, State
from jobs.vault import keyring
from tests.desk import orders
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, look, story
from tests.pipeline.provider import Provider, hangs_up, says

BUSY = {"code": "Throttling", "message": "", "request_id": "r-1"}


def stops_before_sending(monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], object]) -> None:
    """The process stands still between the intent and the request, once."""
    real, stops = keyring.client, [meanwhile]

    def client(account: ProviderAccount, key: ProviderKey | None = None) -> Client:
        if stops:
            stops.pop()()
        return real(account, key)

    monkeypatch.setattr("jobs.pipeline.submit.keyring.client", client)


def test_a_claim_that_read_before_another_attempt_ended_sends_nothing(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    film = orders(lin)
    read_early = look(film)
    provider.lie("create", says(429, BUSY))
    journey.until_true(film, lambda fresh: fresh.tries == 1)
    journey.passes(10)
    lane = Lane.objects.get(account=account, family=film.family)
    with pytest.raises(Overtaken), transaction.atomic():
        claim._take(read_early, account, lane, keyring.usable_key(account), timezone.now())
    film = look(film)
    assert film.submission is not None
    assert (film.state, film.submission.outcome, film.submission.posts) == (State.QUEUED, Outcome.PLANNED, 1)


def test_a_worker_that_slept_before_sending_does_not_send(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    stops_before_sending(monkeypatch, lambda: journey.passes(90))
    film = orders(lin)
    journey.tick()
    assert (look(film).state, provider.count("create")) == (State.QUEUED, 0)
    film = journey.until(film, State.PENDING)
    assert story(film) == ["ordered", "claimed", "not-sent", "claimed", "accepted"]
    invariants.hold(provider.sandbox.ledger.path)


def test_a_worker_that_slept_until_it_was_given_up_proves_that_nothing_was_sent(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sleep() -> None:
        journey.passes(90)
        sweep.free_dead_submits(timezone.now())

    stops_before_sending(monkeypatch, sleep)
    film = journey.until(orders(lin), State.PENDING)
    assert story(film) == ["ordered", "claimed", "worker-lost", "not-sent", "claimed", "accepted"]
    assert provider.count("create") == 1
    invariants.hold(provider.sandbox.ledger.path)


@pytest.mark.parametrize("choice", [Choice.SEND_AGAIN, Choice.GIVE_UP, Choice.ADOPT])
def test_a_task_id_that_comes_while_a_person_decides_outweighs_the_decision(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User, choice: Choice
) -> None:
    provider.lie("create", hangs_up(made=False))
    film = journey.until(orders(lin), State.UNCERTAIN)
    assert film.submission is not None
    film.submission.candidates = ["task-b"]
    late = look(film).submission
    assert late is not None
    answer = Created(task_id="task-a", status="PENDING", request_id="r-1")
    facts.learn(late, 1, answer, status=200, now=timezone.now())
    with pytest.raises(NotUncertain):
        resolve(film, choice, actor=lin, task_id="task-b")
    assert (look(film).state, look(film).task_id) == (State.UNCERTAIN, "task-a")
    facts.carry_on(late, answer, news=True, now=timezone.now())
    assert look(film).state == State.PENDING


def locked(act: Callable[[], object]) -> list[str]:
    """The tables of film and submission in the order in which their rows are written."""
    with CaptureQueriesContext(connection) as caught:
        act()
    writes = [query["sql"].split('"')[1] for query in caught if query["sql"].startswith("UPDATE")]
    return [table for table in writes if table in {"jobs_render", "jobs_submission"}]


def test_claim_and_cancel_take_their_locks_in_one_order(account: ProviderAccount, journey: Journey, lin: User) -> None:
    """In two orders each would wait for the other's row, and PostgreSQL would break one of them off."""
    first, second = orders(lin), orders(lin)

    def claims(film: Render) -> None:
        assert claim.claim_queued(film.pk, now=timezone.now()) is not None

    order = ["jobs_submission", "jobs_render"]
    assert locked(lambda: claims(first)) == order
    assert locked(lambda: cancel(second, actor=lin)) == order
