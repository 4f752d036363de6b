"""How soon the first gallery page can be used in Chromium with nothing cached, and whether anything on it jumps."""

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests import machine
from tests.bench.desk import Desk, desk
from tests.bench.figures import Figure, tell

ROUNDS = 5
_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
_USABLE = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
PAGES = {"Create": "/", "Gallery": "/gallery/"}


def main() -> None:
    with desk(count=500) as house, _browser() as browser:
        usable = []
        for _ in range(ROUNDS):
            with _visit(browser, house) as context:
                page = context.new_page()
                page.goto(f"{house.studio.url}/gallery/", wait_until="load")
                usable.append(float(page.evaluate(_USABLE)))
        tell(Figure(what="first gallery page usable, nothing cached", value=median(usable), unit="ms", most=1000))
        for name, path in PAGES.items():
            tell(Figure(what=f"layout shift on {name}", value=_shift(browser, house, path), unit="", most=0.02))


def _shift(browser: Browser, house: Desk, path: str) -> float:
    """While the page loads, is scrolled and looks again."""
    with _visit(browser, house) as context:
        page = context.new_page()
        page.add_init_script(_SHIFTS)
        page.goto(f"{house.studio.url}{path}", wait_until="load")
        page.mouse.wheel(0, 4000)
        page.wait_for_timeout(2500)
        return float(page.evaluate("window.shifted"))


@contextmanager
def _browser() -> Iterator[Browser]:
    quiet = ("background-networking", "component-update", "sync", "gpu", "quic")
    flags = ["--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in quiet)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=machine.CHROMIUM.path(), headless=True, args=flags)
        yield browser
        browser.close()


@contextmanager
def _visit(browser: Browser, house: Desk) -> Iterator[BrowserContext]:
    """A visitor who is signed in and has never been here before."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    name, _, value = house.cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": house.studio.url}])
    yield context
    context.close()


if __name__ == "__main__":
    main()
