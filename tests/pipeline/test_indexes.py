"""A hundred thousand films at home must not make a tick or a page slower: what they ask is found by an index."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from jobs.actions import boards, tags
from jobs.models import Render, User
from jobs.pipeline import claim, handout, purge, sweep
from jobs.queries import boards as shelf
from jobs.queries import feed, gallery, gathering, listing, pulse, trash
from jobs.queries.filters import Filter
from jobs.states import State
from tests.desk import orders
from tests.pipeline.journey import Journey

pytestmark = pytest.mark.servers
_NAMES = ("shelved", "tagged", "render", "event", "submission", "order", "ledgerline")
GROWING = tuple(f"jobs_{name}" for name in _NAMES)


@pytest.fixture
def film(journey: Journey, lin: User) -> Render:
    """One of three at the provider."""
    films = [orders(lin) for _ in range(3)]
    return journey.until(films[-1], State.PENDING)


@contextmanager
def plans() -> Iterator[list[str]]:
    """How the database goes about every question asked in the block."""
    noted: list[str] = []
    sqlite = connection.vendor == "sqlite"

    def explain(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.split()[0] in {"SELECT", "UPDATE"}:
            with connection.cursor() as cursor:
                cursor.cursor.execute(f"EXPLAIN {'QUERY PLAN' if sqlite else ''} {sql}", params)
                noted.extend(f"{row[-1]}  ·  {sql[-1000:]}" for row in cursor.cursor.fetchall())
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        if not sqlite:  # tables this small would be read whole
            cursor.execute("SET LOCAL enable_seqscan = off")
    with connection.execute_wrapper(explain):
        yield noted


def read_whole(plan: list[str]) -> list[str]:
    """Tables that grow for ever and were read from end to end, or sorted."""
    whole = tuple(f"{how} {table} " for table in GROWING for how in ("SCAN", "Seq Scan on"))
    return [line for line in plan if any(words in f"{line} " for words in whole) and "USING INDEX" not in line]


def test_a_tick_reads_no_growing_table_from_end_to_end(film: Render) -> None:
    now = timezone.now()
    with plans() as plan:
        sweep.sweep(now)
        handout.pick(now)
        assert film.submission is not None
        account = film.submission.account_id
        assert account is not None
        claim.pair_busy(account, film.model, settings.PACE, now=now)
    assert len(plan) > 20
    assert read_whole(plan) == []


@pytest.mark.parametrize("few", [gathering.MOST, 0])
def test_a_board_and_a_tag_are_found_by_an_index(
    film: Render, lin: User, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST", few)
    board = boards.make(film.space, "Tea spot", actor=lin)
    boards.put(board, [film], actor=lin)
    tags.add([film], "night", actor=lin)
    for wanted in (Filter(boards=(board.pk,)), Filter(tags=("night",)), Filter(boards=(board.pk,), tags=("night",))):
        with plans() as plan:
            gallery.page(lin, wanted)
            gallery.count(lin, wanted)
            shelf.of_film(film)
        assert read_whole(plan) == []
        if connection.vendor == "sqlite":  # PostgreSQL knows its tables and chooses by itself
            assert any("render_gallery" in line.split("  ·  ")[0] for line in plan) == (few == 0)


def test_what_every_page_asks_is_found_by_an_index(film: Render, lin: User) -> None:
    with plans() as plan:
        feed.page(lin)
        pulse.figures(lin)
        gallery.page(lin, cursor=f"{timezone.now().isoformat()}~{film.pk.hex}")
        listing.page(lin, listing.Question(), cursor=None, limit=50)
    assert read_whole(plan) == []
    assert not [line for line in plan if "TEMP B-TREE" in line and "LIMIT" in line]


def test_the_trash_and_its_end_are_found_by_an_index(film: Render, lin: User) -> None:
    with plans() as plan:
        trash.page(lin, cursor=f"{timezone.now().isoformat()}~{film.pk.hex}")
        purge.purge_due(timezone.now())
    assert len(plan) > 2
    assert read_whole(plan) == []
