from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jobs import words
from jobs.models import Render, Submission
from jobs.states import HoldCode, State

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Shared:
    code: str = HoldCode.NO_KEY
    params: dict[str, Any] = field(default_factory=dict)
    raw: str = ""


def seconds_ago(seconds: float) -> datetime:
    return NOON - timedelta(seconds=seconds)


@pytest.mark.parametrize("state", State.values)
def test_every_state_has_a_card(state: str) -> None:
    render = Render(state=state, changed_at=NOON)
    assert words.state(render).word
    assert words.line(render, NOON) or state == State.SAVED


def test_a_running_film_tells_how_long_and_that_it_cannot_be_stopped() -> None:
    render = Render(state=State.RUNNING, submission=Submission(scheduled_at=seconds_ago(42)))
    assert words.line(render, NOON, words.Beside(expected=70)) == "0:42 of about 1:10 · cannot be stopped any more"


def test_a_film_that_takes_longer_than_usual_makes_no_promise() -> None:
    render = Render(state=State.RUNNING, submission=Submission(scheduled_at=seconds_ago(90)))
    assert words.line(render, NOON, words.Beside(expected=70)) == "1:30 so far · cannot be stopped any more"


def test_a_late_film_asks_and_shows_the_time_left() -> None:
    render = Render(state=State.SAVING, bytes_here=62, bytes_total=100, deadline_at=NOON + timedelta(hours=5))
    assert words.line(render, NOON) == "Bringing it home · 62 % · 5 h 0 m left"
    assert words.state(render, now=NOON).tone == "ask"


@pytest.mark.parametrize(
    ("retry", "seconds", "line"),
    [
        ("throttled", 8, "The provider was busy · again in 8 s"),
        ("throttled", 0, "The provider was busy · trying again"),
        ("never-sent", 8, "The provider cannot be reached · again in 8 s"),
        ("never-sent", 0, "The provider cannot be reached · trying again"),
    ],
)
def test_a_film_that_was_tried_says_what_kept_it_from_leaving(retry: str, seconds: int, line: str) -> None:
    due = NOON + timedelta(seconds=seconds)
    render = Render(state=State.QUEUED, tries=2, due_at=due, submission=Submission(retry=retry))
    assert words.line(render, NOON) == line


def test_a_shared_hold_stops_what_waits() -> None:
    render = Render(state=State.QUEUED)
    assert words.state(render, words.Beside(held=Shared())).word == "On hold"
    assert words.line(render, NOON, words.Beside(held=Shared())).startswith("There is no provider key.")


def test_a_refused_key_does_not_stop_what_runs_at_the_provider() -> None:
    render = Render(state=State.RUNNING, changed_at=NOON)
    beside = words.Beside(held=Shared(code=HoldCode.KEY_REFUSED))
    assert words.state(render, beside) == words.StateWords(word="Rendering", icon="loader-circle", tone="ask")
    assert words.line(render, NOON, beside).startswith("It goes on at the provider.")


def test_a_full_disk_is_told_by_what_cannot_be_saved() -> None:
    render = Render(state=State.SUCCEEDED, changed_at=NOON)
    assert words.line(render, NOON, words.Beside(held=Shared(code=HoldCode.DISK))).startswith(
        "The studio's disk is full."
    )


def test_sending_again_is_called_safe_only_when_the_list_was_cross_checked() -> None:
    lines = {
        checked: words.line(
            Render(state=State.UNCERTAIN, submission=Submission(readings=3, cross_checked=checked)), NOON
        )
        for checked in (True, False)
    }
    assert "is safe" in lines[True]
    assert "safe" not in lines[False]


def test_a_list_that_was_never_read_proves_nothing() -> None:
    render = Render(state=State.UNCERTAIN, submission=Submission(cross_checked=False))
    assert words.line(render, NOON).startswith("The provider's list could not be read.")


def test_candidates_are_to_be_chosen_from() -> None:
    render = Render(state=State.UNCERTAIN, submission=Submission(candidates=["t-1", "t-2"]))
    assert words.line(render, NOON).endswith("Say which one it is.")


def test_a_failure_says_whether_it_was_charged() -> None:
    render = Render(state=State.FAILED, error_code="content-prompt", charged=False)
    assert words.line(render, NOON) == "The content check refused this prompt. Nothing was charged."
