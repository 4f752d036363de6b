"""Adopt, ignore and decide by keyboard alone; a page that looks again keeps the focus where it was."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.studio import OWNER, Studio, launched

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """With films that ask and tasks that were found, and nobody to work on them meanwhile."""
    with launched(tmp_path_factory.mktemp("house")) as start:
        studio = start(environment=OWNER)
        studio.wait_working()
        done = studio.manage("shell", "-v0", "-c", "from tests.browser import parked; parked.asking()")
        assert done.returncode == 0, done.stderr
        yield studio


def press(desk: Page, target: str) -> None:
    desk.locator(target).first.focus()
    desk.keyboard.press("Enter")


def test_a_found_task_is_ignored_with_a_reason_and_another_one_adopted(desk: Page, house: Studio) -> None:
    desk.goto(f"{house.url}/queue/")
    rows = desk.locator("#found > .found tbody tr")
    expect(rows).to_have_count(4)
    press(desk, "[id^=ignore-]")
    expect(desk.locator("#id_reason")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#ask .bad")).to_contain_text("Say in a few words")
    desk.locator("#id_reason").focus()
    desk.keyboard.type("made by the advertising team")
    desk.keyboard.press("Enter")
    expect(desk.locator("#ask")).to_be_hidden()
    expect(desk.locator(".toast").last).to_contain_text("Ignored. The reason is kept.")
    expect(rows).to_have_count(3)
    expect(desk.locator(".ignored tbody tr")).to_contain_text("made by the advertising team")
    expect(desk.locator("#found a").first).to_be_focused()

    press(desk, "[id^=adopt-]")
    expect(desk.locator("#ask .loud")).to_be_focused()
    desk.keyboard.press("Escape")
    expect(desk.locator("[id^=adopt-]").first).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#ask .loud")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator(".toast").last).to_contain_text("Adopted. It comes home like any other film.")
    expect(rows).to_have_count(2)


def test_a_film_is_decided_and_the_focus_goes_on_beside_it(desk: Page, house: Studio) -> None:
    desk.goto(f"{house.url}/queue/")
    asking = desk.locator(".asking")
    before = asking.count()
    give_up = desk.locator(".asking .deeds button", has_text="Give up").last
    give_up.focus()
    desk.keyboard.press("Enter")
    expect(asking).to_have_count(before - 1)
    expect(desk.locator("#needs a").first).to_be_focused()


def test_looking_again_leaves_the_focus_on_its_button(desk: Page, house: Studio) -> None:
    desk.goto(f"{house.url}/queue/")
    place = desk.locator("#lanes .row-name a").last
    expect(place).to_be_visible()
    desk.locator("#fetch").focus()
    seen = desk.locator("#board-look").get_attribute("hx-get")
    expect(desk.locator("#board-look")).not_to_have_attribute("hx-get", str(seen), timeout=20_000)
    expect(desk.locator("#fetch")).to_be_focused()


def test_without_the_script_everything_can_be_done(house: Studio, browser: object) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 780}, locale="en-US")  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{house.url}/accounts/login/?next=/queue/")
    page.fill("[name=login]", OWNER["PIXSTUDIO_OWNER_EMAIL"])
    page.fill("[name=password]", OWNER["PIXSTUDIO_OWNER_PASSWORD"])
    page.click("button.loud")
    page.click("#fetch")
    expect(page.locator(".toast").last).to_be_visible()
    expect(page).to_have_url(f"{house.url}/queue/")
    page.locator("[id^=ignore-]").first.click()
    page.fill("#id_reason", "theirs")
    page.click(".question .loud")
    expect(page.locator(".toast").last).to_contain_text("Ignored.")
    context.close()
