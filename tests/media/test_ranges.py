"""Range headers as RFC 9110 reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.media.ranges import Span, Unsatisfiable, still_holds, wanted

SIZE = 1000


@pytest.mark.parametrize(
    ("header", "start", "stop"),
    [
        ("bytes=0-1", 0, 2),
        ("bytes=0-0", 0, 1),
        ("bytes=0-", 0, 1000),
        ("bytes=500-", 500, 1000),
        ("bytes=999-", 999, 1000),
        ("bytes=-500", 500, 1000),
        ("bytes=-1", 999, 1000),
        ("bytes=-5000", 0, 1000),
        ("bytes=990-5000", 990, 1000),
        ("bytes=0-" + "9" * 5000, 0, 1000),
        ("Bytes= 0-1 ", 0, 2),
        ("bytes=" + "0" * 30 + "5-6", 5, 7),
    ],
)
def test_a_single_range_is_a_span(header: str, start: int, stop: int) -> None:
    assert wanted(header, SIZE) == Span(start=start, stop=stop)


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-1001", "bytes=-0", "bytes=" + "9" * 5000 + "-"])
def test_a_range_past_the_end_cannot_be_satisfied(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        wanted(header, SIZE)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=5-2",
        "bytes=1--2",
        "items=0-1",
        "bytes=0-1,5-6",
        "bytes=٠-١",
    ],
)
def test_what_is_no_single_range_means_the_whole_file(header: str) -> None:
    assert wanted(header, SIZE) is None


@given(header=st.text() | st.from_regex(r"bytes=\d{0,30}-\d{0,30}"), size=st.integers(1, 2**40))
def test_no_header_leads_outside_the_file(header: str, size: int) -> None:
    try:
        span = wanted(header, size)
    except Unsatisfiable:
        return
    assert span is None or 0 <= span.start < span.stop <= size


def test_only_our_own_strong_tag_keeps_a_range() -> None:
    assert still_holds("", '"abc"')
    assert still_holds('"abc"', '"abc"')
    assert not still_holds('W/"abc"', '"abc"')
    assert not still_holds("Wed, 21 Oct 2026 07:28:00 GMT", '"abc"')
