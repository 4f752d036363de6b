"""What is being written is there again: after a reload, on another device, and beside an order that is used again."""

import pytest
from django.test import Client

from jobs.models import Draft, Order, User
from tests.desk import orders
from tests.web.desk import Desk

pytestmark = pytest.mark.servers


def kept(desk: Desk, edition: int = 0, **fields: str) -> dict[str, object]:
    answer = desk.client.post("/draft/", {"edition": str(edition), **fields})
    assert answer.status_code == 200
    return dict(answer.json())


def test_a_half_written_form_is_there_on_another_device(desk: Desk) -> None:
    kept(desk, prompt="Half a thought\n  and a half", model="pixverse/pixverse-c1-t2v", takes="3", title="Sh 03")
    page = Desk.of(desk.user).see()
    assert "Half a thought\n  and a half</textarea>" in page
    assert 'value="Sh 03"' in page
    assert 'value="pixverse/pixverse-c1-t2v" data-chip="c1" checked' in page


def test_an_empty_line_that_a_prompt_begins_with_is_there_again(desk: Desk) -> None:
    """Browsers drop the first line end inside the field, so the page writes one of its own before it."""
    kept(desk, prompt="\nA heron")
    assert ">\n\nA heron</textarea>" in desk.see()


def test_a_page_that_is_behind_overwrites_nothing_unless_told_to(desk: Desk) -> None:
    assert kept(desk, prompt="From the desk") == {"edition": 1}
    answer = kept(desk, prompt="From the phone")
    assert "You wrote something else on another page" in str(answer["newer"])
    assert Draft.objects.get().fields["prompt"] == "From the desk"
    assert kept(desk, prompt="From the phone", force="1") == {"edition": 2}
    assert Draft.objects.get().fields["prompt"] == "From the phone"


def test_what_no_database_keeps_and_what_nobody_orders_breaks_nothing(desk: Desk) -> None:
    assert kept(desk, prompt="a\x00b", takes="many", space="nowhere") == {"edition": 1}
    assert "too long" in str(kept(desk, edition=1, prompt="x" * 100_001)["said"])
    assert Draft.objects.get().fields["prompt"] == "ab"


def test_a_draft_is_ones_own(desk: Desk, mara: User) -> None:
    kept(desk, prompt="Mine alone")
    assert "Mine alone" not in Desk.of(mara).see()
    assert Client().post("/draft/", {"prompt": "Nobody's"}).status_code == 302


def test_the_words_stay_after_an_order_without_the_script(desk: Desk) -> None:
    desk.order("A heron lifts off", takes="2")
    assert "A heron lifts off</textarea>" in desk.see()


@pytest.mark.parametrize(
    ("part", "prompt", "seed", "tier"),
    [
        ("", "A heron", "", "360P"),
        ("prompt", "A heron", "", "540P"),
        ("seed", "My own words", "7", "540P"),
        ("settings", "My own words", "", "360P"),
    ],
)
def test_an_earlier_film_gives_all_of_itself_or_a_part(
    desk: Desk, part: str, prompt: str, seed: str, tier: str
) -> None:
    film = orders(desk.user, "A heron")
    Order.objects.get().renders.update(seed=7)
    kept(desk, prompt="My own words", tier="540P")
    page = desk.see(like=str(film.order_id), only=part, take="1")
    assert f"{prompt}</textarea>" in page
    assert f'name="seed" id="seed" value="{seed}"' in page
    assert f'name="tier" value="{tier}" data-chip="{tier}" checked' in page
    assert ("Your half-written order is kept." in page) is (prompt == "A heron")
