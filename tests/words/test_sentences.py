"""Whole sentences as people read them."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils.translation import override

from jobs import words
from jobs.catalogue import OrderSpec, problems
from jobs.models import Event, User
from jobs.states import Happening, HoldCode, State
from jobs.words.errors import Action
from jobs.words.sentences import say


def sentence_for(**wish: Any) -> str:
    (problem,) = problems(replace(OrderSpec(prompt="Steam rises", model="v6"), **wish))
    return words.problem(problem)


def test_a_prompt_that_is_too_long_names_the_limit_and_the_way_out() -> None:
    assert sentence_for(prompt="a" * 2310, model="v5.6") == (
        "2,310 characters; v5.6 reads 2,048 and drops the rest without a word. Shorten by 262 or use v6 (5,000)."
    )


def test_a_prompt_too_long_for_every_model_can_only_be_shortened() -> None:
    assert sentence_for(prompt="a" * 5001).endswith("Shorten by 1.")


def test_seconds_that_a_tier_has_not_name_those_it_has() -> None:
    assert sentence_for(model="v5.6", tier="1080P", duration=10) == (
        "At 1080P v5.6 makes only 5 or 8 seconds, not 10. Choose one of these, or 360P, 540P or 720P."
    )


def test_seconds_that_a_model_has_not_name_those_it_has() -> None:
    assert sentence_for(duration=16) == "v6 makes 1 to 15 seconds, not 16. Choose one of these."


def test_a_withheld_film_was_probably_free() -> None:
    said = words.error("content-output", charged=None)
    assert said.message.endswith("By the provider's rules it was probably not charged.")
    assert said.action == Action.EDIT_PROMPT
    assert said.label == "Edit prompt"


@pytest.mark.parametrize(
    ("charged", "ends"), [(True, "It was charged."), (False, "Nothing was charged."), (None, "provider's bill.")]
)
def test_every_error_says_whether_it_was_charged(charged: bool | None, ends: str) -> None:
    assert words.error("service-fault", charged=charged).message.endswith(ends)


def test_the_timeline_names_people() -> None:
    event = Event(happening=Happening.ORDERED, actor=User(email="lin@example.com", display_name="Lin"))
    assert words.happening(event) == "Lin ordered this film."


def test_a_refusal_on_the_timeline_tells_its_cause() -> None:
    event = Event(happening=Happening.REFUSED, params={"cause": "content-prompt", "code": "DataInspectionFailed"})
    assert words.happening(event) == (
        "The provider refused it. The content check refused this prompt. Nothing was charged."
    )


def test_a_broken_download_tells_what_broke() -> None:
    event = Event(
        happening=Happening.SAVE_BROKEN, params={"fault": "line-cut", "received": 512_000, "total": 1_024_000}
    )
    assert "The line ended after 512 kB of 1.0 MB." in words.happening(event)


def test_a_lost_worker_is_told_by_what_it_was_doing() -> None:
    told = {
        state: words.happening(Event(happening=Happening.WORKER_LOST, from_state=state))
        for state in (State.SUBMITTING, State.SAVING)
    }
    assert told[State.SUBMITTING].endswith("will not send it twice.")
    assert told[State.SAVING].endswith("The download goes on where it was.")


def test_a_cancel_after_the_search_is_not_called_unsent() -> None:
    event = Event(happening=Happening.CANCELED_HERE, from_state=State.CONFIRMING)
    assert "before it was sent" not in words.happening(event)


def test_the_timeline_calls_sending_again_safe_only_when_that_is_proven() -> None:
    proven, open_still = (
        words.happening(Event(happening=Happening.NOT_FOUND, params={"cross_checked": checked}))
        for checked in (True, False)
    )
    assert "safe" in proven
    assert "safe" not in open_still


def test_what_differs_is_told_side_by_side() -> None:
    params = {"size": ["1808*1808", "1440*1440"], "duration": [8, 8.04], "audio": [True, False]}
    assert words.happening(Event(happening=Happening.DIFFERS, params=params)) == (
        "The film differs from the order. Ordered: 1808*1808, 8 s, with sound. Delivered: 1440*1440, 8.04 s, silent."
    )


def test_a_hold_on_the_timeline_tells_its_cause() -> None:
    event = Event(happening=Happening.HELD, params={"code": HoldCode.LINK_BLOCKED, "host": "films.example.com"})
    assert "films.example.com" in words.happening(event)


def test_a_full_disk_says_how_long_the_provider_keeps_the_films() -> None:
    assert "21 h 40 m" in words.hold(HoldCode.DISK, {"left": 78_000}).message


def test_the_most_telling_sentence_that_can_be_filled_is_taken() -> None:
    assert say(("task %(task_id)s", "a task"), {"task_id": "t-1"}) == "task t-1"
    assert say(("task %(task_id)s", "a task"), {"task_id": ""}) == "a task"


def test_a_per_cent_sign_of_the_provider_stays_text() -> None:
    assert "100 %(sure)s %d" in words.error("odd", {}, "100 %(sure)s %d").message


def test_chinese_sentences_stand_without_a_space_between_them() -> None:
    with override("zh-hans"):
        said = words.error("content-prompt", charged=False)
    assert said.message == "提示词未通过内容审核。没有扣费。"
    assert said.label == "修改提示词"


def test_two_sentences_stand_together_as_the_language_puts_them() -> None:
    assert words.together("Canceled.", "", "Nothing was charged.") == "Canceled. Nothing was charged."
    assert words.together() == ""
    with override("zh-hans"):
        assert words.together("已取消。", "没有扣费。") == "已取消。没有扣费。"
