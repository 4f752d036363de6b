"""A share link in Chromium: made in a film's window, opened by a stranger, heard of at the bell, ended."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import leave
from tests.browser.test_accessible import serious
from tests.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def shares(film: Locator) -> None:
    """In its window, by a key."""
    film.click()
    film.page.wait_for_url("**/renders/**")
    film.page.keyboard.press("s")


@pytest.fixture
def address(films: Page) -> str:
    """Of a link with a password over one film, made by keys; Ada is in the gallery again."""
    shares(films.locator(".rows a.whole").first)
    dialog = films.locator("#ask[open]")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Title").fill("Tea spot, round 2")
    dialog.get_by_text("Ask for a password").click()
    dialog.get_by_label("Password", exact=True).fill("one two three")
    assert serious(films) == []
    films.keyboard.press("Enter")
    address = films.locator("#address").input_value()
    expect(films.get_by_role("button", name="Copy for the client")).to_be_focused()
    films.mouse.click(5, 400)  # beside it: what is shown once stays until it is closed
    expect(films.locator("#address")).to_be_visible()
    films.keyboard.press("Escape")
    films.goto(f"{films.url.split('/renders/')[0]}/gallery/")
    return address


@pytest.fixture
def guest(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """A stranger on a phone."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="en-US", has_touch=True)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    leave(context)


def test_a_stranger_looks_picks_and_comments_and_the_author_hears_of_it(
    stocked: Studio, films: Page, address: str, guest: Page
) -> None:
    guest.goto(address)
    assert serious(guest) == []
    guest.get_by_label("Password").fill("one two three")
    guest.keyboard.press("Enter")
    expect(guest.get_by_role("heading", name="Tea spot, round 2")).to_be_visible()
    assert serious(guest) == []
    guest.get_by_role("button", name="Pick").click()
    guest.get_by_label("Your name, so").fill("Anna")
    guest.keyboard.press("Enter")
    expect(guest.get_by_role("button", name="Picked")).to_have_attribute("aria-pressed", "true")
    expect(films.locator("#unseen")).to_have_text("1")
    guest.evaluate("document.querySelector('video').preload = 'auto'; document.querySelector('video').load()")
    guest.wait_for_function("() => document.querySelector('video').readyState > 1")
    guest.evaluate("document.querySelector('video').currentTime = 0.4")
    guest.get_by_role("button", name="Comment").click()
    expect(guest.locator(".here output")).to_have_text("0:00.4")
    guest.keyboard.type("Warmer, please")
    guest.get_by_role("button", name="Picked").click()
    expect(guest.get_by_role("button", name="Pick", exact=True)).to_have_attribute("aria-pressed", "false")
    guest.get_by_role("button", name="Pick", exact=True).click()
    expect(guest.get_by_role("button", name="Picked")).to_have_attribute("aria-pressed", "true")
    expect(guest.locator("#text-1")).to_have_value("Warmer, please")
    guest.locator("#text-1").focus()
    expect(guest.locator(".here output")).to_have_text("0:00.4")
    guest.get_by_role("button", name="Send").click()
    expect(guest.locator(".remarks")).to_contain_text("Warmer, please")
    assert serious(guest) == []
    expect(films.locator("#unseen")).to_have_text("2")
    films.locator(".bell > summary").click()
    expect(films.locator(".bell .piece").first).to_contain_text("Anna commented on")
    expect(films.locator("#unseen")).to_be_hidden()
    assert serious(films) == []
    films.locator(".bell .piece").first.click()
    films.locator(".for-comments [data-seek]").click()
    films.wait_for_function("() => Math.abs(document.querySelector('video').currentTime - 0.4) < 0.05")
    films.goto(f"{stocked.url.rstrip('/')}/shares/")
    films.get_by_role("link", name="Tea spot, round 2").first.click()
    films.click("summary:has-text('End the link…')")
    films.get_by_role("button", name="End the link now").click()
    expect(films.get_by_text("Nobody can open it any more.")).to_be_visible()
    assert serious(films) == []
    guest.get_by_role("button", name="Picked").click()
    expect(guest.get_by_role("heading", name="This link has ended")).to_be_visible()


def test_a_question_loses_no_words_to_a_press_beside_it(films: Page) -> None:
    shares(films.locator(".rows a.whole").first)
    dialog, note = films.locator("#ask[open]"), films.locator("#ask [name=note]")
    note.fill("Which one?")
    note.hover()
    films.mouse.down()
    films.mouse.move(5, 400)  # words are marked, and let go of outside
    films.mouse.up()
    films.mouse.click(5, 400)
    expect(dialog).to_be_visible()
    note.fill("")
    dialog.click(position={"x": 4, "y": 4})  # its edge is a part of it
    expect(dialog).to_be_visible()
    films.mouse.click(5, 400)
    expect(dialog).to_be_hidden()


def test_without_script_a_stranger_picks_and_comments(films: Page, browser: Browser) -> None:
    shares(films.locator(".rows a.whole").last)
    films.locator("#ask button.loud").click()
    address = films.locator("#address").input_value()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(address)
    page.locator("#pick-1").click()
    page.fill("#name-of-1", "Ben")
    page.locator(".ask-name button").click()
    page.locator("#say-1 summary").click()
    page.fill("#text-1", "Colder, please")
    page.locator("#say-1 button").click()
    expect(page.locator(".remarks")).to_contain_text("Colder, please")
    expect(page.locator("#pick-1")).to_have_attribute("aria-pressed", "true")
    context.close()
