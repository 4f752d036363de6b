"""Two limits that hold to the microsecond, whoever asks and whatever the clock does."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from jobs.limiter import MICRO, MOST_AHEAD, STALE, _reserve, next_slot, query_permit, submit_wait
from jobs.models import Lane, ProviderAccount
from tests.desk import house, practice_account

__all__ = ["house"]

TWO_HOURS = 7200.0


class Sleeper:
    """A clock that only moves while somebody sleeps."""

    def __init__(self, at: float) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += seconds


def most_in_a_second(moments: list[float]) -> int:
    moments = sorted(moments)
    return max(sum(1 for other in moments if 0 <= other - one < 1.0) for one in moments)


def asked(account: ProviderAccount, clock: Sleeper, times: int) -> list[float]:
    moments = []
    for _ in range(times):
        query_permit(account, clock=clock, sleep=clock.sleep)
        moments.append(clock())
    return moments


def test_forty_questions_in_a_row_are_spread_without_a_burst(house: Path) -> None:
    moments = asked(practice_account(), Sleeper(1000.0), 40)
    assert min(later - earlier for earlier, later in pairwise(moments)) >= 0.05
    assert most_in_a_second(moments) <= 18


def test_a_permit_that_was_slept_through_is_thrown_away(house: Path) -> None:
    clock, account = Sleeper(1000.0), practice_account()
    slept = []

    def oversleep(seconds: float) -> None:
        slept.append(seconds)
        clock.sleep(seconds + (2 * STALE if len(slept) == 1 else 0.0))

    asked(account, clock, 1)
    query_permit(account, clock=clock, sleep=oversleep)
    assert len(slept) == 2


def test_a_clock_set_back_two_hours_freezes_no_question(house: Path) -> None:
    clock, account = Sleeper(10_000.0), practice_account()
    before = asked(account, clock, 20)
    clock.at -= TWO_HOURS
    after = asked(account, clock, 20)
    assert after[-1] - (before[-1] - TWO_HOURS) < 4


def test_a_clock_set_back_two_hours_freezes_no_lane(house: Path) -> None:
    lane = Lane.objects.get(account=practice_account(), family="v6")
    assert submit_wait(lane, 10_000.0) == 0.0
    set_back = 10_000.0 - TWO_HOURS
    assert 0.0 < submit_wait(lane, set_back) <= 1.0
    lane.refresh_from_db()
    assert submit_wait(lane, set_back + 1.0) == 0.0


def test_a_throttled_lane_submits_at_its_own_slower_rate(house: Path) -> None:
    lane = Lane.objects.get(account=practice_account(), family="v6")
    lane.submit_rate = 0.5
    assert submit_wait(lane, 1000.0) == 0.0
    assert submit_wait(lane, 1000.5) == pytest.approx(1.5)
    assert submit_wait(lane, 1002.0) == 0.0


@given(st.lists(st.integers(0, 3 * MICRO), min_size=2, max_size=60), st.integers(0, 5 * MOST_AHEAD))
def test_permits_never_come_closer_than_their_interval(steps: list[int], slot: int) -> None:
    now, moments = 1000 * MICRO, []
    for step in steps:
        now += step
        mine, slot = next_slot(slot, now, 55_555)
        moments.append(mine)
    assert all(later - earlier >= 55_555 for earlier, later in pairwise(moments[1:]))


@pytest.mark.servers
@pytest.mark.django_db
@pytest.mark.parametrize("ahead", [-MICRO, 0, 1, MICRO, MOST_AHEAD, MOST_AHEAD + 1, 5 * MOST_AHEAD])
def test_the_statement_in_the_database_gives_the_moment_that_the_rule_gives(house: Path, ahead: int) -> None:
    account, now, interval = practice_account(), 1000 * MICRO, -(-MICRO // settings.PIXSTUDIO.query_rate)
    ProviderAccount.objects.filter(pk=account.pk).update(query_slot=now + ahead)
    mine = _reserve(account, now)
    account.refresh_from_db()
    assert (mine, account.query_slot) == next_slot(now + ahead, now, interval)


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_eight_threads_together_never_ask_twenty_times_in_a_second(house: Path) -> None:
    account, moments = practice_account(), list[float]()

    def ask(_: int) -> None:
        query_permit(account)
        moments.append(time.time())
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(45)))
    assert len(moments) == 45
    assert most_in_a_second(moments) <= 20
