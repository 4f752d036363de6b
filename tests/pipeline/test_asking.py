"""Asking after a task: every odd answer only costs time, and nothing is given up early."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.actions.renders import TooLate, cancel
from jobs.models import ProviderAccount, Render, User
from jobs.states import State
from tests.desk import orders
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, look, story
from tests.pipeline.provider import (
    SERVICE_FAULT,
    Lie,
    Provider,
    changed,
    does_but_says,
    hangs_up,
    says,
    unknown,
)

pytestmark = pytest.mark.usefixtures("account")

THROTTLED = {"code": "Throttling.RateQuota", "message": "", "request_id": "r-429"}


def speaks(word: str) -> Lie:
    return changed(lambda said: said["output"].update(task_status=word))


def asked_at(provider: Provider) -> list[float]:
    return [call.at for call in provider.calls if call.kind == "query"]


def test_a_film_is_asked_after_every_fifteen_seconds(provider: Provider, journey: Journey, pending: Render) -> None:
    journey.until(pending, State.RUNNING)
    journey.until(pending, State.SUCCEEDED)
    first, *_, last = asked_at(provider)
    assert 14 <= (last - first) / (provider.count("query") - 1) <= 18


def test_a_throttled_question_rests_as_long_as_it_was_told(
    provider: Provider, journey: Journey, pending: Render
) -> None:
    provider.lie("query", says(429, THROTTLED, Retry_After="90"))
    journey.until(pending, State.SUCCEEDED)
    first, second = asked_at(provider)[:2]
    assert 90 <= second - first < 95


@pytest.mark.parametrize("lie", [None, says(500, SERVICE_FAULT), changed(lambda page: page.update(total=99))])
def test_unknown_is_not_believed_while_the_list_does_not_agree(
    provider: Provider, journey: Journey, pending: Render, lie: Lie | None
) -> None:
    journey.until(pending, State.RUNNING)
    provider.lie("query", unknown, times=6)
    if lie:
        provider.lie("list", lie, times=99)
    journey.until(pending, State.SUCCEEDED)
    assert provider.count("list") >= 4


def test_after_a_day_a_film_is_asked_after_once_an_hour(provider: Provider, journey: Journey, pending: Render) -> None:
    provider.lie("query", speaks("RUNNING"), times=99_999)
    journey.passes(24.1 * 3600)
    journey.run(5 * 3600)
    assert 5 <= provider.count("query") <= 7


def test_a_film_that_arrives_after_a_day_is_still_taken(provider: Provider, journey: Journey, pending: Render) -> None:
    provider.lie("query", speaks("RUNNING"), times=4)
    journey.passes(24.1 * 3600)
    journey.tick()
    provider.honest()
    journey.until(pending, State.SUCCEEDED, State.EXPIRED)


def test_a_film_that_failed_without_a_word_is_failed_all_the_same(
    provider: Provider, journey: Journey, pending: Render
) -> None:
    provider.lie("query", changed(lambda said: said.update(output={"task_status": "FAILED"})))
    film = journey.until(pending, State.FAILED)
    assert (film.error_code, film.charged) == ("task-failed", False)


def test_a_canceled_task_ends_its_film_for_free(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    film = orders(lin)
    journey.tick()
    cancel(look(film), actor=lin)
    film = journey.until(film, State.CANCELED)
    assert (provider.count("cancel"), film.charged) == (1, False)
    assert "cancel-asked" in story(film)
    invariants.hold(provider.sandbox.ledger.path)


def test_a_cancel_that_comes_too_late_changes_nothing(
    provider: Provider, journey: Journey, pending: Render, lin: User
) -> None:
    journey.passes(5)
    cancel(look(pending), actor=lin)
    film = journey.until(pending, State.SUCCEEDED)
    assert (provider.count("cancel"), "cancel-too-late" in story(film)) == (1, True)
    with pytest.raises(TooLate):
        cancel(film, actor=lin)


def test_a_cancel_nobody_answered_is_asked_again(
    provider: Provider, journey: Journey, lin: User, account: ProviderAccount
) -> None:
    film = orders(lin)
    journey.tick()
    provider.lie("cancel", hangs_up(made=False), times=2)
    provider.lie("query", speaks("PENDING"), times=2)
    cancel(look(film), actor=lin)
    journey.run(60)
    assert provider.count("cancel") == 3
    assert film.events.filter(happening="cancel-asked", params__cause="connection-lost").count() == 1


def test_the_nearest_deadline_is_asked_first(provider: Provider, journey: Journey, lin: User) -> None:
    films = [journey.until(orders(lin), State.PENDING) for _ in range(3)]
    now = timezone.now()
    for film, hours in zip(films, (5, 1, 3), strict=True):
        Render.objects.filter(pk=film.pk).update(due_at=now, deadline_at=now + timedelta(hours=hours))
    woken = [pk for wake in journey.tick() for pk in wake.renders]
    assert woken == [films[1].pk, films[2].pk, films[0].pk]


def test_the_answers_details_never_disturb(provider: Provider, journey: Journey, pending: Render) -> None:
    odd = {"usage": {"duration": "1", "size": "640x360", "SR": ""}, "extra": [1, 2]}
    provider.lie("query", does_but_says(500, SERVICE_FAULT), changed(lambda said: said.update(odd)), times=20)
    film = journey.until(pending, State.SUCCEEDED)
    line = film.ledger.get(kind="settle")
    assert (line.estimated, line.amount == film.estimate) == (True, True)


def test_what_was_sent_and_the_last_answers_request_id_are_kept(journey: Journey, pending: Render) -> None:
    facts = journey.until(pending, State.SUCCEEDED).submission
    assert facts
    assert (facts.sent["size"], facts.sent["seed"], "prompt" in facts.sent) == ("640*360", pending.seed, False)
    assert facts.poll_request_id
