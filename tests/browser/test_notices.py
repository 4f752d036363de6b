"""The page is out of sight: the browser tells what became of an order, and the title counts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_journeys import PATIENCE, order

pytestmark = [pytest.mark.browser, pytest.mark.processes]

STAGE = """
window.away = false;
Object.defineProperty(document, "hidden", { get: () => window.away });
window.told = [];
window.Notification = class extends EventTarget {
  static permission = sessionStorage.getItem("permission") ?? "default";
  static async requestPermission() {
    sessionStorage.setItem("permission", (this.permission = "granted"));
    return "granted";
  }
  constructor(title, options) { super(); window.told.push([title, options.body]); }
};
"""
"""A browser that can be sent away, and writes down what it was told to show."""
GOES = "away => { window.away = away; document.dispatchEvent(new Event('visibilitychange')) }"
LOOKS = "() => { document.body.dispatchEvent(new Event('look')); return window.told.length }"


def test_an_ended_order_is_told_of_while_nobody_looks(desk: Page) -> None:
    desk.add_init_script(STAGE)
    desk.reload()
    desk.click(".person summary")
    desk.click("button[name=notices][value='1']")
    expect(desk.locator("button[name=notices][value='1']")).to_have_attribute("aria-pressed", "true")
    expect(desk.locator("#refused")).to_be_hidden()

    order(desk, "A kettle whistles")
    expect(desk.locator(".order", has_text="A kettle whistles")).to_be_visible()
    desk.evaluate(GOES, True)
    desk.wait_for_function(LOOKS, polling=1000, timeout=PATIENCE)
    assert desk.evaluate("window.told") == [["A kettle whistles", "1 film saved."]]
    assert desk.title() == "(1) Create · PixStudio"
    desk.evaluate(GOES, False)
    assert desk.title() == "Create · PixStudio"
