"""The viewer in a browser: keys, tabs, the strip, neighbours, titles, and marks on the bar."""

from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import sign_in
from tests.browser.playing import frame, ready
from tests.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture
def viewer(desk: Page, house: Studio, boats: list[str]) -> Page:
    """Ada before the second take."""
    desk.goto(f"{house.url}/renders/{boats[1]}/")
    ready(desk)
    return desk


def state(page: Page) -> dict[str, Any]:
    told: dict[str, Any] = page.evaluate(
        "() => { const film = document.querySelector('video');"
        " return { at: film.currentTime, paused: film.paused, loop: film.loop, muted: film.muted,"
        " speed: film.playbackRate, controls: film.controls } }"
    )
    return told


def test_the_film_obeys_its_keys(viewer: Page) -> None:
    assert not state(viewer)["controls"]
    viewer.keyboard.press("Space")
    viewer.wait_for_function("() => document.querySelector('video').currentTime > 0.1")
    viewer.keyboard.press("Space")
    viewer.wait_for_function("() => document.querySelector('video').paused")
    before = state(viewer)["at"]
    viewer.keyboard.press(".")
    assert frame(state(viewer)["at"]) == frame(before) + 1
    viewer.keyboard.press(",")
    viewer.keyboard.press(",")
    assert frame(state(viewer)["at"]) == frame(before) - 1


def test_the_bar_seeks_by_keyboard_and_says_where_it_is(viewer: Page) -> None:
    bar = viewer.locator("[data-do=seek]")
    bar.focus()
    viewer.keyboard.press("End")
    expect(bar).to_have_attribute("aria-valuetext", "0:12.0 / 0:12.0")
    viewer.keyboard.press("Home")
    viewer.keyboard.press("ArrowRight")
    assert frame(state(viewer)["at"]) == 1
    expect(viewer).to_have_url(viewer.url)


def test_speed_loop_and_sound_are_the_film_s(viewer: Page) -> None:
    viewer.select_option("[data-do=speed]", "0.5")
    viewer.click("[data-do=loop]")
    told = state(viewer)
    assert (told["speed"], told["loop"]) == (0.5, True)
    viewer.reload()
    ready(viewer)
    assert state(viewer)["loop"]


def test_digits_open_takes_and_arrows_the_films_around(viewer: Page, boats: list[str]) -> None:
    viewer.keyboard.press("3")
    viewer.wait_for_url(f"**/renders/{boats[2]}/")
    expect(viewer.locator(".strip [aria-current]")).to_have_attribute("data-key", "3")
    viewer.keyboard.press("ArrowRight")
    viewer.wait_for_url(f"**/renders/{boats[1]}/")
    viewer.keyboard.press("ArrowLeft")
    viewer.wait_for_url(f"**/renders/{boats[2]}/")


def test_letters_press_what_they_stand_for(viewer: Page, boats: list[str]) -> None:
    viewer.keyboard.press("f")
    expect(viewer.locator(".like")).to_have_attribute("aria-pressed", "true")
    viewer.keyboard.press("i")
    expect(viewer.locator(".pane")).to_be_hidden()
    viewer.keyboard.press("?")
    expect(viewer.locator("#keys")).to_be_visible()
    viewer.keyboard.press("Escape")
    with viewer.expect_download() as got:
        viewer.keyboard.press("d")
    assert got.value.suggested_filename == "studio_three-boats_t2_640x360.mp4"
    viewer.keyboard.press("c")
    viewer.wait_for_url(f"**/compare/?films={','.join(boats)}")


def test_a_letter_in_a_field_is_a_letter_and_one_switched_off_is_nothing(viewer: Page) -> None:
    viewer.keyboard.press("t")
    expect(viewer.locator(".title [name=title]")).to_be_focused()
    viewer.keyboard.type("dfc")
    expect(viewer.locator(".title [name=title]")).to_have_value("dfc")
    viewer.keyboard.press("Escape")
    viewer.keyboard.press("?")
    viewer.click("#keys [name=letter_keys]")
    expect(viewer.locator("body")).to_have_attribute("data-letters", "off")
    viewer.keyboard.press("t")
    expect(viewer.locator(".title [name=title]")).to_be_hidden()
    viewer.evaluate("document.querySelector('[data-opens=keys]').click()")
    viewer.click("#keys [name=letter_keys]")


def test_a_title_is_edited_while_the_film_plays_on(viewer: Page) -> None:
    viewer.keyboard.press("Space")
    viewer.keyboard.press("t")
    viewer.fill(".title [name=title]", "Four boats")
    viewer.keyboard.press("Enter")
    expect(viewer.locator("h1")).to_have_text("Four boats")
    assert not state(viewer)["paused"]
    viewer.keyboard.press("t")
    viewer.fill(".title [name=title]", "Three boats")
    viewer.keyboard.press("Enter")
    expect(viewer.locator("h1")).to_have_text("Three boats")


def test_tabs_go_by_arrows_and_stay_from_film_to_film(viewer: Page) -> None:
    viewer.locator("#tab-prompt").focus()
    viewer.keyboard.press("ArrowRight")
    viewer.keyboard.press("ArrowRight")
    expect(viewer.locator(".for-receipt")).to_be_visible()
    expect(viewer.locator(".for-prompt")).to_be_hidden()
    viewer.keyboard.press("1")
    viewer.wait_for_load_state()
    expect(viewer.locator(".for-receipt")).to_be_visible()
    viewer.set_viewport_size({"width": 1700, "height": 900})
    expect(viewer.locator(".for-prompt")).to_be_visible()


def test_a_setting_is_copied(viewer: Page) -> None:
    viewer.context.grant_permissions(["clipboard-read", "clipboard-write"])
    viewer.click(".rows div:has-text('Size') .copy")
    expect(viewer.locator(".toast")).to_have_text("Copied: Size")
    assert viewer.evaluate("navigator.clipboard.readText()") == "640*360"


def test_on_a_phone_the_film_has_the_phone_s_own_controls(viewer: Page) -> None:
    viewer.set_viewport_size({"width": 360, "height": 780})
    viewer.wait_for_function("() => document.querySelector('video').controls")
    expect(viewer.locator(".transport")).to_be_hidden()
    box = viewer.locator("video").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 360)


def test_without_script_films_play_and_everything_can_be_read(
    house: Studio, browser: Browser, boats: list[str]
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    sign_in(page, house.url)
    page.goto(f"{house.url}/renders/{boats[0]}/")
    assert page.locator("video").get_attribute("controls") is not None
    expect(page.locator(".transport")).to_be_hidden()
    page.click("label[data-tab=history]")
    expect(page.locator(".for-history")).to_be_visible()
    page.click(".title summary")
    page.fill(".title [name=title]", "Three boats ")
    page.click(".title button")
    expect(page.locator("h1")).to_have_text("Three boats")
    page.click(".strip a >> nth=1")
    page.wait_for_url(f"**/renders/{boats[1]}/")
    page.context.close()


@pytest.mark.parametrize(("motion", "moves"), [("no-preference", True), ("reduce", False)])
def test_the_poster_grows_into_its_film_unless_less_motion_is_wished(
    desk: Page, house: Studio, boats: list[str], motion: Literal["no-preference", "reduce"], moves: bool
) -> None:
    desk.emulate_media(reduced_motion=motion)
    desk.add_init_script("addEventListener('pagereveal', (event) => { window.moved = Boolean(event.viewTransition) })")
    desk.goto(f"{house.url}/gallery/?q=boats")
    desk.locator(f"a.whole[href*='{boats[0]}']").click()
    desk.wait_for_url(f"**/renders/{boats[0]}/?q=boats")
    ready(desk)
    desk.wait_for_function("'moved' in window")
    assert desk.evaluate("window.moved") is moves


def test_a_film_that_comes_home_takes_the_stage_by_itself(desk: Page, house: Studio) -> None:
    done = house.manage("render", "A heron comes home", "--tier", "360P", "--seconds", "1")
    desk.goto(f"{house.url}/renders/{done.stdout.strip()}/")
    desk.evaluate("window.stayed = true")
    expect(desk.locator("video")).to_be_visible(timeout=45_000)
    expect(desk.locator(".transport")).to_be_visible()
    expect(desk.locator(".doing [data-key=d]")).to_be_visible()
    assert not state(desk)["controls"]
    assert desk.evaluate("window.stayed")


def test_esc_closes_what_is_open_and_then_leads_to_the_gallery(viewer: Page) -> None:
    viewer.click(".more-menu > summary")
    viewer.keyboard.press("Escape")
    expect(viewer.locator(".more-menu .menu")).to_be_hidden()
    viewer.locator("[data-do=seek]").fill("6")
    viewer.keyboard.press("Escape")
    viewer.wait_for_url("**/gallery/")


def test_what_a_guest_says_of_a_place_marks_it_on_the_bar(desk: Page, house: Studio, boats: list[str]) -> None:
    desk.goto(f"{house.url}/renders/{boats[3]}/")
    ready(desk)
    said = house.manage("shell", "-v0", "-c", f"from tests.browser import parked; parked.remark('{boats[3]}', 7000)")
    assert said.returncode == 0, said.stderr
    desk.locator("#marks g").click()
    desk.wait_for_function("() => Math.abs(document.querySelector('video').currentTime - 7) < 0.1")
