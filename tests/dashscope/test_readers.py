"""Reading what the provider says, however oddly it says it."""

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.dashscope import ProviderError, Usage, read_cancel, read_created, read_models, read_page, read_task
from tests.dashscope.answers import MADE, reply

SUCCEEDED = {
    "request_id": "req-2",
    "output": {
        "task_id": "t-1",
        "task_status": "SUCCEEDED",
        "submit_time": "2026-03-20 10:34:41.630",
        "scheduled_time": "2026-03-20 10:34:41.655",
        "end_time": "2026-03-20 10:35:12.725",
        "orig_prompt": "Mara waters the roof garden",
        "video_url": "https://media.pixverseai.cn/pixverse%2Fmp4%2Fmedia.mp4",
    },
    "usage": {
        "duration": 5,
        "shot_type": "single",
        "size": "1280*720",
        "fps": 24,
        "video_count": 1,
        "audio": False,
        "SR": "720",
    },
}
ROW = {"task_id": "t-1", "status": "RUNNING", "model_name": "m", "request_id": "r-1", "gmt_create": 1745568428109}


def test_a_created_task_is_read() -> None:
    created = read_created(reply(MADE))
    assert (created.task_id, created.status, created.request_id) == ("11f5a1d2-0001", "PENDING", "req-1")


@pytest.mark.parametrize("task_id", [None, "", 7, "..", "a b", "x" * 129, "ключ"])
def test_a_success_without_a_usable_task_id_leaves_the_outcome_open(task_id: object) -> None:
    with pytest.raises(ProviderError) as caught:
        read_created(reply({"output": {"task_id": task_id}, "request_id": "req-1"}))
    assert (caught.value.retry, caught.value.cause) == ("unknown", "unreadable")
    assert caught.value.request_id == "req-1"


def test_a_page_of_html_with_status_200_leaves_the_outcome_open() -> None:
    with pytest.raises(ProviderError) as caught:
        read_created(reply(body=b"<html>Sign in to the hotel network</html>"))
    assert (caught.value.retry, caught.value.cause) == ("unknown", "unreadable")


@pytest.mark.parametrize(("signed", "retry"), [({"request_id": "req-1"}, "throttled"), ({}, "unknown")])
def test_a_gateway_that_borrows_a_code_for_its_503_proves_nothing(signed: dict[str, object], retry: str) -> None:
    with pytest.raises(ProviderError) as caught:
        read_created(reply({"code": "InternalError", "message": "upstream"} | signed, status=503))
    assert caught.value.retry == retry


def test_a_finished_task_is_read_with_its_beijing_times_as_utc() -> None:
    reading = read_task(reply(SUCCEEDED))
    assert reading.known
    assert reading.ended_at == datetime(2026, 3, 20, 2, 35, 12, 725000, tzinfo=UTC)
    assert reading.raw_times["end_time"] == "2026-03-20 10:35:12.725"
    assert reading.video_url.endswith("pixverse%2Fmp4%2Fmedia.mp4")
    assert reading.usage
    assert (reading.usage.duration, reading.usage.resolution) == (5.0, "720")


@pytest.mark.parametrize("usage", [{"duration": 5.0, "size": "1280x720", "SR": ""}, {"duration": "5", "SR": 720}])
def test_a_usage_with_gaps_is_read_as_far_as_it_goes(usage: dict[str, object]) -> None:
    read = read_task(reply(SUCCEEDED | {"usage": usage})).usage
    assert read
    assert read.duration == 5.0
    assert read.size in {"1280*720", ""}
    assert (read.fps, read.audio, read.shot_type) == (None, None, "")


@pytest.mark.parametrize("value", [True, -1, "five", [], {}, None, 1e999])
def test_a_duration_that_is_no_length_of_time_is_not_told(value: object) -> None:
    assert read_task(reply(SUCCEEDED | {"usage": {"duration": value, "SR": "720"}})).usage == Usage(
        duration=None, size="", resolution="720", fps=None, audio=None, shot_type="", video_count=None
    )


@pytest.mark.parametrize(("word", "known"), [("UNKNOWN", True), ("running", True), ("SUSPENDED", False)])
def test_a_status_word_is_kept_and_marked_when_we_do_not_know_it(word: str, known: bool) -> None:
    reading = read_task(reply({"output": {"task_id": "t", "task_status": word}}))
    assert (reading.status, reading.known) == (word.upper(), known)


def test_an_unreadable_time_is_kept_as_text_only() -> None:
    output = {"task_id": "t", "task_status": "RUNNING", "submit_time": "yesterday"}
    reading = read_task(reply({"output": output}))
    assert (reading.submitted_at, reading.raw_times) == (None, {"submit_time": "yesterday"})


def test_text_that_no_database_takes_is_cleaned() -> None:
    output = {"task_id": "t", "task_status": "FAILED", "code": "X", "message": "a\x00b\ud800"}
    assert read_task(reply({"output": output})).message == "ab?"


@pytest.mark.parametrize("data", [{}, {"output": []}, {"output": {"task_status": 3}}, {"output": {"task_id": "t"}}])
def test_a_task_without_a_status_is_unreadable(data: object) -> None:
    with pytest.raises(ProviderError) as caught:
        read_task(reply(data))
    assert (caught.value.retry, caught.value.cause) == ("unknown", "unreadable")


def test_a_page_of_the_list_is_read_with_its_epoch_times() -> None:
    page = read_page(reply({"total": 3, "total_page": 2, "page_no": 1, "page_size": 2, "data": [ROW, ROW]}))
    assert (page.total, page.total_pages, page.page, len(page.rows)) == (3, 2, 1, 2)
    assert page.rows[0].created_at == datetime(2025, 4, 25, 8, 7, 8, 109000, tzinfo=UTC)
    assert (page.rows[0].status, page.rows[0].request_id, page.rows[0].raw["model_name"]) == ("RUNNING", "r-1", "m")


def test_an_empty_list_may_leave_its_data_out() -> None:
    page = read_page(reply({"total": 0, "total_page": 0, "page_no": 1, "page_size": 10}))
    assert (page.rows, page.total_pages) == ((), 0)


@pytest.mark.parametrize(
    "change",
    [{"data": [ROW, 5]}, {"data": [ROW | {"task_id": ""}]}, {"data": [ROW | {"gmt_create": None}]}, {"total": None}],
)
def test_a_list_with_a_row_that_cannot_be_read_is_no_proof_of_anything(change: dict[str, object]) -> None:
    page = {"total": 1, "total_page": 1, "page_no": 1, "page_size": 10, "data": [ROW]}
    with pytest.raises(ProviderError) as caught:
        read_page(reply(page | change))
    assert caught.value.cause == "unreadable"


def test_an_accepted_cancel_gives_its_request_id() -> None:
    assert read_cancel(reply({"request_id": "req-5"})) == "req-5"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["output", "usage", "data", "total", "task_id", "task_status", "code", "SR", "gmt_create"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(JSON, st.sampled_from([200, 400, 401, 429, 500, 503]))
def test_whatever_the_body_holds_nothing_but_a_provider_error_comes_out(data: object, status: int) -> None:
    answer = reply(body=json.dumps(data).encode(), status=status)
    for read in (read_created, read_task, read_page, read_cancel, read_models):
        with suppress(ProviderError):
            read(answer)
