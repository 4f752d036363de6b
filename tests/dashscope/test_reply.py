"""The raw answer: spooled, read back, and telling the provider's clock."""

from datetime import timedelta

import pytest

from jobs.dashscope import ProviderError, Reply, read_created
from jobs.dashscope.times import LONGEST_WAIT, retry_after
from tests.dashscope.answers import NOON, reply


def test_a_spooled_reply_comes_back_as_it_was() -> None:
    original = reply(body=b"\x00\xff{", status=502, headers={"date": "x"})
    assert Reply.from_json(original.to_json()) == original


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"status": null}', reply({}).to_json()[:-20]])
def test_a_damaged_spool_file_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (its kind is the contract)
        Reply.from_json(text)


def test_the_clock_offset_is_taken_from_the_middle_of_the_call() -> None:
    answer = Reply(
        status=200,
        headers={"date": "Fri, 20 Mar 2026 12:00:31 GMT"},
        body=b"",
        sent_at=NOON,
        received_at=NOON + timedelta(seconds=2),
    )
    assert answer.clock_offset == timedelta(seconds=30)


@pytest.mark.parametrize("date", ["", "soon", "Fri, 99 Mar 2026 12:00:31 GMT"])
def test_without_a_date_the_offset_is_not_known(date: str) -> None:
    assert reply(headers={"date": date}).clock_offset is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0),
        ("99999999999999", LONGEST_WAIT),
        ("Fri, 20 Mar 2026 12:00:09 GMT", 9.0),
        ("Fri, 20 Mar 2026 11:00:00 GMT", 0.0),
        ("-3", None),
        ("soon", None),
        ("²", None),
        ("", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(text: str, seconds: float | None) -> None:
    assert retry_after(text, NOON) == seconds


def test_a_throttled_create_says_when_to_come_back() -> None:
    throttled = reply({"code": "Throttling", "message": "", "request_id": "r"}, 429, {"retry-after": "12"})
    with pytest.raises(ProviderError) as caught:
        read_created(throttled)
    assert caught.value.retry_after == 12.0


def test_a_cut_answer_is_not_believed() -> None:
    whole = reply({"output": {"task_id": "t-1"}, "request_id": "r"})
    cut = Reply(
        status=200, headers={}, body=whole.body, sent_at=whole.sent_at, received_at=whole.received_at, truncated=True
    )
    with pytest.raises(ProviderError) as caught:
        read_created(cut)
    assert caught.value.retry == "unknown"
