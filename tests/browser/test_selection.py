"""Many films at once in Chromium: sorted by keys alone, in ranges, by days, without script, on a phone, as a ZIP."""

import io
import zipfile

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import sign_in
from tests.browser.test_accessible import serious
from tests.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.processes]

FILMS = """
from tests.browser import parked
parked.shelf(60)
"""
SELECTED = ".card:has(.choose:checked)"


@pytest.fixture(scope="module")
def shelf(house: Studio) -> Studio:
    """Sixty films that are home: a page of the gallery and a part of the next."""
    done = house.manage("shell", "-v0", "-c", FILMS)
    assert done.returncode == 0, done.stderr
    return house


@pytest.fixture
def gallery(desk: Page, shelf: Studio) -> Page:
    desk.goto(f"{shelf.url}/gallery/")
    expect(desk.locator(".rows .card").nth(40)).to_be_attached()
    return desk


def said(page: Page) -> str:
    return page.locator(".selected output").inner_text()


def test_thirty_films_are_sorted_into_boards_by_keys_alone(gallery: Page) -> None:
    links = gallery.locator(".rows a.whole")
    links.first.focus()
    for name in ("Tea spot", "Rain", "tea", "rai", "te"):  # the first two are made, the others found by some letters
        gallery.keyboard.press("b")
        expect(gallery.locator("#narrow")).to_be_focused()
        gallery.keyboard.type(name)
        gallery.keyboard.press("Enter")
        expect(gallery.locator("#ask")).to_be_hidden()
        gallery.keyboard.press("ArrowRight")
        for _ in range(5):  # the same board again, as fast as keys go
            with gallery.expect_response("**/selection/boards/"):
                gallery.keyboard.press("Shift+B")
            gallery.keyboard.press("ArrowRight")
    expect(links.nth(30)).to_be_focused()
    gallery.goto(gallery.url.replace("gallery", "boards"))
    expect(gallery.locator(".board-card", has_text="Tea spot").locator(".caption")).to_have_text("18 films")
    expect(gallery.locator(".board-card", has_text="Rain").locator(".caption")).to_have_text("12 films")


def test_keys_select_extend_and_clear_without_moving_anything(gallery: Page) -> None:
    links = gallery.locator(".rows a.whole")
    links.nth(1).focus()
    before = links.nth(6).bounding_box()
    gallery.keyboard.press("x")
    assert said(gallery) == "1 selected · 0:01 min"
    gallery.keyboard.press("Shift+ArrowRight")
    gallery.keyboard.press("Shift+ArrowRight")
    expect(gallery.locator(SELECTED)).to_have_count(3)
    gallery.keyboard.press("ArrowRight")
    gallery.keyboard.press("Space")
    assert said(gallery) == "4 selected · 0:04 min"
    assert links.nth(6).bounding_box() == before
    assert serious(gallery) == []
    gallery.keyboard.press("Escape")
    expect(gallery.locator(SELECTED)).to_have_count(0)
    expect(gallery.locator(".selected")).to_be_hidden()


def test_one_comes_back_from_a_comparison_with_all_that_was_selected(gallery: Page) -> None:
    links = gallery.locator(".rows a.whole")
    links.nth(1).focus()
    gallery.keyboard.press("x")
    gallery.keyboard.press("Shift+ArrowRight")
    gallery.keyboard.press("Shift+ArrowRight")
    gallery.keyboard.press("c")
    gallery.wait_for_url("**/compare/**")
    gallery.keyboard.press("Escape")
    gallery.wait_for_url("**/gallery/")
    assert said(gallery) == "3 selected · 0:03 min"
    expect(gallery.locator(SELECTED)).to_have_count(3)


def test_a_range_by_pointer_a_day_and_all_of_the_filter(gallery: Page) -> None:
    boxes = gallery.locator(".rows .choose")
    boxes.nth(2).click()
    boxes.nth(9).click(modifiers=["Shift"])
    assert said(gallery).startswith("8 selected")
    gallery.locator(".rows a.whole").nth(12).click()
    assert said(gallery).startswith("9 selected")
    gallery.locator(".day > header .choose").first.click()
    expect(gallery.locator(".selected output")).to_contain_text("60 selected · 1:00 min")
    gallery.locator(".selected .toggle").click()
    expect(gallery.locator(".selected output")).to_have_text("60 films")
    boxes.nth(0).click()
    expect(gallery.locator(".selected .toggle input")).not_to_be_checked()


def test_what_is_selected_outlives_more_films_and_another_filter(gallery: Page) -> None:
    gallery.locator(".rows .choose").nth(3).click()
    gallery.keyboard.press("Control+a")
    gallery.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(gallery.locator(".rows .card")).to_have_count(60)
    expect(gallery.locator(SELECTED)).to_have_count(48)
    gallery.evaluate("scrollTo(0, 0)")
    gallery.click("details.filter > summary")
    gallery.click("label:has(#model-v6)")
    expect(gallery.locator(".chip", has_text="v6").first).to_be_visible()
    expect(gallery.locator(SELECTED)).to_have_count(48)


def test_the_trash_takes_them_and_undo_brings_them_back(gallery: Page) -> None:
    cards = gallery.locator(".rows .card")
    gallery.locator(".rows a.whole").nth(0).focus()
    gallery.keyboard.press("x")
    gallery.keyboard.press("Shift+ArrowRight")
    gallery.keyboard.press("Delete")
    expect(cards).to_have_count(46)
    expect(gallery.locator(".rows a.whole").first).to_be_focused()
    expect(gallery.locator(".toast")).to_contain_text("Moved to the trash for 30 days: 2 films.")
    gallery.keyboard.press("z")
    expect(gallery.locator(".toast")).to_contain_text("Back in place: 2 films.")
    expect(cards).to_have_count(48)


def test_twenty_films_come_as_a_zip_whose_names_and_bytes_are_right(gallery: Page) -> None:
    boxes = gallery.locator(".rows .choose")
    boxes.nth(0).click()
    boxes.nth(19).click(modifiers=["Shift"])
    gallery.click(".zip summary")
    gallery.check("[name=sidecars]")
    with gallery.expect_download() as got:
        gallery.click(".zip .menu .button")
    with zipfile.ZipFile(io.BytesIO(got.value.path().read_bytes())) as packed:
        assert packed.testzip() is None
        assert len([name for name in packed.namelist() if name.endswith(".mp4")]) == 20
        assert len(packed.namelist()) == 40
    expect(gallery.locator(SELECTED)).to_have_count(20)
    gallery.keyboard.press("Escape")  # closes the little menu first
    with gallery.expect_download() as got:
        gallery.keyboard.press("d")
    assert got.value.suggested_filename.endswith("_20.zip")
    gallery.keyboard.press("Escape")  # the bar goes with the focus in it
    expect(gallery.locator("a.whole:focus")).to_have_count(1)


def test_favourites_and_tags_of_many_and_a_comparison_by_c(gallery: Page) -> None:
    gallery.locator(".rows a.whole").first.focus()
    gallery.keyboard.press("x")
    gallery.keyboard.press("Shift+ArrowRight")
    gallery.keyboard.press("Shift+ArrowRight")
    gallery.keyboard.press("f")
    expect(gallery.locator(".like[aria-pressed=true]")).to_have_count(3)
    gallery.locator(".selected .button", has_text="Tag").click()
    gallery.fill("#tag-name", "night")
    gallery.keyboard.press("Enter")
    expect(gallery.locator(".toast")).to_contain_text("Tagged “night”: 3 films.")
    gallery.keyboard.press("c")
    gallery.wait_for_url("**/compare/?films=**")
    expect(gallery.locator("video")).to_have_count(3)


def test_the_list_of_boards_is_narrowed_and_bars_nobody(gallery: Page) -> None:
    gallery.locator(".rows a.whole").first.focus()
    for typed in ("Rain", "Tea spot"):
        gallery.keyboard.press("b")
        expect(gallery.locator("#narrow")).to_be_focused()
        gallery.keyboard.type(typed)
        gallery.keyboard.press("Enter")
        expect(gallery.locator("#ask")).to_be_hidden()
    gallery.keyboard.press("b")
    expect(gallery.locator("#narrow")).to_be_focused()
    gallery.keyboard.type("rai")
    expect(gallery.locator(".pick:visible")).to_have_text(["Rain"])
    assert serious(gallery) == []
    gallery.keyboard.press("Escape")
    expect(gallery.locator(".rows a.whole").first).to_be_focused()


def test_letters_that_are_off_select_nothing_but_the_space_bar_on_a_circle_does(gallery: Page) -> None:
    gallery.evaluate("document.body.dataset.letters = 'off'")
    gallery.locator(".rows a.whole").first.focus()
    gallery.keyboard.press("x")
    expect(gallery.locator(SELECTED)).to_have_count(0)
    gallery.locator(".rows .choose").first.focus()
    gallery.keyboard.press("Space")
    expect(gallery.locator(SELECTED)).to_have_count(1)


def test_without_script_circles_are_fields_and_the_bar_is_a_form(shelf: Studio, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    sign_in(page, shelf.url)
    page.goto(f"{shelf.url}/gallery/")
    expect(page.locator(".selected")).to_be_hidden()
    page.locator(".rows .choose").nth(0).check()
    page.locator(".rows .choose").nth(1).check()
    page.get_by_role("button", name="Board").click()
    page.fill("#narrow", "By hand")
    page.click("#board-make")
    expect(page.locator(".toast")).to_contain_text("On “By hand”: 2 films.")
    context.close()


def test_on_a_phone_a_long_press_selects_and_then_a_touch_does(shelf: Studio, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 780}, has_touch=True, is_mobile=True)
    page = context.new_page()
    sign_in(page, shelf.url)
    page.goto(f"{shelf.url}/gallery/")
    first = page.locator(".rows a.whole").first
    first.dispatch_event("pointerdown", {"pointerType": "touch", "bubbles": True})
    expect(page.locator(SELECTED)).to_have_count(1)
    first.dispatch_event("pointerup", {"pointerType": "touch", "bubbles": True})
    page.evaluate("document.querySelector('.rows a.whole').click()")
    page.locator(".rows a.whole").nth(1).tap()
    expect(page.locator(SELECTED)).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for button in page.locator(".selected .deeds .button").all():
        if button.is_visible():
            box = button.bounding_box()
            assert box
            assert (box["width"] >= 44, box["height"] >= 44) == (True, True)
    context.close()
