"""One running studio for all journeys, and a signed-in browser whose console must stay silent."""

import signal
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.studio import OWNER, Studio, launched

CLOSING = 30.0  # seconds
BOATS = """
from tests.browser import parked
print(" ".join(str(take.pk) for take in parked.boats()))
"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys of a file in one worker: else each starts a studio and fills it for its share of them."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    folder: Path = tmp_path_factory.mktemp("house")
    with launched(folder) as start:
        studio = start(environment=OWNER)
        studio.wait_working()
        yield studio


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained about; the test fails where anything is left in it."""
    return []


@pytest.fixture
def desk(house: Studio, browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """Ada at her desk."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    page = context.new_page()
    page.on("console", lambda message: _note(message, complaints))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, house.url)
    yield page
    leave(context)
    assert complaints == []


@pytest.fixture(scope="module")
def stocked(house: Studio) -> Studio:
    """With two films, one of them in Chinese."""
    for prompt in ("A paper lantern over the river", "一只纸船在雨中漂流"):
        done = house.manage("render", prompt, "--tier", "360P", "--seconds", "1", "--wait")
        assert done.returncode == 0, done.stderr
    return house


@pytest.fixture(scope="module")
def boats(house: Studio) -> list[str]:
    """Four takes of one order, twelve seconds each and home; their ids."""
    done = house.manage("shell", "-v0", "-c", BOATS)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture
def films(stocked: Studio, desk: Page) -> Page:
    """In the gallery, with their previews."""
    desk.goto(f"{stocked.url.rstrip('/')}/gallery/")
    expect(desk.locator(".card[data-preview]")).to_have_count(2, timeout=45_000)
    return desk


_LEFT = ("htmx:sendAbort", "htmx:afterRequest")
"""What htmx says of a question that is under way while its page is left; one that fails is told by other words too."""


def _note(message: ConsoleMessage, complaints: list[str]) -> None:
    if message.type in ("error", "warning") and not message.text.startswith(_LEFT):
        complaints.append(message.text)


def leave(context: BrowserContext) -> None:
    """Chromium now and then never answers to `Target.disposeBrowserContext`. No journey is about that: it is waited for
    half a minute, and then the browser goes on without.
    """

    def overdue(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGUSR1, overdue)
    timer = threading.Timer(CLOSING, signal.pthread_kill, (threading.main_thread().ident, signal.SIGUSR1))
    timer.start()
    try:
        context.close()
    except TimeoutError:
        warnings.warn("Chromium did not say that its context is closed.", stacklevel=2)
    finally:
        timer.cancel()
        timer.join()
        signal.signal(signal.SIGUSR1, before)


def sign_in(page: Page, url: str) -> None:
    page.goto(f"{url}/accounts/login/")
    page.fill("[name=login]", OWNER["PIXSTUDIO_OWNER_EMAIL"])
    page.fill("[name=password]", OWNER["PIXSTUDIO_OWNER_PASSWORD"])
    page.click("button.loud")
    page.wait_for_url(f"{url.rstrip('/')}/")
