"""Asking after a task: every odd answer only costs time; nothing is given up early, nothing waited for for ever."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.utils import timezone

from jobs.actions.renders import try_again
from jobs.media import watching
from jobs.media.probe import Probe
from jobs.models import Lane, ProviderAccount, Render, User
from jobs.pipeline import submit
from jobs.queries import holds
from jobs.states import State
from tests.desk import orders
from tests.lines import Visit, line
from tests.media.films import film as drawn
from tests.pipeline.journey import Journey, look, story
from tests.pipeline.provider import (
    HTML,
    SERVICE_FAULT,
    Lie,
    Provider,
    changed,
    hangs_up,
    is_slow,
    says,
    unknown,
)

pytestmark = pytest.mark.usefixtures("account")

THROTTLED = {"code": "Throttling.RateQuota", "message": "", "request_id": "r-429"}


def speaks(word: str) -> Lie:
    return changed(lambda said: said["output"].update(task_status=word))


def leaping_an_hour_at_a_time(journey: Journey, render: Render) -> Render:
    for _ in range(60):
        journey.passes(3600)
        journey.tick()
    return look(render)


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
def test_row_18_no_answer_to_a_question_ends_a_film(
    provider: Provider, journey: Journey, pending: Render, lie: Lie
) -> None:
    provider.lie("query", lie, times=2)
    film = journey.until(pending, State.SUCCEEDED)
    assert provider.count("create") == 1
    assert holds.of(film) is None


def test_row_18_a_service_away_for_a_day_costs_nothing_but_the_day(
    provider: Provider, journey: Journey, pending: Render
) -> None:
    provider.lie("query", says(500, SERVICE_FAULT), times=9999)
    journey.passes(20)
    journey.tick()
    journey.passes(23.9 * 3600)
    provider.honest()
    journey.until(pending, State.SUCCEEDED)


def test_row_18_an_odd_word_for_a_state_is_said_once_and_waited_out(
    provider: Provider, journey: Journey, pending: Render
) -> None:
    provider.lie("query", speaks("SUSPENDED"), times=5)
    film = journey.until(pending, State.SUCCEEDED)
    assert story(film).count("odd-state") == 1


def test_row_18_unknown_of_a_fresh_task_is_not_believed(provider: Provider, journey: Journey, pending: Render) -> None:
    provider.lie("query", unknown, times=6)
    provider.lie("list", changed(lambda page: page.update(data=[], total=0)), times=9)
    journey.run(500)
    assert look(pending).state == State.PENDING
    provider.honest()
    journey.until(pending, State.SUCCEEDED)


def test_row_19_unknown_is_believed_when_said_twice_and_missing_in_the_list(
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


def test_row_19_a_film_that_runs_for_ever_rings_twice_and_is_given_up_after_two_days(
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


def test_row_20_a_film_without_a_link_is_asked_for_five_times_and_then_held(
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


def test_row_28_an_older_worker_leaves_a_state_it_does_not_know_alone(
    provider: Provider, journey: Journey, pending: Render
) -> None:
    Render.objects.filter(pk=pending.pk).update(state="mastering", due_at=timezone.now(), crashes=7)
    journey.run(60)
    film = Render.objects.get(pk=pending.pk)
    assert (film.state, film.hold_code, provider.count("query")) == ("mastering", "", 0)


def test_row_28_a_film_that_kills_its_worker_is_held_after_three_times(
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


BLOCK = b"[" * 1024 * 1024


def test_row_18_fifty_megabytes_of_json_are_not_read_to_their_end(
    account: ProviderAccount, journey: Journey, pending: Render
) -> None:
    sent: list[int] = []

    def pours(visit: Visit) -> None:
        visit.sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 52428800\r\n\r\n")
        for _ in range(50):
            visit.sock.sendall(BLOCK)
            sent.append(len(BLOCK))

    home = account.base_url
    with line(pours) as service:
        ProviderAccount.objects.filter(pk=account.pk).update(base_url=service.base_url)
        journey.passes(16)
        journey.tick()
    assert sum(sent) < 20 * len(BLOCK)  # what the line itself holds is sent too
    assert look(pending).state == State.PENDING
    ProviderAccount.objects.filter(pk=account.pk).update(base_url=home)
    journey.until(pending, State.SUCCEEDED)


def look_here(path: Path) -> Probe:
    """What the child would say: fifty of them would take half a minute."""
    return Probe(**watching.look(path, path))  # type: ignore[arg-type]  # as the child's answer is read


def test_row_21_fifty_films_ten_minutes_before_their_end_come_home_nearest_deadline_first(
    provider: Provider,
    account: ProviderAccount,
    journey: Journey,
    lin: User,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("jobs.pipeline.save.probe", look_here)
    provider.lie("film", says(200, drawn(tmp_path / "small.mp4").read_bytes(), Content_Type="video/mp4"), times=50)
    provider.sandbox.limits = replace(provider.sandbox.limits, seats=50)
    Lane.objects.update(seats=50)
    films = [orders(lin) for _ in range(50)]
    Random(1).shuffle(films)
    for film in films:
        submit.submit(film.pk)
        journey.passes(0.3)
    journey.passes(23 * 3600 + 50 * 60 - 15)
    while Render.objects.exclude(state=State.SAVED).exists():
        journey.tick()
    home = Render.objects.order_by("saved_at")
    assert [film.pk for film in home] == [film.pk for film in films]
    assert all(film.saved_at < film.deadline_at for film in home if film.saved_at and film.deadline_at)
