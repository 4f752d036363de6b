"""A day's work in Chromium: from a draft to the large film, from a template to twelve films."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_journeys import choose
from tests.browser.test_shots import open_part
from tests.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def test_a_draft_leads_to_the_same_in_more_detail_and_is_led_back_to(films: Page) -> None:
    films.locator(".rows a.whole").first.click()
    films.wait_for_url("**/renders/**")
    draft = films.url
    expect(films.locator(".ladder")).to_contain_text("Resembles, does not repeat")
    films.locator(".ladder button").first.click()
    expect(films.locator("#messages, .toast").first).to_contain_text("Ordered at")
    films.click("label[data-tab=history]")
    films.locator("section[aria-labelledby=children-title] a").first.click()
    films.wait_for_url(lambda url: url != draft)
    films.click("label[data-tab=history]")
    expect(films.get_by_text("A paper lantern over the river").or_(films.get_by_text("一只纸船")).first).to_be_visible()


def test_a_template_leads_to_twelve_films_in_one_order(house: Studio, desk: Page) -> None:
    desk.fill("#prompt", "A {red|blue} lantern over {a river|a roof}")
    for name, value in (("tier", "360P"), ("duration", "5")):
        choose(desk, name, value)
    open_part(desk, "#templates-box")
    desk.get_by_role("button", name="Save as template").click()
    desk.locator("#ask [name=name]").fill("Lanterns")
    desk.get_by_role("button", name="Save template").click()
    expect(desk.locator("#picks")).to_contain_text("Lanterns")
    desk.fill("#prompt", "something else")
    desk.goto(f"{house.url.rstrip('/')}/templates/")
    desk.get_by_role("link", name=re.compile("^Use ?: Lanterns")).click()
    expect(desk.locator("#prompt")).to_have_value("A {red|blue} lantern over {a river|a roof}")
    desk.locator("[data-tray=matrix] > summary").click()
    for name in ("c1", "v5.6"):
        desk.locator(f".also input[value='pixverse/pixverse-{name}-t2v']").check()
    expect(desk.locator("#order")).to_have_text(re.compile("^Render 12 · ¥"))
    expect(desk.locator(".line-of")).to_have_count(12)
    desk.locator("#prompt").press("Control+Enter")
    desk.get_by_role("button", name="Yes, render · ¥").click()
    expect(desk.locator(".order.of-batch")).to_have_count(12)
    desk.locator(".batch-head").get_by_role("button", name="waiting · free").click()
