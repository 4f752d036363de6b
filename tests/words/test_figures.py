from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from jobs import words

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("1.35", "¥1.35"), ("0.0525", "¥0.05"), ("0.005", "¥0.01"), ("1204.5", "¥1,204.50"), ("0", "¥0.00")],
)
def test_money_is_rounded_to_the_cent(amount: str, shown: str) -> None:
    assert words.money(Decimal(amount)) == shown


def test_a_price_nobody_knows_is_not_zero() -> None:
    assert words.money(None) == "price not set"


def test_foreign_money_names_its_currency() -> None:
    assert words.money(Decimal("2.5"), "USD") == "2.50 USD"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(42.9, "42 s"), (300, "5 m"), (78_000, "21 h 40 m"), (200_000, "2 d 7 h"), (-3, "0 s")],
)
def test_a_span_shows_its_two_largest_units(seconds: float, shown: str) -> None:
    assert words.span(seconds) == shown


@pytest.mark.parametrize(("seconds", "shown"), [(42, "0:42"), (725, "12:05"), (3730, "1:02:10"), (-1, "0:00")])
def test_a_clock_reads_as_on_a_player(seconds: float, shown: str) -> None:
    assert words.clock(seconds) == shown


def test_time_left_ends_in_words() -> None:
    assert words.time_left(NOON + timedelta(hours=5, minutes=12), NOON) == "5 h 12 m left"
    assert words.time_left(NOON, NOON) == "time is up"


@pytest.mark.parametrize(
    ("values", "shown"),
    [([5, 8, 10], "5, 8 or 10"), (["v6", "c1"], "v6 or c1"), (list(range(1, 16)), "1 to 15"), ([7], "7"), ([], "")],
)
def test_choices_are_listed_as_one_says_them(values: list[object], shown: str) -> None:
    assert words.listed(values) == shown


@pytest.mark.parametrize(
    ("count", "shown"), [(999, "999 bytes"), (1000, "1.0 kB"), (12_400_000, "12.4 MB"), (4_294_967_296, "4.3 GB")]
)
def test_sizes_are_in_powers_of_a_thousand(count: int, shown: str) -> None:
    assert words.size(count) == shown


@pytest.mark.parametrize(("seconds", "told"), [(0, "0:00.0"), (2.44, "0:02.4"), (59.99, "0:59.9"), (75, "1:15.0")])
def test_a_place_in_a_film_is_told_to_the_tenth(seconds: float, told: str) -> None:
    assert words.play_time(seconds) == told


@pytest.mark.parametrize(("amount", "told"), [("0.27", "¥0.27"), ("0.2700", "¥0.27"), ("0.135", "¥0.135")])
def test_a_price_per_second_keeps_its_parts_of_a_cent(amount: str, told: str) -> None:
    assert words.rate(Decimal(amount)) == told
