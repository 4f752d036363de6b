"""Boards and tags in Chromium: films are sorted by keys alone, and the dialog gives the focus back."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import sign_in
from tests.browser.test_accessible import serious
from tests.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def test_films_are_sorted_by_keys_alone(films: Page) -> None:
    links = films.locator(".rows a.whole")
    links.nth(0).focus()
    films.keyboard.press("b")
    expect(films.locator("#narrow")).to_be_focused()  # there is no board yet
    films.keyboard.type("Tea spot")
    films.keyboard.press("Enter")
    expect(films.locator("#ask")).to_be_hidden()
    expect(links.nth(0)).to_be_focused()
    films.keyboard.press("ArrowRight")
    expect(links.nth(1)).to_be_focused()
    films.keyboard.press("b")
    expect(films.locator("#narrow")).to_be_focused()
    assert serious(films) == []
    films.keyboard.press("Enter")
    expect(films.locator("#ask")).to_be_hidden()
    films.get_by_role("link", name="Boards", exact=True).first.click()
    expect(films.locator(".board-card .caption")).to_have_text("2 films")
    assert serious(films) == []


def test_a_tag_is_given_in_the_window_of_a_film_and_leads_to_its_films(films: Page) -> None:
    films.locator(".rows a.whole").first.click()
    films.wait_for_url(re.compile("/renders/"))
    films.keyboard.press("b")
    expect(films.locator("#ask[open]")).to_be_visible()
    films.locator("#tag-name").fill("night, 灯笼")
    films.keyboard.press("Enter")
    expect(films.locator("#gather .tags .chip")).to_have_count(2)
    expect(films.locator("#tag-name")).to_be_focused()
    films.keyboard.press("Escape")
    films.locator("#shelf").get_by_role("link", name="灯笼").click()
    expect(films.locator(".rows .card")).to_have_count(1)


def test_the_menu_of_a_card_leads_to_the_dialog_and_gets_the_focus_back(films: Page) -> None:
    card = films.locator(".rows .card").first
    card.hover()
    card.locator(".rest").click()
    films.locator("#card-menu").get_by_text("Boards and tags").click()
    expect(films.locator("#ask[open]")).to_be_visible()
    films.keyboard.press("Escape")
    expect(card.locator(".rest")).to_be_focused()


def test_without_script_a_film_is_put_on_a_board_and_tagged(stocked: Studio, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    sign_in(page, stocked.url)
    page.goto(f"{stocked.url.rstrip('/')}/gallery/")
    page.locator(".rows a.whole").last.click()
    page.locator("#shelf-change").click()
    page.fill("#board-name", "Rain")
    page.click("#board-make")
    expect(page.locator(".pick", has_text="Rain")).to_have_attribute("aria-pressed", "true")
    page.fill("#tag-name", "steam")
    page.click("#tag-add")
    page.get_by_role("button", name=re.compile("steam")).click()
    expect(page.locator("#gather .tags")).to_have_count(0)
    context.close()
