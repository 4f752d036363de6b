"""Two to four films side by side in a browser: they stay in step, and one bar moves them all."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.playing import FRAME, frame, ready
from tests.browser.test_accessible import serious
from tests.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PLAYS = "() => [...document.querySelectorAll('video')].every((film) => !film.paused && film.currentTime > 0.2)"
DRIFT = """async () => {
    const films = [...document.querySelectorAll("video")], found = [];
    const from = films[0].currentTime;
    while (films[0].currentTime < from + 10 && !films[0].ended) {
        await new Promise(requestAnimationFrame);
        const at = films.map((film) => film.currentTime);
        found.push([at[0] - from, Math.max(...at) - Math.min(...at)]);
    }
    return found;
}"""


@pytest.fixture
def compared(desk: Page, house: Studio, boats: list[str]) -> Page:
    desk.goto(f"{house.url}/compare/?films={boats[0]},{boats[1]}")
    ready(desk)
    return desk


def test_two_films_stay_in_step_for_ten_seconds(compared: Page) -> None:
    compared.keyboard.press("Space")
    compared.wait_for_function(PLAYS)
    found = compared.evaluate(DRIFT)
    assert found[-1][0] > 9
    settled = [drift for at, drift in found if at > 0.5]
    assert max(settled) <= FRAME, max(settled)


@pytest.mark.parametrize("films", [3, 4])
def test_three_and_four_films_stay_within_two_frames_for_ten_seconds(
    desk: Page, house: Studio, boats: list[str], films: int
) -> None:
    desk.goto(f"{house.url}/compare/?films={','.join(boats[:films])}")
    ready(desk)
    desk.keyboard.press("Space")
    desk.wait_for_function(PLAYS)
    found = desk.evaluate(DRIFT)
    assert found[-1][0] > 9
    settled = [drift for at, drift in found if at > 0.5]
    assert max(settled) <= 2 * FRAME, max(settled)
    expect(desk.locator(".differences th[scope=row]")).to_have_text(["Seed"])


def test_a_film_that_fell_behind_catches_up(compared: Page) -> None:
    compared.keyboard.press("Space")
    compared.wait_for_function(PLAYS)
    compared.evaluate("document.querySelectorAll('video')[1].currentTime += 1.5")
    apart = "Math.abs(document.querySelectorAll('video')[1].currentTime - document.querySelector('video').currentTime)"
    compared.wait_for_function(f"() => {apart} < {FRAME}")


def test_one_bar_and_one_key_move_all_films(compared: Page) -> None:
    compared.locator("[data-do=seek]").fill("6")
    compared.evaluate("document.activeElement.blur()")
    compared.keyboard.press(".")
    at = compared.evaluate("[...document.querySelectorAll('video')].map((film) => film.currentTime)")
    assert [frame(one) for one in at] == [145, 145]
    compared.keyboard.press("2")
    compared.wait_for_url("**/renders/**")


def test_c_on_an_order_compares_its_takes(desk: Page, boats: list[str]) -> None:
    desk.locator(".order", has_text="Three boats").hover()
    desk.keyboard.press("c")
    desk.wait_for_url(f"**/compare/?films={','.join(boats)}")


@pytest.mark.parametrize("width", [360, 768, 1440, 1920])
def test_no_page_of_films_is_wider_than_its_window_or_bars_anybody(
    compared: Page, house: Studio, boats: list[str], width: int
) -> None:
    compared.set_viewport_size({"width": width, "height": 800})
    found = serious(compared)
    for path in (f"renders/{boats[0]}/", f"compare/?films={','.join(boats)}"):
        compared.goto(f"{house.url}/{path}")
        assert compared.evaluate("document.documentElement.scrollWidth") <= width
        found += serious(compared)
    assert found == []
