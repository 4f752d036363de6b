"""One click is one order, however often and through how many tabs its request arrives."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from jobs.actions.orders import AnotherOrder, Placed, Refused, draw_seeds, order
from jobs.catalogue import SEED_MAX, OrderSpec
from jobs.models import Event, LedgerLine, Membership, Order, Render, Space, User
from jobs.states import Door, State
from tests.desk import orders, takes_in, wish


def click(user: User, spec: OrderSpec, door: Door = Door.PAGE) -> Placed:
    """Always with the same token."""
    return order(user, spec, token="t-1", door=door)


def test_an_order_is_stored_with_its_takes_and_left_to_the_workers(lin: User) -> None:
    placed = click(lin, wish(takes=3, title=" Heron "))
    assert (placed.created, placed.order.title, placed.order.practice) == (True, "Heron", True)
    assert [(take.take, take.state) for take in placed.renders] == [(n, State.QUEUED) for n in (1, 2, 3)]
    assert all(take.due_at and take.submission and take.submission.number == 1 for take in placed.renders)
    assert Event.objects.filter(happening="ordered").count() == 3


@pytest.mark.parametrize("door", list(Door))
def test_the_same_click_again_is_the_same_order(lin: User, door: Door) -> None:
    first, second = click(lin, wish(), door=door), click(lin, wish(), door=door)
    assert (first.order, first.renders) == (second.order, second.renders)
    assert (second.created, Order.objects.count(), Render.objects.count()) == (False, 1, 1)


def test_the_page_may_send_two_orders_from_one_form(lin: User) -> None:
    first, second = click(lin, wish("A heron")), click(lin, wish("A train"))
    assert first.order != second.order
    assert second.created


@pytest.mark.parametrize("door", [Door.API, Door.SHELL])
def test_a_program_that_reuses_its_key_for_another_order_is_told(lin: User, door: Door) -> None:
    click(lin, wish("A heron"), door=door)
    with pytest.raises(AnotherOrder):
        click(lin, wish("A train"), door=door)
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"takes": 2}, {"seed": 7}, {"watermark": True}, {"title": "x"}, {"duration": 2}, {"shot_type": "multi"}]
)
def test_whatever_differs_makes_another_order(lin: User, change: dict[str, Any]) -> None:
    click(lin, wish(), door=Door.API)
    with pytest.raises(AnotherOrder):
        click(lin, wish(**change), door=Door.API)


def test_defaults_written_out_are_the_same_order(lin: User) -> None:
    short = OrderSpec(prompt="A heron", model="v6")
    long = OrderSpec(
        prompt="A heron", model="pixverse/pixverse-v6-t2v", tier="720P", ratio="16:9", duration=5, shot_type="single"
    )
    click(lin, short, door=Door.API)
    assert not click(lin, long, door=Door.API).created


def test_two_people_and_two_doors_never_share_a_token(lin: User, mara: User) -> None:
    placed = [click(lin, wish()), click(mara, wish()), click(lin, wish(), door=Door.API)]
    assert len({one.order.pk for one in placed}) == 3


def test_a_broken_order_names_every_rule_and_stores_nothing(lin: User) -> None:
    with pytest.raises(Refused) as refusal:
        click(lin, wish("", takes=99))
    assert {problem.code for problem in refusal.value.problems} == {"prompt-empty", "takes-out-of-range"}
    assert not Order.objects.exists()
    assert not LedgerLine.objects.exists()


def test_a_space_one_is_not_in_cannot_be_ordered_for(lin: User) -> None:
    elsewhere = Space.objects.create(name="Next door")
    with pytest.raises(Refused) as refusal:
        click(lin, wish(space=elsewhere.pk))
    assert [problem.code for problem in refusal.value.problems] == ["space-unknown"]
    Membership.objects.create(user=lin, space=elsewhere)
    assert click(lin, wish(space=elsewhere.pk)).order.space == elsewhere


def test_four_takes_get_four_drawn_seeds(lin: User) -> None:
    seeds = {take.seed for take in takes_in(lin, takes=4)}
    assert len(seeds) == 4
    assert all(seed is not None and 0 <= seed <= SEED_MAX for seed in seeds)


def test_a_given_seed_is_counted_up_and_wraps_around(lin: User) -> None:
    assert [take.seed for take in takes_in(lin, takes=4, seed=41)] == [41, 42, 43, 44]
    assert draw_seeds(2**31 - 2, 4) == [2**31 - 2, 2**31 - 1, 0, 1]


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("door", [Door.PAGE, Door.API])
def test_twenty_posts_of_one_click_at_once_are_one_order(lin: User, door: Door) -> None:
    def post(_: int) -> Placed:
        try:
            return order(lin, wish(takes=2), token="t-1", door=door)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        placed = list(pool.map(post, range(20)))
    assert len({one.order.pk for one in placed}) == 1
    assert [one.created for one in placed].count(True) == 1
    assert (Order.objects.count(), Render.objects.count()) == (1, 2)


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_two_orders_racing_for_one_key_leave_one_and_tell_the_other(lin: User) -> None:
    def post(number: int) -> str:
        try:
            return str(order(lin, wish(f"Film {number % 2}"), token="t-1", door=Door.API).order.prompt)
        except AnotherOrder:
            return "another"
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(post, range(16)))
    stored = Order.objects.get().prompt
    assert set(answers) == {stored, "another"}
    assert answers.count(stored) == 8


def test_after_the_first_real_key_orders_are_real(lin: User, account: object) -> None:
    assert orders(lin).practice is False
