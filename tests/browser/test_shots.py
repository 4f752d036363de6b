"""Storyboards written as rows, and templates of a team, with the script."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.test_journeys import choose
from tests.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def open_part(page: Page, part: str) -> None:
    page.click("summary:has-text('Title, AI label, shots')")
    page.click(f"{part} > summary")


def write_three(page: Page) -> None:
    """Fog, a lamp and the town; the lamp comes first by the keyboard."""
    page.fill("#prompt", "Fog over a black sea")
    open_part(page, "#shots-box")
    for number, words in ((2, "a lamp is lit"), (3, "the town in the sun")):
        page.get_by_role("button", name="Add a shot").click()
        expect(page.locator(f"#shot-text-{number}")).to_be_focused()
        page.keyboard.type(words)
    page.locator("#grip-2").press("ArrowUp")
    expect(page.locator("#grip-1")).to_be_focused()
    expect(page.locator("#prompt")).to_have_value(
        "镜头1：a lamp is lit；镜头2：Fog over a black sea；镜头3：the town in the sun"
    )


def receipt(page: Page, prompt: str) -> str:
    """The request of the newest film with these words, once it has left."""
    page.locator(".order", has_text=prompt).first.locator(".card a").first.click()
    page.click("label[data-tab=receipt]")
    sent = page.locator(".panel.for-receipt pre", has_text="镜头1：")
    expect(sent).to_be_visible(timeout=30_000)
    return sent.inner_text()


def test_a_storyboard_of_three_shots_on_v6_is_sent_as_such(desk: Page) -> None:
    write_three(desk)
    desk.get_by_role("button", name="Spread 5 s").click()
    expect(desk.locator("#shots-sum")).to_contain_text("5 of 5 s")
    expect(desk.locator("#shot-seconds-1")).to_be_focused()  # the button has gone
    expect(desk.locator("#prompt")).to_have_value(
        "镜头1：（2秒）a lamp is lit；镜头2：（2秒）Fog over a black sea；镜头3：（1秒）the town in the sun"
    )
    desk.select_option("#shot-seconds-3", "2")
    expect(desk.locator("#shots-sum")).to_contain_text("6 of 5 s")
    desk.locator("#prompt").press("Control+Enter")
    expect(desk.locator("#says")).to_contain_text("The shots add up to 6 s, the film has 5 s.")
    desk.get_by_role("button", name="Film of 6 s").click()
    expect(desk.locator("#shots-sum")).to_contain_text("6 of 6 s")
    expect(desk.locator("#shot-seconds-1")).to_be_focused()
    desk.locator("#prompt").press("Control+Enter")
    assert '"shot_type": "multi"' in receipt(desk, "镜头3：（2秒）the town")


def test_on_c1_the_words_alone_tell_the_shots(desk: Page) -> None:
    desk.click("summary:has([data-chip=model])")
    desk.click("label:has(input[value='pixverse/pixverse-c1-t2v'])")
    desk.keyboard.press("Escape")
    write_three(desk)
    desk.locator("#prompt").press("Control+Enter")
    sent = receipt(desk, "镜头3：the town")
    assert "pixverse-c1-t2v" in sent
    assert "shot_type" not in sent


def test_rows_follow_the_prompt_and_are_dragged_by_their_grip(desk: Page) -> None:
    desk.fill("#prompt", "Shot 1: fog. Shot 2: rain")
    open_part(desk, "#shots-box")
    expect(desk.locator("#shot-text-2")).to_have_value("rain")
    desk.locator("#prompt").press_sequentially(". Shot 3: sun")
    expect(desk.locator("#shot-text-3")).to_have_value("sun")
    expect(desk.locator("#prompt")).to_have_value("Shot 1: fog. Shot 2: rain. Shot 3: sun")
    desk.locator("#grip-3").hover()
    desk.mouse.down()
    desk.locator("#shot-text-1").hover(position={"x": 5, "y": 2})
    desk.mouse.up()
    expect(desk.locator("#prompt")).to_have_value("镜头1：sun；镜头2：fog；镜头3：rain")


def test_what_is_typed_while_an_answer_is_on_its_way_is_kept(desk: Page) -> None:
    open_slow_rows(desk, "镜头1：fog；镜头2：rain；镜头3：sun")
    desk.get_by_role("button", name="Take away: Shot 1").click(no_wait_after=True)
    desk.locator("#shot-text-3").press("End")
    desk.locator("#shot-text-3").press_sequentially(" at last")
    expect(desk.locator("#shot-text-3")).to_be_hidden(timeout=15_000)
    desk.unroute("**/shots/")
    expect(desk.locator("#shot-text-2")).to_be_focused()
    desk.keyboard.type(" and wind")
    expect(desk.locator("#prompt")).to_have_value("镜头1：rain；镜头2：sun at last and wind")


def test_what_is_written_into_the_prompt_meanwhile_is_newer_than_any_answer(desk: Page) -> None:
    open_slow_rows(desk, "镜头1：fog；镜头2：rain")
    desk.get_by_role("button", name="Add a shot").click(no_wait_after=True)
    desk.fill("#prompt", "镜头1：fog；镜头2：rain；镜头3：sun")
    expect(desk.locator("#shot-text-3")).to_have_value("sun", timeout=15_000)
    desk.unroute("**/shots/")
    expect(desk.locator("#prompt")).to_have_value("镜头1：fog；镜头2：rain；镜头3：sun")


def open_slow_rows(page: Page, prompt: str) -> None:
    """From here on every answer about them takes its time."""
    page.fill("#prompt", prompt)
    open_part(page, "#shots-box")
    expect(page.locator("#shot-text-2")).to_have_value("rain")
    page.route("**/shots/", _slowly)


def _slowly(route: Route) -> None:
    route.request.frame.page.wait_for_timeout(600)
    route.continue_()


def test_v56_has_no_rows_and_the_change_can_be_taken_back(desk: Page) -> None:
    desk.fill("#prompt", "镜头1：fog；镜头2：rain")
    choose(desk, "model", "pixverse/pixverse-v5.6-t2v")
    expect(desk.locator("#note")).to_contain_text("the storyboard stays in the prompt as plain words")
    expect(desk.locator("#shots-box")).to_be_hidden()
    desk.click("#undo")
    desk.click("summary:has-text('Title, AI label, shots')")
    expect(desk.locator("#shots-box")).to_be_visible()


def test_a_template_saved_at_one_desk_is_used_at_another(house: Studio, desk: Page, browser: Browser) -> None:
    desk.fill("#prompt", "Steam rises from {a clay|an iron} teapot")
    choose(desk, "ratio", "9:16")
    open_part(desk, "#templates-box")
    desk.get_by_role("button", name="Save as template").click()
    desk.locator("#ask [name=name]").fill("Tea spot")
    desk.get_by_role("button", name="Save template").click()
    expect(desk.locator("#messages")).to_contain_text("Saved as the template “Tea spot”.")
    expect(desk.locator("#picks")).to_contain_text("Tea spot")
    expect(desk.locator("#template-save")).to_be_focused()  # in its tray, which stayed open
    other = browser.new_context(locale="en-US").new_page()
    other.goto(house.manage("invite", "mara@example.com").stdout.strip().split()[-1])
    other.fill("[name=password]", "a-long-quiet-river")
    other.click("button.loud")
    open_part(other, "#templates-box")
    other.fill("#template-find", "steam")
    other.get_by_role("link", name="Tea spot").click()
    expect(other.locator("#prompt")).to_have_value("Steam rises from {a clay|an iron} teapot")
    expect(other.locator("span[data-chip=ratio]")).to_have_text("9:16")
    other.context.close()
