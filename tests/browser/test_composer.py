"""The composer where there is little room, and the hand of who uses it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_journeys import choose

pytestmark = [pytest.mark.browser, pytest.mark.processes]

FOCUSED = "document.activeElement.closest('.order') !== null"


@pytest.fixture
def phone(desk: Page) -> Page:
    desk.set_viewport_size({"width": 360, "height": 780})
    return desk


def test_undo_is_in_sight_and_heard_below_an_open_tray(phone: Page) -> None:
    phone.click("#prompt")
    choose(phone, "ratio", "21:9")
    phone.click("#prompt")
    phone.click("summary:has([data-chip=model])")
    phone.click("label:has(input[value='pixverse/pixverse-v5.6-t2v'])")
    expect(phone.locator("#undo")).to_be_in_viewport(ratio=1)
    phone.click("#undo")
    expect(phone.locator("span[data-chip=ratio]")).to_have_text("21:9")


def test_the_sheet_folds_when_it_has_ordered_and_unfolds_for_the_next_word(phone: Page) -> None:
    phone.click("#prompt")
    phone.fill("#prompt", "Folded away")
    phone.locator("#prompt").press("Control+Enter")
    expect(phone.locator(".order", has_text="Folded away")).to_have_count(1)
    expect(phone.locator("#fold")).to_be_hidden()
    phone.keyboard.type(" and open again")
    expect(phone.locator("#fold")).to_be_visible()


def test_a_low_window_leaves_its_room_to_the_films_until_the_composer_is_used(desk: Page) -> None:
    desk.set_viewport_size({"width": 720, "height": 450})
    chips, button = desk.locator(".composer .chips"), desk.locator("#order")
    expect(chips).to_be_hidden()
    before = button.bounding_box()
    desk.click("#prompt")
    expect(chips).to_be_visible()
    assert button.bounding_box() == before


def test_who_cancels_what_waits_by_keyboard_stays_at_the_order(desk: Page) -> None:
    desk.fill("#prompt", "Eight that wait")
    desk.fill("#takes", "8")
    desk.click("#order")
    cancel = desk.locator(".order", has_text="Eight that wait").get_by_role("button", name="waiting · free")
    cancel.press("Enter")
    expect(cancel).to_have_count(0)
    desk.wait_for_function(FOCUSED)
    assert desk.evaluate("document.activeElement.matches('a')")  # nothing that a second press would spend by


def test_who_uses_a_film_again_goes_on_in_its_words(desk: Page) -> None:
    desk.fill("#prompt", "Words to go on with")
    desk.click("#order")
    desk.locator(".order", has_text="Words to go on with").get_by_role("link", name="Reuse").click()
    expect(desk.locator("#prompt")).to_be_focused()
    desk.keyboard.type(", and more")
    expect(desk.locator("#prompt")).to_have_value("Words to go on with, and more")


def test_a_title_that_goes_along_is_seen_on_its_closed_tray(desk: Page) -> None:
    chip, title = desk.locator("[data-tray=rest] > summary"), desk.locator("#composer [name=title]")
    edge = "chip => getComputedStyle(chip).borderTopColor"
    plain = chip.evaluate(edge)
    chip.press("Enter")
    expect(title).to_be_visible()
    expect(chip).to_be_focused()
    title.fill("Tea spot")
    title.press("Escape")
    expect(title).to_be_hidden()
    assert chip.evaluate(edge) != plain
    with desk.expect_response("**/draft/"):  # the desk is left as it was
        title.evaluate("field => { field.value = ''; field.dispatchEvent(new Event('input', { bubbles: true })); }")
