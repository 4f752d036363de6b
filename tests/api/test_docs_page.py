"""The API's own page in a browser: it draws itself, asks nobody outside, and breaks no content rule."""

import pytest
from playwright.sync_api import Page, expect

from tests.studio import OWNER, Launch

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def test_the_page_shows_every_call_without_a_message_in_the_console(launch: Launch, page: Page) -> None:
    studio = launch(environment=OWNER)
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on(
        "request", lambda asked: noise.append(asked.url) if not asked.url.startswith((studio.url, "data:")) else None
    )
    page.goto(f"{studio.url}/api/v1/docs")
    page.fill("[name=login]", OWNER["PIXSTUDIO_OWNER_EMAIL"])
    page.fill("[name=password]", OWNER["PIXSTUDIO_OWNER_PASSWORD"])
    page.press("[name=password]", "Enter")
    expect(page.locator(".opblock")).to_have_count(23)
    page.locator("#operations-renders-order_render .opblock-summary-control").click()
    expect(page.get_by_text("Idempotency-Key").first).to_be_visible()
    assert noise == []
