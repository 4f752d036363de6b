"""The pictures of the README, taken of a made-up studio: `python -m tests.pictures [FOLDER]`, about a minute.

Seeds a demonstration into a temporary data folder, starts the studio on it, and photographs it in Chromium. What is
clicked is found by its role, its name or its address, so that a new face of the pages needs no new script.
"""

import io
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import machine
from tests.studio import ROOT, Studio, launched

FOLDER = ROOT / "docs" / "pictures"
PASSWORD = "four-quiet-harbours-at-dawn"
BYTES = 250_000
SETTLED = 700.0
"""Milliseconds until controls and trays have faded in."""
QUALITIES = range(88, 30, -6)

_SEEN = """() => [...document.images]
    .filter(image => image.getBoundingClientRect().top < innerHeight && image.checkVisibility())
    .every(image => image.complete) && [...document.querySelectorAll("video")].every(film => film.networkState !== 2)"""


@dataclass(frozen=True, kw_only=True)
class Shot:
    """A picture: who looks at which page, how wide, in which light, and what they do first; a stranger is no person."""

    name: str
    person: str
    path: str
    light: Literal["dark", "light"]
    size: tuple[int, int] = (1440, 900)
    act: Callable[[Page], None] = lambda page: None


def open_model_tray(page: Page) -> None:
    page.locator("summary", has_text="Model").first.click()


def write_variations(page: Page) -> None:
    page.fill("#prompt", "A paper {lantern|boat|crane} crosses a rain puddle at {blue hour|dawn}")
    page.locator("summary", has_text="Several at once").click()
    page.locator(".line-of").nth(5).wait_for()


def select_films(page: Page) -> None:
    for place in (0, 1, 3):
        page.locator(".rows .choose").nth(place).check(force=True)


def link_of(told: str) -> Shot:
    """What a client sees, of the link that the seeding told."""
    path, password = re.findall(r"(/s/\S+/), password (\S+)", told)[0]

    def enter(page: Page) -> None:
        page.fill("[name=password]", password)
        page.locator("[name=password]").press("Enter")
        page.locator(".reel").wait_for()

    return Shot(name="link", person="", path=path, light="dark", act=enter)


def open_film(page: Page) -> None:
    """One of several takes, as a film stands best among others."""
    named = page.get_by_role("main").get_by_role("link", name="The harbour wakes")
    link = named if named.count() else page.locator("main a[href^='/renders/']")
    page.goto(page.url.split("/gallery")[0] + (link.first.get_attribute("href") or ""))


LIN, XIAOYU = "lin@example.com", "xiaoyu@example.com"
PHONE = (390, 844)
SHOTS = (
    Shot(name="create", person=LIN, path="/", light="dark"),
    Shot(name="tray", person=LIN, path="/", light="dark", act=open_model_tray),
    Shot(name="variations", person=LIN, path="/", light="dark", act=write_variations),
    Shot(name="gallery", person=LIN, path="/gallery/", light="dark"),
    Shot(name="selection", person=LIN, path="/gallery/", light="light", act=select_films),
    Shot(name="film", person=LIN, path="/gallery/", light="light", act=open_film),
    Shot(name="create-zh", person=XIAOYU, path="/", light="light"),
    Shot(name="phone-create", person=LIN, path="/", light="dark", size=PHONE),
    Shot(name="phone-gallery-zh", person=XIAOYU, path="/gallery/", light="light", size=PHONE),
)


def main(folder: Path = FOLDER) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, launched(Path(place)) as start, _browser() as browser:
        studio = start()
        seeded = studio.manage("seed_demo", "--still", "--password", PASSWORD)
        if seeded.returncode:
            raise SystemExit(seeded.stderr)
        for shot in (*SHOTS, link_of(seeded.stdout)):
            target = folder / f"{shot.name}.webp"
            size = _developed(_taken(shot, browser, studio), target)
            sys.stdout.write(f"{target.relative_to(ROOT) if target.is_relative_to(ROOT) else target}: {size} bytes\n")


@contextmanager
def _browser() -> Iterator[Browser]:
    """The distribution's Chromium, speaking to nobody but the studio."""
    quiet = ("background-networking", "component-update", "sync", "gpu", "quic")
    flags = ["--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in quiet)]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=machine.CHROMIUM.path(), headless=True, args=flags)
        yield browser
        browser.close()


def _taken(shot: Shot, browser: Browser, studio: Studio) -> bytes:
    width, height = shot.size
    phone = shot.size == PHONE
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=shot.light,
        device_scale_factor=2 if phone else 1.5,
        is_mobile=phone,
        has_touch=phone,
        bypass_csp=True,  # for the question whether all pictures are there
    )
    try:
        return _looked_at(shot, context, studio.url.rstrip("/"))
    finally:
        context.close()


def _looked_at(shot: Shot, context: BrowserContext, url: str) -> bytes:
    page = context.new_page()
    if shot.person:
        page.goto(f"{url}/accounts/login/?next={shot.path}")
        page.fill("[name=login]", shot.person)
        page.fill("[name=password]", PASSWORD)
        page.locator("form [name=password]").press("Enter")
        page.wait_for_url(f"{url}{shot.path}")
    else:
        page.goto(f"{url}{shot.path}")
    shot.act(page)
    page.wait_for_load_state("load")
    page.wait_for_function(_SEEN)
    page.wait_for_timeout(SETTLED)
    return page.screenshot(animations="disabled")


def _developed(png: bytes, target: Path) -> int:
    """As WebP, as well as the size allows."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in QUALITIES:
        picture.save(target, "WEBP", quality=quality, method=6)
        if target.stat().st_size <= BYTES:
            break
    return target.stat().st_size


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
