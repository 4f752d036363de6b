"""One click that orders many settings: all or none, and once, however many pages send it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.actions import orders
from jobs.actions.batches import SAME_CLICK, Broken, PlacedBatch, order_all
from jobs.actions.boards import make
from jobs.actions.orders import AnotherOrder
from jobs.catalogue import Frame, Matrix, OrderSpec
from jobs.models import Batch, Board, Event, LedgerLine, Order, Render, Submission, User
from jobs.queries import feed
from jobs.states import Door, State
from tests.desk import real_account

WIDE = (Frame(tier="360P", ratio="16:9"), Frame(tier="360P", ratio="21:9"))


FIRST = "t-1"


def matrix(prompt: str = "{red|blue} lantern", models: tuple[str, ...] = ("v6", "c1"), **base: Any) -> Matrix:
    return Matrix(base=OrderSpec(prompt=prompt, model="v6", **{"duration": 1, **base}), models=models, frames=WIDE)


def click(
    user: User, wanted: Matrix | None = None, *, token: str = FIRST, door: Door = Door.PAGE, **how: Any
) -> PlacedBatch:
    return order_all(user, wanted or matrix(), token=token, door=door, **how)


def test_every_cell_is_an_order_and_the_first_one_stands_on_top(lin: User) -> None:
    placed = click(lin, matrix(takes=2))
    shown = feed.page(lin).orders
    assert [order.batch for order in shown] == [placed.batch] * 8
    assert [(order.prompt, order.short_model, order.ratio) for order in shown][:3] == [
        ("red lantern", "v6", "16:9"),
        ("red lantern", "v6", "21:9"),
        ("red lantern", "c1", "16:9"),
    ]
    assert [take.take for take in placed.renders] == [1, 2] * 8
    assert (placed.batch.prompt, placed.created) == ("{red|blue} lantern", True)


def test_every_film_is_whole_as_if_it_were_ordered_alone(lin: User) -> None:
    real_account("https://provider.invalid/api/v1")
    for render in click(lin).renders:
        kept = Render.objects.get(pk=render.pk)
        assert (kept.state, kept.submission.number, kept.practice) == (State.QUEUED, 1, False)  # type: ignore[union-attr]
        assert kept.events.get().submission == kept.submission
        assert kept.ledger.get().amount == kept.estimate
    assert len(set(Render.objects.values_list("seed", flat=True))) == 8


def test_one_bad_cell_and_nothing_is_ordered_and_every_cause_is_named(lin: User) -> None:
    with pytest.raises(Broken) as refusal:
        click(lin, matrix("{red|blue} lantern{|" + "!" * 3000 + "}", ("v6", "v5.6"), duration=5))
    cells = refusal.value.cells
    bad = [{problem.code for problem in cell.problems} for cell in cells if cell.problems]
    assert len(bad) == 6
    assert set().union(*bad) == {"ratio-not-offered", "prompt-too-long"}
    for kind in (Batch, Order, Render, Submission, Event, LedgerLine):
        assert not kind._default_manager.exists()


def test_a_space_one_is_not_in_is_a_cause_of_the_whole_click(lin: User) -> None:
    with pytest.raises(Broken) as refusal:
        click(lin, matrix(space=Batch().pk))
    assert [problem.code for problem in refusal.value.whole] == ["space-unknown"]


def test_an_error_in_the_middle_leaves_nothing(lin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr(Event.objects, "bulk_create", broken)
    with pytest.raises(IntegrityError):
        click(lin)
    assert not Order.objects.exists()
    assert not Batch.objects.exists()


def test_all_films_come_onto_the_chosen_board(lin: User) -> None:
    board: Board = make(lin.memberships.get().space, "Tea spot", actor=lin)
    click(lin, matrix(board=board.pk, space=board.space_id))
    assert board.renders.count() == 8


@pytest.mark.parametrize("door", [Door.PAGE, Door.API, Door.SHELL])
def test_the_same_click_again_is_the_same_batch(lin: User, door: Door) -> None:
    first, second = click(lin, door=door), click(lin, door=door)
    assert (first.batch, [render.pk for render in first.renders]) == (
        second.batch,
        [render.pk for render in second.renders],
    )
    assert (second.created, second.elsewhere, Order.objects.count()) == (False, False, 8)


def test_a_program_that_reuses_its_key_for_another_batch_is_told(lin: User) -> None:
    click(lin, door=Door.API)
    with pytest.raises(AnotherOrder):
        click(lin, matrix("{red|green} lantern"), door=Door.API)
    assert Batch.objects.count() == 1


def test_the_same_from_another_page_is_the_same_click_until_somebody_says_again(lin: User) -> None:
    first, second = click(lin), click(lin, token="t-2")
    assert (second.batch, second.created, second.elsewhere) == (first.batch, False, True)
    assert click(lin, token="t-2", again=True).created
    assert Batch.objects.count() == 2


def test_a_little_later_it_is_another_click(lin: User) -> None:
    click(lin)
    assert click(lin, token="t-2", now=timezone.now() + SAME_CLICK + timedelta(seconds=1)).created


def test_another_person_another_wish_and_a_program_are_other_clicks(lin: User, mara: User) -> None:
    click(lin)
    assert click(mara, token="t-2").created
    assert click(lin, matrix(takes=2), token="t-3").created
    assert click(lin, token="t-4", door=Door.API).created
    assert click(lin, replace(matrix(), seeds=(7,)), token="t-5").created


def test_the_digest_knows_no_drawn_seed(lin: User) -> None:
    assert click(lin).batch.digest == click(lin, token="t-2", again=True).batch.digest


def race(user: User, tokens: list[str], wanted: Callable[[], Matrix] = matrix) -> list[PlacedBatch]:
    def post(token: str) -> PlacedBatch:
        try:
            return click(user, wanted(), token=token)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(post, tokens))


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_order_the_same_at_once_make_one_batch(lin: User) -> None:
    for round_ in range(5):
        placed = race(lin, ["tab-a", "tab-b"], lambda round_=round_: matrix(f"{{red|blue}} {round_}"))  # type: ignore[misc]
        assert [one.created for one in placed].count(True) == 1
        assert len({one.batch.pk for one in placed}) == 1
        assert [one.elsewhere for one in placed].count(True) == 1
    assert (Batch.objects.count(), Order.objects.count(), Render.objects.count()) == (5, 40, 40)


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_twenty_posts_of_one_click_at_once_are_one_batch(lin: User) -> None:
    placed = race(lin, ["t-1"] * 20)
    assert [one.created for one in placed].count(True) == 1
    assert not any(one.elsewhere for one in placed)
    assert (Batch.objects.count(), Order.objects.count()) == (1, 8)


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_two_tabs_with_different_wishes_make_two(lin: User) -> None:
    wishes = iter([matrix("{red|blue}"), matrix("{red|green}")])
    placed = race(lin, ["tab-a", "tab-b"], lambda: next(wishes))
    assert all(one.created for one in placed)
    assert Order.objects.count() == 16


def asked(user: User, wanted: Matrix, token: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        click(user, wanted, token=token)
    return len(caught)


def test_forty_eight_cells_ask_the_database_hardly_more_often_than_two(lin: User) -> None:
    real_account("https://provider.invalid/api/v1")
    many = matrix("{a|b|c|d|e|f|g|h|i|j|k|l} lantern")
    asked(lin, matrix("warm {up|down}"), "t-0")
    few, lots = asked(lin, matrix("{a|b}", ("v6",)), "t-1"), asked(lin, many, "t-2")
    assert Batch.objects.order_by("-pk")[0].orders.count() == 48
    assert lots <= few + 6  # rows go in by the hundred; SQLite takes a limited number of values at once


def test_an_order_alone_asks_no_more_often_than_it_did(lin: User) -> None:
    orders.order(lin, OrderSpec(prompt="warm", model="v6"), token="t-0", door=Door.PAGE)
    with CaptureQueriesContext(connection) as caught:
        orders.order(lin, OrderSpec(prompt="rain", model="v6", takes=4), token="t-1", door=Door.PAGE)
    assert len(caught) <= 12
