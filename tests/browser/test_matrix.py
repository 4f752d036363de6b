"""Several settings at once in Chromium: seen before they are paid for, ordered by keys alone, refused whole."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessible import CLIPPED, serious
from tests.browser.test_journeys import choose

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def tick(desk: Page, *values: str) -> None:
    for value in values:
        desk.locator(f".also input[value='{value}']").check()


def tray(desk: Page) -> None:
    desk.locator("[data-tray=matrix] > summary").click()


@pytest.fixture
def small(desk: Page) -> Page:
    """The smallest films that all three models make; whatever an earlier test wrote is gone."""
    desk.fill("#prompt", "")
    for name, value in (("tier", "360P"), ("duration", "5")):
        choose(desk, name, value)
    desk.evaluate("document.querySelectorAll('.also input:checked:not(:disabled)').forEach((box) => box.click())")
    return desk


def test_twelve_films_are_ordered_by_keys_alone(small: Page) -> None:
    small.locator("#prompt").focus()
    small.keyboard.type("A paper {lantern|boat} in the rain")
    expect(small.locator("#order")).to_have_text(re.compile("^Render 2 · "))
    small.locator("[data-tray=matrix] > summary").focus()
    small.keyboard.press("Enter")
    for _ in range(2):  # the first box is the composer's own
        small.keyboard.press("Tab")
        small.keyboard.press("Space")
    for value in ("1:1",):
        small.locator(f".also input[value='{value}']").focus()
        small.keyboard.press("Space")
    expect(small.locator(".line-of")).to_have_count(12)
    expect(small.locator("#order")).to_have_text(re.compile("^Render 12 · ¥"))
    assert serious(small, ".composer") == []
    small.locator("#prompt").focus()
    small.keyboard.press("Control+Enter")
    yes = small.get_by_role("button", name="Yes, render · ¥")
    expect(small.locator(".asking")).to_contain_text("12 films · ¥")
    assert small.locator(".order.of-batch").count() == 0
    yes.focus()
    small.keyboard.press("Enter")
    expect(small.locator(".order.of-batch")).to_have_count(12)
    expect(small.locator(".batch-head")).to_have_count(1)
    expect(small.locator(".batch-head")).to_contain_text("12 films")
    cancel = small.locator(".batch-head").get_by_role("button", name="waiting · free")
    cancel.focus()
    small.keyboard.press("Enter")
    expect(cancel).to_have_count(0)
    expect(small.locator("#messages")).not_to_be_empty()


def test_one_bad_cell_is_marked_and_nothing_is_ordered(small: Page) -> None:
    before = small.locator(".order").count()
    small.fill("#prompt", "Rain on a {tin|glass} roof")
    tray(small)
    tick(small, "pixverse/pixverse-v5.6-t2v", "21:9")
    expect(small.locator(".line-of.bad")).to_have_count(2)
    expect(small.locator("#order")).to_have_text("2 of 8 impossible")
    small.click("#order")
    expect(small.locator(".problems")).to_contain_text("No. 4, 8: v5.6 has no 21:9.")
    assert small.locator(".order").count() == before


def test_a_plain_form_after_a_matrix_has_its_own_price_again(small: Page) -> None:
    small.fill("#prompt", "A {red|blue} kite")
    expect(small.locator("#order")).to_have_text("Render 2 · ¥1.50")
    small.fill("#prompt", "A red kite")
    expect(small.locator("#order")).to_have_text("Render · ¥0.75")
    small.fill("#prompt", r"A \{red|blue} kite")
    expect(small.locator("#order")).to_have_text("Render · ¥0.75")


def test_the_preview_is_whole_on_a_phone_and_comes_back_after_a_reload(small: Page) -> None:
    small.set_viewport_size({"width": 360, "height": 780})
    small.click("#prompt")
    small.fill("#prompt", "A {red|blue} lantern over the river")
    tray(small)
    with small.expect_response(lambda answer: "/draft/" in answer.url):
        tick(small, "pixverse/pixverse-c1-t2v")
    expect(small.locator(".line-of")).to_have_count(4)
    assert small.evaluate(CLIPPED) == []
    assert serious(small, ".composer") == []
    small.reload()
    expect(small.locator("#order")).to_have_text(re.compile("^Render 4 · ¥"))
