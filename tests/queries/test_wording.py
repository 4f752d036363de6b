"""The index of words narrows a search and never decides it: whatever `icontains` finds is among its few."""

import pytest

from jobs.models import Order, User
from jobs.queries import listing, wording
from tests.desk import orders

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

PROMPTS = (
    "A kingfisher dives, shot 77",
    "夜市的灯笼，慢慢推进",
    "雨后的街道，夜市",
    'She says "now" and goes',
    "100 % café, L'été",
    "x",
)


@pytest.mark.parametrize(
    "term", ["kingfisher", "KING", "dives, shot", "夜市", "灯笼", "市的", '"now"', "100 %", "été", "é,"]
)
def test_every_order_with_the_words_is_among_the_few(lin: User, term: str) -> None:
    for prompt in PROMPTS:
        orders(lin, prompt)
    found = wording.few([term])
    assert found is not None
    assert set(Order.objects.filter(prompt__icontains=term).values_list("pk", flat=True)) <= set(found)
    assert len(found) < len(PROMPTS)


def test_words_that_nobody_wrote_are_in_no_order(lin: User) -> None:
    orders(lin, PROMPTS[0])
    assert wording.few(["pelican"]) == []
    assert wording.few(["月亮"]) == []
    assert wording.few(["kingfisher", "pelican"]) == []


@pytest.mark.parametrize("terms", [[], ["a"], ["v6"], ["灯"], ["nul\0"]])
def test_what_has_no_pieces_is_not_looked_up(lin: User, terms: list[str]) -> None:
    assert wording.few(terms) is None


def test_of_frequent_words_there_are_not_few(lin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "MOST", 2)
    for number in range(3):
        orders(lin, f"A heron, {number}")
    assert wording.few(["heron"]) is None


def test_a_new_title_is_found_and_the_old_one_is_not(lin: User) -> None:
    order = orders(lin, PROMPTS[0], title="Tea spot").order
    Order.objects.filter(pk=order.pk).update(title="Opening titles")
    assert wording.few(["opening"]) == [order.pk]
    assert wording.few(["tea spot"]) == []


def test_the_list_of_programs_finds_the_same(lin: User) -> None:
    rare = orders(lin, PROMPTS[0])
    orders(lin, PROMPTS[1])
    page = listing.page(lin, listing.Question(text="kingfisher"), cursor=None, limit=10)
    assert [render.pk for render in page.renders] == [rare.pk]
