"""When a film is asked after for the first time, and who goes on at once when one has ended."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from jobs import tasks
from jobs.models import Order, ProviderAccount, Render, Submission, User
from jobs.pipeline import handout
from jobs.pipeline.rhythm import first_pause
from jobs.states import State
from tests.desk import orders
from tests.pipeline.journey import Journey, look
from tests.pipeline.provider import Provider

pytestmark = pytest.mark.usefixtures("account")


def learn(order: Order, account: ProviderAccount, lengths: Iterable[float], *, ago: float = 3600) -> None:
    """Films like those of this order, made so many seconds ago, took so many from their create to their end."""
    like = Submission.objects.filter(render__order=order).earliest("number")
    made = timezone.now() - timedelta(seconds=ago)
    for number, length in enumerate(lengths, start=like.render.submissions.count() + 1):
        ended = made + timedelta(seconds=length)
        Submission.objects.create(
            render=like.render,
            number=number,
            model=like.model,
            account=account,
            created_at=made,
            answered_at=made,
            scheduled_at=made,
            ended_at=ended,
            provider_state="SUCCEEDED",
        )
    caches["memory"].clear()


def test_first_questions_are_spread_over_a_pause_while_nothing_is_known(lin: User) -> None:
    moments = sorted(first_pause(orders(lin)) for _ in range(40))
    assert 0 < moments[0] < 5 < 10 < moments[-1] <= 15


@pytest.mark.parametrize(("lengths", "ago"), [((31,) * 19, 3600), ((*(31,) * 30, 44), 42), (range(30, 60), 3600)])
def test_they_stay_so_where_too_few_have_ended_or_too_little_is_won(
    account: ProviderAccount, lin: User, lengths: Sequence[float], ago: float
) -> None:
    """A few films; films beside which longer ones may still render; films that end at any moment of a pause."""
    film = orders(lin)
    spread = first_pause(film)
    learn(film.order, account, lengths, ago=ago)
    assert first_pause(film) == spread


@pytest.mark.parametrize(("lengths", "moment"), [((22, 23, 24), 9), ((40, 41, 42), 12), ((31, 31, 31), 1)])
def test_the_first_question_leads_to_one_soon_after_films_like_it_end(
    account: ProviderAccount, lin: User, lengths: tuple[float, ...], moment: int
) -> None:
    film = orders(lin)
    learn(film.order, account, lengths * 7)
    assert first_pause(film) == moment


def test_a_question_that_comes_due_before_the_next_tick_is_handed_out_with_its_moment(
    journey: Journey, pending: Render
) -> None:
    soon = timezone.now() + timedelta(seconds=1.5)
    Render.objects.update(due_at=soon, woken_until=None)
    assert [(wake.renders, wake.at) for wake in handout.pick(timezone.now())] == [((pending.pk,), soon)]


def test_a_question_of_the_tick_after_the_next_is_left_to_it(journey: Journey, pending: Render) -> None:
    Render.objects.update(due_at=timezone.now() + timedelta(seconds=2.5), woken_until=None)
    assert handout.pick(timezone.now()) == []


def test_a_film_that_has_ended_is_brought_home_and_replaced_without_a_tick(
    provider: Provider, journey: Journey, pending: Render, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[str] = []
    monkeypatch.setattr(tasks.advance, "apply_async", lambda args, **_: woken.append(args[0]))
    follower = orders(lin)
    journey.passes(120)
    tasks.advance(str(pending.pk))
    assert look(pending).state == State.SUCCEEDED
    assert sorted(woken) == sorted([str(pending.pk), str(follower.pk)])
