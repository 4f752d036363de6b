"""The gallery by keyboard and pointer, in Chromium."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import sign_in
from tests.browser.test_accessible import serious
from tests.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.processes]
DECODERS = "() => document.querySelectorAll('video').length"


def test_a_film_is_found_and_used_again_by_keyboard_alone(films: Page) -> None:
    films.keyboard.press("Control+k")
    expect(films.locator("#q")).to_be_focused()
    films.keyboard.type("纸船")
    films.keyboard.press("Enter")
    expect(films.locator(".rows .card")).to_have_count(1)
    films.locator(".rows a.whole").focus()
    films.keyboard.press("f")
    expect(films.locator(".like")).to_have_attribute("aria-pressed", "true")
    films.keyboard.press("Tab")
    expect(films.locator(".hover .reuse")).to_be_focused()
    films.keyboard.press("Enter")
    expect(films.locator("#prompt")).to_have_value("一只纸船在雨中漂流")


def test_one_decoder_follows_the_pointer(films: Page) -> None:
    first, second = films.locator(".card[data-preview]").nth(0), films.locator(".card[data-preview]").nth(1)
    first.hover()
    expect(first.locator("video.plays")).to_be_visible()
    second.hover()
    expect(second.locator("video.plays")).to_be_visible()
    assert films.evaluate(DECODERS) == 1
    films.locator("h1").hover()
    expect(films.locator("video")).to_have_count(0)


def test_the_lower_third_scrubs(films: Page) -> None:
    card = films.locator(".card[data-preview]").first
    card.hover()
    expect(card.locator("video.plays")).to_be_visible()
    box = card.locator(".picture").bounding_box()
    assert box
    films.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.8)
    expect(card.locator(".scrub")).to_be_attached()
    where = "film => film.paused && Math.abs(film.currentTime / film.duration - 0.5) < 0.1"
    assert card.locator("video").evaluate(where)


def test_with_less_motion_a_film_plays_on_space_alone(films: Page) -> None:
    films.emulate_media(reduced_motion="reduce")
    card = films.locator(".card[data-preview]").first
    card.hover()
    card.locator("a.whole").focus()
    films.wait_for_timeout(600)
    assert films.evaluate(DECODERS) == 0
    films.keyboard.press("Space")
    expect(card.locator("video.plays")).to_be_visible()
    films.keyboard.press("Space")
    expect(films.locator("video")).to_have_count(0)


def test_the_menu_opens_by_keyboard_and_gives_the_focus_back(films: Page) -> None:
    more = films.locator(".card .rest").first
    more.focus()
    films.keyboard.press("Enter")
    expect(films.locator("#card-menu .entry").first).to_be_focused()
    films.keyboard.press("ArrowDown")
    expect(films.locator("#card-menu .entry").nth(1)).to_be_focused()
    films.keyboard.press("Escape")
    expect(more).to_be_focused()


def test_the_menu_opens_the_film_under_the_filter_of_its_page(films: Page) -> None:
    films.goto(f"{films.url}?tier=360P")
    films.locator(".card .rest").first.focus()
    films.keyboard.press("Enter")
    expect(films.locator("#card-menu .entry").first).to_have_attribute("href", re.compile(r"/renders/.*\?tier=360P$"))


def test_a_filter_applies_at_once_and_stands_in_the_address(films: Page) -> None:
    films.click("details.filter > summary")
    films.click("label:has(#model-c1)")
    expect(films.locator(".days .empty")).to_be_visible()
    assert films.url.endswith("/gallery/?model=c1")
    films.click("label:has(#model-c1)")
    expect(films.locator(".rows .card").first).to_be_visible()
    assert films.url.endswith("/gallery/")


MORE = """() => {
  document.querySelector("#days .end").outerHTML =
    '<p class="more"><a class="button" href="/gone/" hx-get="/gone/" hx-target="closest .more">Older films</a></p>';
  htmx.process(document.querySelector(".more"));
  htmx.trigger(document.body, "htmx:afterSwap");
}"""


def test_a_row_that_waits_for_more_films_is_held_until_they_do_not_come(films: Page, complaints: list[str]) -> None:
    card = films.locator(".rows .card").last
    expect(card).to_be_visible()
    films.evaluate(MORE)
    expect(card).to_be_hidden()
    films.click(".more a")
    expect(card).to_be_visible()
    complaints.clear()  # the address does not exist


def test_the_height_of_the_rows_changes_at_once_and_stays(films: Page) -> None:
    films.get_by_title("High rows").click()
    expect(films.locator("#gallery")).to_have_class("gallery rows-l")
    expect(films.locator("#rows [aria-pressed=true]")).to_have_text("L")
    films.reload()
    expect(films.locator("#gallery")).to_have_class("gallery rows-l")
    films.get_by_title("Middling rows").click()


def test_without_script_the_height_of_the_rows_is_kept_and_the_filter_stays(stocked: Studio, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    sign_in(page, stocked.url)
    page.goto(f"{stocked.url.rstrip('/')}/gallery/?q=lantern")
    page.get_by_title("High rows").click()
    expect(page.locator("#gallery")).to_have_class("gallery rows-l")
    assert page.url.endswith("/gallery/?q=lantern")
    page.context.close()


def test_axe_finds_nothing_serious_in_filter_and_menu(films: Page) -> None:
    films.click("details.filter > summary")
    assert serious(films) == []
    films.keyboard.press("Escape")
    films.locator(".card .rest").first.focus()
    films.keyboard.press("Enter")
    expect(films.locator("#card-menu")).to_be_visible()
    assert serious(films) == []


def test_the_trash_and_back_by_keyboard_alone(films: Page) -> None:
    cards = films.locator(".rows .card")
    films.locator(".rows a.rest").first.focus()
    films.keyboard.press("Enter")
    films.get_by_role("button", name="Move to trash").focus()
    films.keyboard.press("Enter")
    expect(cards).to_have_count(1)
    expect(films.locator(".rows a.whole")).to_be_focused()
    films.keyboard.press("z")
    expect(cards).to_have_count(2)
    expect(films.locator(".toast")).to_contain_text("It is back where it was.")


def test_del_goes_on_to_the_next_film_and_the_toast_waits_for_whom_is_on_it(films: Page) -> None:
    films.locator(".rows a.whole").first.focus()
    films.keyboard.press("Enter")
    expect(films.locator("#stage video")).to_be_visible()
    gone = films.url
    films.keyboard.press("Delete")
    films.wait_for_url(lambda url: url != gone)
    undo = films.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    undo.focus()
    films.keyboard.press("Enter")
    expect(films.locator(".toast")).to_contain_text("It is back where it was.")


def test_what_is_deleted_for_good_was_asked_about(films: Page, stocked: Studio) -> None:
    done = stocked.manage("render", "A kite tears loose", "--tier", "360P", "--seconds", "1", "--wait")
    assert done.returncode == 0, done.stderr
    films.goto(f"{stocked.url.rstrip('/')}/gallery/?q=kite")
    films.locator(".rows a.whole").click()
    expect(films.locator("#stage video")).to_be_visible()
    films.keyboard.press("Delete")
    expect(films.locator(".toast")).to_be_visible()
    films.goto(f"{stocked.url.rstrip('/')}/trash/")
    assert serious(films) == []
    films.get_by_role("link", name="Delete for good").click()
    expect(films.get_by_role("link", name="Keep it")).to_be_focused()
    assert serious(films) == []
    films.get_by_role("button", name="Delete for good").click()
    expect(films.locator("#bin")).to_contain_text("Deleted films stay 30 days.")
    expect(films.locator("#headline")).to_be_focused()
    expect(films.locator(".binned")).to_have_count(0)
