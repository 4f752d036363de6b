"""A film is downloaded, plays elsewhere, and is dropped on the desk: the same order stands there again."""

from base64 import b64encode
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import sign_in
from tests.browser.playing import ready
from tests.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PROMPT = "\n雨中的茶馆, “quiet”\n  slow push-in 🎬"
DRAG = """([kind, name, data]) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)), carried = new DataTransfer();
    carried.items.add(new File([bytes], name));
    document.body.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }));
}"""


@pytest.fixture(scope="module")
def teahouse(house: Studio) -> str:
    """The id of a film with settings of its own."""
    done = house.manage("shell", "-v0", "-c", "from tests.browser import parked; print(parked.teahouse().pk)")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def film(desk: Page, house: Studio, teahouse: str, tmp_path: Path) -> Path:
    """Downloaded from the viewer; then other words are on the desk."""
    desk.goto(f"{house.url}/renders/{teahouse}/")
    with desk.expect_download() as begun:
        desk.get_by_role("link", name="Download").click()
    begun.value.save_as(tmp_path / "film.mp4")
    desk.goto(house.url)
    desk.fill("#prompt", "Other words")
    return tmp_path / "film.mp4"


def drag(page: Page, kind: str, data: bytes, name: str = "film.mp4") -> None:
    page.evaluate(DRAG, [kind, name, b64encode(data).decode()])


def filled(page: Page) -> tuple[str, ...]:
    """What the form would send."""
    return tuple(
        page.evaluate(
            "() => ['prompt', 'tier', 'ratio', 'duration', 'audio', 'takes', 'title']"
            ".map((name) => new FormData(document.getElementById('composer')).get(name))"
        )
    )


def test_a_downloaded_film_plays_elsewhere_and_dropped_it_is_the_same_order(desk: Page, film: Path) -> None:
    drag(desk, "dragover", b"")
    expect(desk.get_by_text("Drop the film here")).to_be_visible()
    with desk.expect_navigation():
        drag(desk, "drop", film.read_bytes())
    expect(desk.locator("#note")).to_contain_text("Filled in from the film. Nothing is ordered yet.")
    expect(desk.locator("#prompt")).to_be_focused()
    assert filled(desk) == (PROMPT, "360P", "21:9", "2", "1", "1", "Tea house")
    desk.goto(film.as_uri())
    ready(desk)
    desk.wait_for_function("() => document.querySelector('video').currentTime > 0.2")


def test_no_more_than_the_end_of_a_large_film_is_sent(desk: Page, film: Path) -> None:
    sent: list[int] = []
    desk.on(
        "request", lambda asked: sent.append(asked.sizes()["requestBodySize"]) if "/restore/" in asked.url else None
    )
    desk.click("[data-tray=rest] > summary")
    film.write_bytes(bytes(20_000_000) + film.read_bytes())
    with desk.expect_navigation():
        desk.get_by_label("From a film").set_input_files(film)
    assert filled(desk)[2] == "21:9"
    assert sent[0] < 300_000


def test_what_is_no_film_is_refused_and_the_words_stay(desk: Page, complaints: list[str]) -> None:
    desk.fill("#prompt", "Words in the making")
    with desk.expect_response("**/draft/"):
        desk.locator("#prompt").blur()
    with desk.expect_navigation():
        drag(desk, "drop", b"a letter", "letter.txt")
    expect(desk.get_by_role("alert")).to_contain_text("No details of a film are in this file.")
    expect(desk.locator("#prompt")).to_have_value("Words in the making")
    assert [one for one in complaints if "422" not in one] == []
    complaints.clear()  # Chromium's own word about the status of the answer


def test_without_script_the_field_and_its_button_do_it(browser: Browser, house: Studio, film: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, house.url)
    page.locator("[data-tray=rest] > summary").click()
    page.get_by_label("From a film").set_input_files(film)
    page.get_by_role("button", name="Fill in the form").click()
    expect(page.locator("[name=ratio][value='21:9']")).to_be_checked()
    assert page.locator("#prompt").input_value() == PROMPT
    context.close()
