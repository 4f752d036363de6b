"""axe finds nothing serious on any page, in either theme and language, with films of every state on it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.conftest import sign_in
from tests.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.processes]

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text()
OLDER = "orders/?before=ffffffff-ffff-ffff-ffff-ffffffffffff"
PAGES = (
    *("", OLDER, "?whose=all", "gallery/", "boards/", "trash/", "queue/", "keys/", "keys/add/"),
    *("templates/", "shares/", "news/", "compare/"),
    *("nothing/", "accounts/logout/", "setup/gone/"),
)
ADMIN = (
    *("admin/", "admin/jobs/providerkey/", "admin/jobs/providerkey/add/"),
    *("admin/jobs/render/", "admin/jobs/price/", "admin/jobs/price/1/change/"),
)
STATES = ("queued", "confirming", "uncertain", "running", "saving", "saved", "failed", "expired")
TRAYS = ("model", "tier", "ratio", "duration", "audio", "keep_seed", "matrix", "rest")
LOOKS = [("dark", "zh-CN", 360), ("light", "en-US", 1440)]
CLIPPED = """() => [...document.querySelectorAll("#main *, .gate-column *, .rail *, .top *, .tabs *")]
    .filter((one) => one.checkVisibility() && one.childElementCount === 0 && one.textContent.trim()
        && !one.closest(".unseen, .cut, .long, .label, [class*=words], .line, option, kbd, video")
        && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
    .map((one) => `${one.className}: ${one.textContent.trim().slice(0, 40)}`)"""


@pytest.fixture(scope="module")
def full(house: Studio) -> Studio:
    """The house with films of every state and shape."""
    done = house.manage("shell", "-v0", "-c", "from tests.browser import parked; parked.fill()")
    assert done.returncode == 0, done.stderr
    return house


@pytest.fixture(scope="module", params=LOOKS, ids=lambda look: "-".join(map(str, look)))
def eye(request: pytest.FixtureRequest, full: Studio, browser: Browser) -> Iterator[Page]:
    """A signed-in page in one theme, language and width, without motion."""
    theme, locale, width = request.param
    window = ViewportSize(width=width, height=900)
    context = browser.new_context(viewport=window, locale=locale, color_scheme=theme, reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, full.url)
    yield page
    context.close()


def serious(page: Page, part: str = "html") -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("part => axe.run(part, { resultTypes: ['violations'] })", part)["violations"]
    return [
        f"{page.url} {rule['id']}: {node['html'][:160]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("paths", [PAGES, ADMIN], ids=["pages", "admin"])
def test_axe_finds_nothing_serious(eye: Page, full: Studio, paths: tuple[str, ...]) -> None:
    found = []
    for path in paths:
        eye.goto(f"{full.url}/{path}")
        found += serious(eye)
    assert found == []


def test_axe_finds_nothing_serious_in_the_description_of_the_api(eye: Page, full: Studio) -> None:
    eye.goto(f"{full.url}/api/v1/docs")
    eye.locator(".opblock").last.wait_for()
    assert serious(eye) == []


def test_axe_finds_nothing_serious_beside_a_film_of_any_state(eye: Page, full: Studio) -> None:
    eye.goto(f"{full.url}/{OLDER}")
    eye.evaluate("scrollTo(0, document.body.scrollHeight)")
    eye.locator(".card.is-expired").first.wait_for(state="attached")
    films = [eye.locator(f".card.is-{state} a.whole").first.get_attribute("href") for state in STATES]
    found = []
    for film in films:
        eye.goto(f"{full.url}{film}")
        found += serious(eye, "#main")
    assert found == []


def test_axe_finds_nothing_serious_in_an_open_tray(eye: Page, full: Studio) -> None:
    eye.goto(full.url)
    eye.locator("#prompt").focus()
    found = []
    for tray in TRAYS:
        eye.locator(f"[data-tray={tray}] > summary").click()
        found += serious(eye, "#composer")
    assert found == []


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_axe_finds_nothing_serious_at_the_gate(full: Studio, browser: Browser, theme: Literal["dark", "light"]) -> None:
    link = full.manage("invite", f"lin-{theme}@example.com").stdout.strip().split()[-1]
    context = browser.new_context(color_scheme=theme, viewport={"width": 360, "height": 780})
    page = context.new_page()
    found = []
    for address in (f"{full.url}/accounts/login/", link):
        page.goto(address)
        found += serious(page)
        page.locator("form[method=post]").first.evaluate("form => { form.noValidate = true; form.requestSubmit() }")
        page.locator(".notice, .bad").first.wait_for()
        found += serious(page)
    context.close()
    assert found == []


@pytest.mark.parametrize(("width", "locale"), [(360, "zh-CN"), (1440, "en-US")])
def test_axe_finds_nothing_serious_on_what_a_stranger_is_shown(
    full: Studio, browser: Browser, width: int, locale: str
) -> None:
    page = browser.new_context(viewport={"width": width, "height": 800}, locale=locale).new_page()
    found = []
    for password in ("", "a heron at dawn"):
        page.goto(f"{full.url}{sent(full, password)}")
        found += serious(page)
    page.fill("[name=password]", "not this one")
    page.locator("[name=password]").press("Enter")
    page.locator(".bad, .notice").first.wait_for()
    found += serious(page)
    page.goto(f"{full.url}/s/never-was/")
    found += serious(page)
    page.context.close()
    assert found == []


def sent(studio: Studio, password: str) -> str:
    done = studio.manage("shell", "-v0", "-c", f"from tests.browser import parked; print(parked.sent({password!r}))")
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


def test_no_word_is_cut_off(eye: Page, full: Studio) -> None:
    cut = {}
    for path in PAGES:
        eye.goto(f"{full.url}/{path}")
        for width in (360, 768, 1440):
            eye.set_viewport_size({"width": width, "height": 900})
            cut[path, width] = eye.evaluate(CLIPPED)
    assert [found for found in cut.items() if found[1]] == []
