"""One's own earlier prompts: each once, the last first, and nobody else's."""

from jobs.models import Membership, Order, User
from tests.desk import orders
from tests.web.desk import Desk


def told(desk: Desk) -> list[str]:
    return list(desk.get("/prompts/").json()["prompts"])


def test_the_last_prompt_comes_first_and_each_comes_once(desk: Desk) -> None:
    for prompt in ("A heron", "A swan\nat night", "A heron"):
        orders(desk.user, prompt)
    assert told(desk) == ["A heron", "A swan\nat night"]


def test_prompts_of_others_are_not_told(desk: Desk, mara: User) -> None:
    orders(mara, "Not for you")
    assert told(desk) == []


def test_prompts_of_a_space_one_has_left_are_not_told(desk: Desk) -> None:
    orders(desk.user, "A heron")
    Membership.objects.filter(user=desk.user).delete()
    assert told(desk) == []


def test_an_order_without_words_is_left_out(desk: Desk) -> None:
    orders(desk.user, "A heron")
    Order.objects.update(prompt="")  # as a purge leaves it
    assert told(desk) == []
