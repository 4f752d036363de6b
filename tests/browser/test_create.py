"""The desk itself: changed minds, kept words, a lost line."""

import os
import signal

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_journeys import PATIENCE, choose, order
from tests.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def chip(desk: Page, wish: str) -> str:
    return desk.locator(f"summary [data-chip={wish}]").inner_text()


def test_a_changed_model_can_be_taken_back_with_all_its_wishes(desk: Page) -> None:
    choose(desk, "ratio", "21:9")
    choose(desk, "duration", "7")
    choose(desk, "model", "pixverse/pixverse-v5.6-t2v")
    expect(desk.locator("#note")).to_have_text("v5.6 has no 21:9: now 16:9. v5.6 has no 7 s: now 8 s.")
    desk.get_by_role("button", name="Undo").click()
    assert [chip(desk, wish) for wish in ("model", "ratio", "duration")] == ["v6", "21:9", "7 s"]
    expect(desk.locator("#note")).to_be_empty()
    choose(desk, "ratio", "16:9")


def test_on_a_phone_the_next_tray_opens_at_the_first_touch(desk: Page) -> None:
    desk.set_viewport_size({"width": 360, "height": 780})
    desk.locator("#prompt").focus()
    desk.click("summary:has([data-chip=ratio])")
    desk.click("summary:has([data-chip=duration])")
    expect(desk.locator("details[name=tray][open]")).to_have_attribute("data-tray", "duration")
    desk.set_viewport_size({"width": 1280, "height": 720})


def test_what_was_half_written_is_there_after_a_reload(desk: Page) -> None:
    with desk.expect_response("**/draft/"):
        desk.fill("#prompt", "Half a thought about\na lantern")
        choose(desk, "tier", "1080P")
    with desk.expect_response("**/draft/"):
        choose(desk, "audio", "1")
    desk.reload()
    expect(desk.locator("#prompt")).to_have_value("Half a thought about\na lantern")
    assert (chip(desk, "tier"), chip(desk, "audio")) == ("1080P", "Sound")
    choose(desk, "audio", "0")


def test_words_of_another_page_are_not_overwritten_unseen(desk: Page) -> None:
    desk.fill("#prompt", "From the first page")
    other = desk.context.new_page()
    with desk.expect_response("**/draft/"):
        desk.keyboard.press("End")
        desk.keyboard.type("!")
    other.goto(desk.url)
    with other.expect_response("**/draft/"):
        other.fill("#prompt", "From the second page")
    with desk.expect_response("**/draft/"):
        desk.keyboard.type("!")
    expect(desk.locator("#newer")).to_contain_text("You wrote something else on another page")
    desk.get_by_role("button", name="Use that").click()
    expect(desk.locator("#prompt")).to_have_value("From the second page")


def test_words_written_on_a_slow_line_are_not_taken_for_those_of_another_page(desk: Page) -> None:
    held: list[Route] = []
    desk.route("**/draft/", lambda route: held.append(route), times=1)  # noqa: PLW0108 - it asks for the arguments of a function of ours
    with desk.expect_request("**/draft/"):
        desk.fill("#prompt", "A slow line")
    desk.locator("#prompt").press_sequentially(" and more")
    desk.evaluate("dispatchEvent(new Event('online'))")  # asks to keep it now
    with desk.expect_response(lambda answer: "and more" in (answer.request.post_data or "")):
        held[0].continue_()
    expect(desk.locator("#newer")).to_be_hidden()


def test_the_seeds_of_the_takes_are_shown_before_the_order(desk: Page) -> None:
    desk.click("summary:has([data-chip=keep_seed])")
    desk.fill("#seed", "2147483647")
    desk.fill("#takes", "3")
    expect(desk.locator("#seeds")).to_have_text("The takes are rendered with the seeds 2147483647, 0, 1.")
    desk.click("label:has(input[name=keep_seed][value='0'])")
    desk.fill("#takes", "1")


def test_the_page_catches_up_after_a_cut_line_and_a_restart_of_the_server(
    desk: Page, house: Studio, complaints: list[str]
) -> None:
    desk.evaluate("window.stayed = true")
    order(desk, "A kite over the dunes")
    block = desk.locator(".order", has_text="A kite over the dunes")
    expect(block.locator(".card")).to_have_count(1)
    desk.context.set_offline(True)
    expect(desk.locator("#offline")).to_be_visible(timeout=PATIENCE)
    os.kill(house.pid("web"), signal.SIGKILL)
    house.wait_working()
    desk.context.set_offline(False)
    expect(block.locator(".card.is-saved")).to_be_visible(timeout=PATIENCE)
    expect(desk.locator("#offline")).to_be_hidden()
    assert desk.evaluate("window.stayed")
    complaints[:] = [text for text in complaints if not text.startswith(("htmx:", "Failed to load resource"))]


def test_own_prompts_are_leafed_through_by_keys_and_what_was_written_comes_back(desk: Page) -> None:
    for prompt in ("A heron, long ago", "A swan, just now"):
        order(desk, prompt)
        expect(desk.locator(".order", has_text=prompt)).to_be_visible()
    desk.fill("#prompt", "Half a thought")
    for keys, shown in (
        ("Alt+ArrowUp", "A swan, just now"),
        ("Alt+ArrowUp", "A heron, long ago"),
        ("Alt+ArrowDown", "A swan, just now"),
        ("Alt+ArrowDown", "Half a thought"),
    ):
        desk.locator("#prompt").press(keys)
        expect(desk.locator("#prompt")).to_have_value(shown)
