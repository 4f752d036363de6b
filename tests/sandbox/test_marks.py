from pathlib import Path

import pytest
import requests

from jobs.sandbox.marks import Mark, mark_of
from tests.sandbox.house import C1, Provider, opened


@pytest.mark.parametrize(
    ("mark", "code", "words"),
    [
        ("[fail]", "InternalError.Algo", ""),
        ("[withheld]", "DataInspectionFailed", "Output data"),
        ("[not-activated]", "InvalidParameter", "The product is not activated"),
    ],
)
def test_marks_that_let_a_task_fail(provider: Provider, mark: str, code: str, words: str) -> None:
    task_id = provider.made(f"A boat {mark}")
    provider.clock.forward(60)
    told = provider.told(task_id)["output"]

    assert (told["task_status"], told["code"]) == ("FAILED", code)
    assert words in told["message"]
    assert provider.film(task_id).status_code == 404


def test_moderated_is_refused_at_once(provider: Provider) -> None:
    answer = provider.create("[moderated] a boat")

    assert (answer.status_code, answer.json()["code"]) == (400, "DataInspectionFailed")
    assert answer.json()["message"].startswith("Input data")
    assert provider.listed()["total"] == 0


def test_busy_is_throttled_three_times_for_each_prompt(provider: Provider) -> None:
    seen = []
    for prompt in ("[busy] one",) * 5 + ("[busy] two",):
        provider.clock.forward(1)
        answer = provider.create(prompt)
        seen.append(answer.json().get("code", answer.status_code))

    assert seen == ["Throttling.RateQuota"] * 3 + [200, 200, "Throttling.RateQuota"]


def test_slow_runs_five_times_as_long(provider: Provider) -> None:
    task_id = provider.made("[slow]", seed=3)
    provider.clock.forward(22 * 5 * 0.79)
    early = provider.status(task_id)
    provider.clock.forward(22 * 5 * 0.5)

    assert (early, provider.status(task_id)) == ("RUNNING", "SUCCEEDED")


def test_lost_makes_the_task_and_hangs_up(provider: Provider) -> None:
    with pytest.raises(requests.ConnectionError):
        provider.create("[lost] at sea")

    (row,) = provider.listed()["data"]
    assert row["status"] == "PENDING"
    provider.clock.forward(60)
    assert provider.told(row["task_id"])["output"]["orig_prompt"] == "[lost] at sea"


def test_expired_is_read_once_while_it_runs_and_never_again(provider: Provider) -> None:
    task_id = provider.made("[expired]")
    seen = [provider.status(task_id)]
    for step in (1, 0.1):
        provider.clock.forward(step)
        seen.append(provider.status(task_id))

    assert seen == ["PENDING", "RUNNING", "UNKNOWN"]
    assert provider.listed()["total"] == 0


def test_expired_runs_for_as_long_as_nobody_asks(provider: Provider) -> None:
    task_id = provider.made("[expired]")
    provider.clock.forward(3600)
    (row,) = provider.listed()["data"]

    assert (row["status"], provider.status(task_id), provider.status(task_id)) == ("RUNNING", "RUNNING", "UNKNOWN")


def test_cut_breaks_the_first_delivery_off_at_half(tmp_path: Path) -> None:
    for way in ("http", "mounted"):
        with opened(way, tmp_path / way) as provider:
            task_id = provider.made("[cut]", model=C1)
            provider.clock.forward(60)
            size = int(provider.film(task_id, "HEAD").headers["Content-Length"])
            with pytest.raises(requests.exceptions.ChunkedEncodingError) as broken:
                provider.film(task_id)
            rest = provider.film(task_id, Range=f"bytes={size // 2}-")

            assert f"{size // 2} bytes read" in str(broken.value)
            assert (rest.status_code, len(rest.content)) == (206, size - size // 2)
            assert len(provider.film(task_id).content) == size


@pytest.mark.parametrize(
    ("prompt", "mark"),
    [
        ("a boat", Mark.NONE),
        ("[boat] [FAIL] fail]", Mark.NONE),
        ("x[slow][fail]", Mark.SLOW),
        ("[fail] and [slow] and [fail]", Mark.FAIL),
        ("镜头1：海 [not-activated]", Mark.NOT_ACTIVATED),
    ],
)
def test_the_first_mark_in_a_prompt_wins(prompt: str, mark: Mark) -> None:
    assert mark_of(prompt) is mark
