"""Films on a page: whether they can play, and which of their pictures is shown."""

from playwright.sync_api import Page

FRAME = 1 / 24


def ready(page: Page) -> None:
    page.wait_for_function("() => [...document.querySelectorAll('video')].every((film) => film.readyState > 1)")


def frame(at: float) -> int:
    return int(at / FRAME + 0.01)
