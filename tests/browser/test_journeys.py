"""Journeys in Chromium against the studio as its users start it."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page, expect

from jobs.catalogue import LIST_PRICES, MODELS
from tests.browser.conftest import sign_in
from tests.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PATIENCE = 45_000
SEEK = "done => { film.pause(); film.addEventListener('seeked', done, { once: true }); film.currentTime = 0.7 }"


def order(desk: Page, prompt: str) -> None:
    """The cheapest and quickest film."""
    desk.fill("#prompt", prompt)
    choose(desk, "tier", "360P")
    choose(desk, "duration", "1")
    desk.click("#order")


def choose(desk: Page, wish: str, value: str) -> None:
    desk.click(f"summary:has([data-chip={wish}])")
    desk.click(f"label:has(input[name={wish}][value='{value}'])")
    desk.keyboard.press("Escape")


def test_a_film_is_ordered_moves_without_a_reload_plays_and_seeks(desk: Page) -> None:
    desk.evaluate("window.stayed = true")
    order(desk, "A heron lifts off the morning lake")
    block = desk.locator(".order", has_text="A heron lifts off")
    expect(block.locator(".card")).to_have_count(1)
    expect(block.locator(".card.is-saved")).to_be_visible(timeout=PATIENCE)
    assert desk.evaluate("window.stayed")
    expect(desk.locator("#prompt")).to_have_value("A heron lifts off the morning lake")

    block.locator("a.whole").click()
    film = desk.locator("video")
    film.evaluate("film => { film.muted = true; return film.play() }")
    film.evaluate(f"film => new Promise({SEEK})")
    assert film.evaluate("film => [film.currentTime, film.videoWidth, film.videoHeight]") == [0.7, 640, 360]


def test_a_playing_film_is_not_touched_by_the_pulse(desk: Page) -> None:
    order(desk, "A swan")
    block = desk.locator(".order", has_text="A swan")
    expect(block.locator(".card.is-saved")).to_be_visible(timeout=PATIENCE)
    block.locator("a.whole").click()
    desk.locator("video").evaluate("film => { film.mine = true }")
    # poster and preview may still be drawn, and the history tells of it; then nothing changes any more
    with desk.expect_response(lambda answer: "/pulse/" in answer.url and answer.status == 204, timeout=PATIENCE):
        pass
    assert desk.locator("video").evaluate("film => film.mine")


def test_a_double_click_is_one_order(desk: Page) -> None:
    desk.fill("#prompt", "Pressed twice")
    desk.dblclick("#order")
    expect(desk.locator(".order", has_text="Pressed twice")).to_have_count(1)
    desk.wait_for_timeout(1500)
    desk.reload()
    expect(desk.locator(".order", has_text="Pressed twice")).to_have_count(1)


def test_a_second_order_follows_the_first_without_a_reload(desk: Page) -> None:
    order(desk, "The first of two")
    expect(desk.locator("#order")).not_to_have_attribute("aria-disabled", "true")
    order(desk, "The second of two")
    expect(desk.locator(".order", has_text="of two")).to_have_count(2)


def test_a_failed_film_says_why_and_leads_back_to_its_words(desk: Page) -> None:
    order(desk, "[moderated] A forbidden heron")
    card = desk.locator(".order", has_text="forbidden heron").locator(".card")
    expect(card).to_contain_text("The content check refused this prompt. Nothing was charged.", timeout=PATIENCE)
    card.get_by_text("Edit prompt").click()
    expect(desk.locator("#prompt")).to_have_value("[moderated] A forbidden heron")


def test_a_refusal_stands_in_the_composer_and_the_words_stay(desk: Page) -> None:
    desk.fill("#prompt", "   ")
    desk.click("#order")
    expect(desk.locator("#says")).to_contain_text("The prompt is empty")
    desk.fill("#prompt", "Now there are words")
    desk.click("#order")
    expect(desk.locator("#says")).to_be_empty()


def test_another_model_keeps_what_it_can_and_names_the_rest(desk: Page) -> None:
    choose(desk, "ratio", "21:9")
    choose(desk, "duration", "14")
    choose(desk, "model", "pixverse/pixverse-v5.6-t2v")
    expect(desk.locator("#note")).to_have_text("v5.6 has no 21:9: now 16:9. v5.6 has no 14 s: now 10 s.")
    desk.click("summary:has([data-chip=duration])")
    assert desk.locator("label:has(input[name=duration]):visible b").all_inner_texts() == ["5", "8", "10"]


def test_the_button_equals_the_price_list_in_every_combination(desk: Page) -> None:
    listed = {(price.model, price.tier, price.audio): price.per_second for price in LIST_PRICES}
    shown = desk.evaluate(
        """() => {
            const form = document.getElementById("composer"), found = {};
            const pick = (name, value) => {
                const radio = [...form.querySelectorAll(`input[name="${name}"]`)].find((one) => one.value === value);
                if (radio.disabled) return false;
                radio.click();
                return true;
            };
            form.elements.takes.value = 3;
            form.elements.takes.dispatchEvent(new Event("input", { bubbles: true }));
            const models = [...form.querySelectorAll("input[name=model]")].map((radio) => radio.value);
            for (const model of models)
                for (const tier of ["360P", "540P", "720P", "1080P"])
                    for (const audio of ["0", "1"])
                        for (let second = 1; second <= 15; second++) {
                            pick("model", model); pick("tier", tier); pick("audio", audio);
                            if (pick("duration", String(second)))
                                found[[model, tier, audio, second]] = document.getElementById("order").textContent;
                        }
            return found;
        }"""
    )
    expected = {
        f"{model.id},{tier},{int(audio)},{second}": f"Render · {priced(listed[model.id, tier, audio], second * 3)}"
        for model in MODELS.values()
        for tier in model.tiers
        for audio in (False, True)
        for second in model.seconds[tier]
    }
    assert shown == expected


def priced(per_second: Decimal | None, seconds: int) -> str:
    return "price not set" if per_second is None else f"¥{per_second * seconds:.2f}"


def test_the_keyboard_alone_orders(desk: Page) -> None:
    desk.keyboard.press("Tab")
    expect(desk.locator(".skip")).to_be_focused()
    desk.locator("#prompt").focus()
    desk.keyboard.type("By keyboard")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".order", has_text="By keyboard")).to_have_count(1)
    expect(desk.locator("#prompt")).to_be_focused()


def test_the_sheet_of_a_narrow_page_gives_way_to_who_goes_on(desk: Page) -> None:
    desk.set_viewport_size({"width": 640, "height": 450})
    desk.locator("#prompt").focus()
    expect(desk.locator("#composer.open")).to_be_visible()
    desk.locator("#order").focus()
    desk.keyboard.press("Tab")
    expect(desk.locator("#composer.open")).to_have_count(0)


def test_a_cut_line_is_said_and_forgotten(desk: Page, complaints: list[str]) -> None:
    expect(desk.locator("#offline")).to_be_hidden()
    desk.context.set_offline(True)
    expect(desk.locator("#offline")).to_be_visible(timeout=PATIENCE)
    desk.fill("#prompt", "Written without a line")
    desk.context.set_offline(False)
    expect(desk.locator("#offline")).to_be_hidden(timeout=PATIENCE)
    expect(desk.locator("#prompt")).to_have_value("Written without a line")
    complaints[:] = [text for text in complaints if not text.startswith(("htmx:", "Failed to load resource"))]


def test_without_script_one_orders_watches_and_downloads(house: Studio, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    sign_in(page, house.url)
    page.fill("#prompt", "Without script")
    choose(page, "model", "pixverse/pixverse-v5.6-t2v")
    choose(page, "tier", "360P")
    page.fill("#takes", "1")  # the draft of whoever sat here before may ask for more
    page.click("button[name=update]")
    expect(page.locator("#prompt")).to_have_value("Without script")
    page.click("#order")
    for _ in range(90):
        if page.locator(".order").first.locator(".is-saved").count():
            break
        page.wait_for_timeout(500)
        page.goto(house.url)
    page.locator(".order").first.locator("a.whole").click()
    with page.expect_download() as got:
        page.click("text=Download")
    assert re.fullmatch(r"studio_without-script_t1_640x360_[0-9a-f]{8}\.mp4", got.value.suggested_filename)
    page.context.close()


PAGES = (
    "",
    "gallery/",
    "keys/",
    "keys/add/",
    "admin/",
    "admin/jobs/providerkey/",
    "admin/jobs/providerkey/add/",
    "admin/jobs/price/",
)
BACK_ROOMS = (
    *(f"admin/jobs/{name}/" for name in ("provideraccount", "user", "space", "accesstoken", "auditentry")),
    *(f"admin/jobs/{name}/add/" for name in ("provideraccount", "space", "price")),
    "admin/password_change/",
    "api/v1/docs",
)


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("path", [*PAGES, *BACK_ROOMS])
def test_every_page_is_silent_in_both_themes(desk: Page, house: Studio, path: str, theme: str) -> None:
    desk.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    answer = desk.goto(f"{house.url}/{path}")
    assert answer is not None
    assert answer.status == 200
    desk.wait_for_load_state("networkidle")


@pytest.mark.parametrize("width", [360, 768, 1440, 1920])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_page_is_wider_than_its_window(desk: Page, house: Studio, width: int, language: str) -> None:
    desk.click(".person > summary")
    desk.click(f".person button[value={language}]")
    desk.set_viewport_size({"width": width, "height": 800})
    for path in ("", "gallery/", "orders/?before=ffffffff-ffff-ffff-ffff-ffffffffffff"):
        desk.goto(f"{house.url}/{path}")
        assert desk.evaluate("document.documentElement.scrollWidth") <= width
    desk.goto(house.url)
