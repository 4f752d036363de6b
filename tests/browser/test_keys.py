"""Add, test and retire a key by keyboard alone, with the stand-in provider over HTTP."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.pipeline.provider import Provider, provider_at_work
from tests.studio import OWNER, Studio, launched

pytestmark = [pytest.mark.browser, pytest.mark.processes]

SECRET = "sk-test-canary-7f3a"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with provider_at_work(tmp_path_factory.mktemp("provider")) as provider:
        yield provider


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[Studio]:
    """A studio that takes keys for the provider on this machine."""
    there = {"PIXSTUDIO_ALLOW_LOOPBACK": "1", "DASHSCOPE_BASE_URL": provider.base_url}
    with launched(tmp_path_factory.mktemp("house")) as start:
        studio = start(environment={**OWNER, **there})
        studio.wait_working()
        yield studio


def press(desk: Page, target: str) -> None:
    desk.locator(target).focus()
    desk.keyboard.press("Enter")


def test_a_key_is_added_tested_and_retired_by_keyboard_alone(desk: Page, house: Studio) -> None:
    desk.goto(f"{house.url}/keys/")
    expect(desk.locator("#headline")).to_contain_text("Everything works in practice; there is no key yet.")
    press(desk, "#add-key")
    expect(desk.locator("#id_label")).to_be_focused()
    desk.keyboard.type("Tea spot")
    desk.locator("#id_secret").focus()
    desk.keyboard.type(f" {SECRET} ")
    desk.keyboard.press("Enter")
    expect(desk.locator("#ask")).to_be_hidden()
    expect(desk.locator(".toast").last).to_contain_text("trimmed off")
    expect(desk.locator("#add-key")).to_be_focused()

    press(desk, "[id^=test-]")
    expect(desk.locator(".lines .notice")).to_have_count(4)
    expect(desk.locator(".lines")).to_contain_text("The provider accepted the key, and its region is right.")
    expect(desk.locator("[id^=test-]")).to_be_focused()
    assert SECRET not in desk.content()

    press(desk, "[id^=retire-]")
    expect(desk.locator("[data-close]")).to_be_focused()
    desk.keyboard.press("Escape")
    expect(desk.locator("[id^=retire-]")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-close]")).to_be_focused()
    desk.keyboard.press("Shift+Tab")
    expect(desk.locator("#ask .danger")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator(".account")).to_contain_text("Retired: Tea spot ••••7f3a")
    expect(desk.locator("#headline")).to_be_focused()
