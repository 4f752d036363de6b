"""Asking after a task: every odd answer only costs time, and nothing is given up early."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.actions.renders import TooLate, cancel, try_again
from jobs.models import ProviderAccount, Render, User
from jobs.queries import holds
from jobs.states import State
from tests.desk import orders
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, look, story
from tests.pipeline.provider import (
    HTML,
    SERVICE_FAULT,
    Lie,
    Provider,
    changed,
    does_but_says,
    hangs_up,
    is_slow,
    says,
    unknown,
)

pytestmark = pytest.mark.usefixtures("account")

THROTTLED = {"code": "Throttling.RateQuota", "message": "", "request_id": "r-429"}


def speaks(word: str) -> Lie:
    return changed(lambda said: said["output"].update(task_status=word))


def asked_at(provider: Provider) -> list[float]:
    return [call.at for call in provider.calls if call.kind == "query"]


@pytest.mark.parametrize(
    "lie",
    [
        says(429, THROTTLED),
        says(500, SERVICE_FAULT),
        says(400, {"code": "InvalidParameter", "message": "odd", "request_id": "r-400"}),
        says(404, {"code": "NotFound", "message": "", "request_id": "r-404"}),
        says(403, {"code": "AccessDenied", "message": "", "request_id": "r-403"}),
        says(502, HTML),
        says(200, HTML),
        says(200, {"output": {}}),
        says(200, b"[" * 2_000_000),
        says(301, b"", Location="https://elsewhere.example.com/"),
        hangs_up(made=True),
        is_slow(1.8),
    ],
    ids=["429", "500", "400", "404", "403", "502", "html", "no-state", "huge", "redirect", "dropped", "silent"],
)
def test_no_answer_to_a_question_ends_a_film(provider: Provider, journey: Journey, pending: Render, lie: Lie) -> None:
    provider.lie("query", lie, times=2)
    film = journey.until(pending, State.SUCCEEDED)
    assert provider.count("create") == 1
    assert holds.of(film) is None
    invariants.hold(provider.sandbox.ledger.path)


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


def test_a_service_away_for_a_day_costs_nothing_but_the_day(
    provider: Provider, journey: Journey, pending: Render
) -> None:
    provider.lie("query", says(500, SERVICE_FAULT), times=9999)
    journey.passes(20)
    journey.tick()
    journey.passes(23.9 * 3600)
    provider.honest()
    journey.until(pending, State.SUCCEEDED)


def test_an_odd_word_for_a_state_is_said_once_and_waited_out(
    provider: Provider, journey: Journey, pending: Render
) -> None:
    provider.lie("query", speaks("SUSPENDED"), times=5)
    film = journey.until(pending, State.SUCCEEDED)
    assert story(film).count("odd-state") == 1


def test_unknown_of_a_fresh_task_is_not_believed(provider: Provider, journey: Journey, pending: Render) -> None:
    provider.lie("query", unknown, times=6)
    provider.lie("list", changed(lambda page: page.update(data=[], total=0)), times=9)
    journey.run(500)
    assert look(pending).state == State.PENDING
    provider.honest()
    journey.until(pending, State.SUCCEEDED)


def test_unknown_is_believed_when_said_twice_and_missing_in_the_list(
    provider: Provider, journey: Journey, pending: Render
) -> None:
    journey.until(pending, State.RUNNING)
    provider.lie("query", unknown, times=99)
    provider.lie("list", changed(lambda page: page.update(data=[], total=0)), times=99)
    started = timezone.now()
    film = journey.until(pending, State.EXPIRED)
    assert film.final_at is not None
    assert film.final_at - started >= timedelta(seconds=60)
    assert (story(film)[-1], film.charged) == ("gone", None)
    assert set(film.ledger.values_list("kind", flat=True)) == {"reserve"}


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


def test_a_film_that_runs_for_ever_rings_twice_and_is_given_up_after_two_days(
    provider: Provider, journey: Journey, pending: Render
) -> None:
    provider.lie("query", speaks("RUNNING"), times=99_999)
    journey.until(pending, State.RUNNING)
    Render.objects.filter(pk=pending.pk).update(due_at=timezone.now() + timedelta(hours=1))
    film = leaping_an_hour_at_a_time(journey, pending)
    assert (film.state, story(film)[-3:], film.charged) == (State.EXPIRED, ["alarm", "alarm", "overdue"], None)
    first, last = (event.at - film.created_at for event in film.events.filter(happening="alarm").order_by("at"))
    assert timedelta(hours=18) <= first < timedelta(hours=19.1)
    assert timedelta(hours=23) <= last < timedelta(hours=24.1)
    assert film.final_at is not None
    assert film.final_at - film.created_at >= timedelta(hours=48)


def leaping_an_hour_at_a_time(journey: Journey, render: Render) -> Render:
    for _ in range(60):
        journey.passes(3600)
        journey.tick()
    return look(render)


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


def test_a_film_without_a_link_is_asked_for_five_times_and_then_held(
    provider: Provider, journey: Journey, pending: Render, lin: User
) -> None:
    provider.lie("query", changed(lambda said: said["output"].pop("video_url", None)), times=99)
    film = journey.until_true(pending, lambda film: film.held)
    asked = sum(1 for call in provider.calls if call.kind == "query")
    hold = holds.of(film)
    assert hold is not None
    assert (hold.code, hold.own, film.submission and film.submission.linkless) == ("no-link", True, 5)
    journey.run(600)
    assert provider.count("query") == asked
    provider.honest()
    try_again(film, actor=lin)
    journey.until(film, State.SUCCEEDED)
    invariants.hold(provider.sandbox.ledger.path)


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


def test_an_older_worker_leaves_a_state_it_does_not_know_alone(
    provider: Provider, journey: Journey, pending: Render
) -> None:
    Render.objects.filter(pk=pending.pk).update(state="mastering", due_at=timezone.now(), crashes=7)
    journey.run(60)
    film = Render.objects.get(pk=pending.pk)
    assert (film.state, film.hold_code, provider.count("query")) == ("mastering", "", 0)


def test_a_film_that_kills_its_worker_is_held_after_three_times(
    provider: Provider, journey: Journey, pending: Render, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("jobs.pipeline.poll.query", die)
        for _ in range(3):
            journey.passes(40)
            with pytest.raises(Killed):
                journey.tick()
    journey.passes(40)
    other = orders(lin)
    journey.tick()
    film = look(pending)
    assert (film.hold_code, film.state) == ("crashed", State.PENDING)
    journey.until(other, State.SUCCEEDED)
    try_again(film, actor=lin)
    journey.until(film, State.SUCCEEDED)
    invariants.hold(provider.sandbox.ledger.path)


def test_the_nearest_deadline_is_asked_first(provider: Provider, journey: Journey, lin: User) -> None:
    films = [journey.until(orders(lin), State.PENDING) for _ in range(3)]
    now = timezone.now()
    for film, hours in zip(films, (5, 1, 3), strict=True):
        Render.objects.filter(pk=film.pk).update(due_at=now, deadline_at=now + timedelta(hours=hours))
    woken = [wake.render for wake in journey.tick()]
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
