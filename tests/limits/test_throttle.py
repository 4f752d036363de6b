"""Strangers are counted by where they come from, and told how long to wait."""

import pytest
from django.core.cache import cache

from jobs.throttle import Limit, TooMany, first, from_where
from jobs.trail import visitor

LIMIT = Limit(name="test", most=3, seconds=60)


@pytest.fixture(autouse=True)
def nobody_was_here() -> None:
    cache.clear()


def test_the_fourth_waits_for_the_rest_of_the_window() -> None:
    for _ in range(3):
        LIMIT.count("a", clock=lambda: 600.0)
    with pytest.raises(TooMany) as told:
        LIMIT.count("a", clock=lambda: 640.0)
    assert told.value.seconds == 21
    LIMIT.count("a", clock=lambda: 661.0)


def test_looking_does_not_count_and_others_are_others() -> None:
    for _ in range(3):
        LIMIT.count("a", clock=lambda: 600.0)
    with pytest.raises(TooMany):
        LIMIT.check("a", clock=lambda: 600.0)
    for _ in range(9):
        LIMIT.check("b", clock=lambda: 600.0)


def test_what_is_given_back_was_not_counted() -> None:
    for _ in range(9):
        LIMIT.count("a", clock=lambda: 600.0)
        LIMIT.give_back("a", clock=lambda: 600.0)
    LIMIT.give_back("b", clock=lambda: 600.0)
    LIMIT.check("a", clock=lambda: 600.0)


def test_the_first_time_is_once() -> None:
    assert [first("seen", "a", seconds=60), first("seen", "a", seconds=60), first("seen", "b", seconds=60)] == [
        True,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("address", "whose"),
    [("203.0.113.7", "203.0.113.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("", "")],
)
def test_a_network_that_somebody_owns_is_one_visitor(address: str, whose: str) -> None:
    mark = visitor.set(address)
    try:
        assert from_where() == whose
    finally:
        visitor.reset(mark)
