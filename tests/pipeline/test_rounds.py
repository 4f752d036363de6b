"""Many questions, few messages: who shares one, and what a round does when something goes wrong in its middle."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from jobs.models import Overtaken, ProviderAccount, Render, Submission, User
from jobs.pipeline import handout
from jobs.pipeline.poll import poll
from jobs.pipeline.rounds import CROWD, FEW, LINES, ROUND, Load, Message, Question, messages
from jobs.states import State
from tests.desk import orders
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, look
from tests.pipeline.provider import SERVICE_FAULT, Provider, hangs_up, provider_at_work, says

AN_ACCOUNT = uuid4()
THROTTLED = {"code": "Throttling.RateQuota", "message": "", "request_id": "r-429"}


def questions(number: int, *, account: UUID = AN_ACCOUNT, alone: bool = False) -> list[Question]:
    return [Question(render=uuid4(), account=account, alone=alone) for _ in range(number)]


def shared(asked: list[Question], *, load: Load | None = None, room: int = 48) -> list[Message]:
    return messages(asked, loads={AN_ACCOUNT: load or Load()}, query_rate=18, room=room)


def test_few_films_are_asked_after_side_by_side() -> None:
    asked = questions(FEW)
    assert shared(asked) == [(question.render,) for question in asked]


def test_some_more_share_the_lines() -> None:
    asked = questions(FEW + 4)
    assert len(shared(asked)) == LINES


def test_a_crowd_fills_messages_in_its_order() -> None:
    asked = questions(40)
    first, second, rest = shared(asked, load=Load(films=CROWD + 10))
    assert (len(first), len(second), len(rest)) == (ROUND, ROUND, 40 - 2 * ROUND)
    assert [*first, *second, *rest] == [question.render for question in asked]


def test_no_more_is_handed_out_than_an_account_has_permits_for() -> None:
    handed = [pk for message in shared(questions(500), load=Load(films=500, handed=14)) for pk in message]
    assert len(handed) == 3 * 18 - 14


def test_one_account_never_takes_the_permits_of_another() -> None:
    small = questions(3, account=uuid4())
    handed = {pk for message in shared(questions(500) + small) for pk in message}
    assert {question.render for question in small} <= handed


def test_a_film_that_may_end_workers_takes_no_others_along() -> None:
    crashed = questions(2, alone=True)
    assert {(question.render,) for question in crashed} <= set(shared(questions(20) + crashed, load=Load(films=90)))


# ------------------------------------------------------------------ with a provider


@pytest.fixture
def provider(journey: Journey, house: Path) -> Iterator[Provider]:
    """Where films take minutes."""
    with provider_at_work(house / "provider", seats=5, speed=0.1) as provider:
        yield provider


@pytest.fixture
def films(account: ProviderAccount, provider: Provider, journey: Journey, lin: User) -> Iterator[list[Render]]:
    """Three of them at the provider, asked after once, and due again."""
    films = [journey.until(orders(lin, prompt=f"Film {number}"), State.PENDING) for number in range(3)]
    journey.run(40)
    Render.objects.update(due_at=timezone.now(), woken_until=None)
    yield films
    provider.honest()
    for film in films:
        journey.until(film, State.SUCCEEDED, State.SAVED)
    invariants.hold(provider.sandbox.ledger.path)


def test_a_round_asks_after_all_of_them_and_sets_them_free(provider: Provider, films: list[Render]) -> None:
    before = provider.count("query")
    poll(*(film.pk for film in films))
    assert provider.count("query") - before == 3
    for film in map(look, films):
        assert (film.lease, film.crashes) == (None, 0)
        assert film.due_at
        assert timedelta(seconds=14) < film.due_at - timezone.now() <= timedelta(seconds=15)


def test_an_answer_that_is_no_news_costs_a_film_no_writing_of_its_own(films: list[Render]) -> None:
    poll(*(film.pk for film in films))
    Render.objects.update(due_at=timezone.now())
    moments = set(Submission.objects.values_list("last_polled_at", flat=True))
    with connection.execute_wrapper(writes := Writes()):
        poll(*(film.pk for film in films))
    assert writes.count("jobs_submission") == 1
    assert moments.isdisjoint(Submission.objects.values_list("last_polled_at", flat=True))


@pytest.mark.parametrize("lie", [says(500, SERVICE_FAULT), says(429, THROTTLED), hangs_up(made=False)])
def test_an_error_ends_a_round_and_the_rest_is_due_at_once(
    provider: Provider, films: list[Render], lie: object
) -> None:
    before = provider.count("query")
    provider.lie("query", lie)  # type: ignore[arg-type]  # any of them
    poll(*(film.pk for film in films))
    assert provider.count("query") - before == 1
    waiting = Render.objects.due(timezone.now()).filter(pk__in=[film.pk for film in films])
    assert waiting.count() >= 2


def test_a_round_takes_no_film_that_another_worker_has(provider: Provider, films: list[Render]) -> None:
    first, *_ = films
    assert Render.claim(first.pk, {State.PENDING, State.RUNNING}, now=timezone.now(), seconds=30)
    before = provider.count("query")
    poll(*(film.pk for film in films))
    assert provider.count("query") - before == 2


def test_a_round_that_takes_long_gives_the_rest_back(
    provider: Provider, journey: Journey, films: list[Render], monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter(range(0, 1000, 9))  # each look at the clock is nine seconds later
    monkeypatch.setattr("jobs.pipeline.poll.time.monotonic", lambda: next(moments))
    before = provider.count("query")
    poll(*(film.pk for film in films))
    monkeypatch.undo()
    assert provider.count("query") - before == 1
    assert sum(len(wake.renders) for wake in handout.pick(timezone.now())) == 2


def test_a_film_that_was_overtaken_in_the_middle_of_an_error_leaves_the_others_to_be_asked(
    provider: Provider, journey: Journey, films: list[Render], monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(*_: object) -> None:
        raise Overtaken

    monkeypatch.setattr("jobs.pipeline.poll._failed_query", overtaken)
    provider.lie("query", says(500, SERVICE_FAULT))
    poll(*(film.pk for film in films))
    monkeypatch.undo()
    assert sum(len(wake.renders) for wake in handout.pick(timezone.now())) == 2
    journey.passes(31)  # until the lease of the first is over


class Writes(list[str]):
    """The tables that were written, update by update."""

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # as Django calls it
        if sql.startswith("UPDATE"):
            self.append(sql.split('"')[1])
        return execute(sql, params, many, context)
