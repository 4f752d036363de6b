"""What every page keeps to: the strict policy, one place for colours, no weight."""

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from pytest_django import Settings

from jobs.models import User
from pixstudio.statics import without_comments
from tests.desk import orders
from tests.web.desk import Desk, home

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static/css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
PAGES = (
    *("/", "/?whose=all", "/orders/?before=ffffffff-ffff-ffff-ffff-ffffffffffff", "/gallery/", "/keys/", "/keys/add/"),
    *("/admin/", "/nothing/"),
)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|\boklch\(", re.IGNORECASE)


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_allows_nothing_inline_and_nobody_else(ada: User, path: str) -> None:
    answer = Desk.of(ada).client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    for rule in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "object-src 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_djangos_pages_for_developers_keep_their_own_styles(ada: User, settings: Settings) -> None:
    settings.DEBUG = True
    answer = Desk.of(ada).client.get("/nothing/")
    assert (answer.status_code, "Content-Security-Policy" in answer.headers) == (404, False)


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_no_inline_style_script_or_handler(ada: User, path: str) -> None:
    home(orders(ada))
    page = Desk.of(ada).client.get(path).content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|hx-on|hx-vals=.js", page)
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page)
    assert all('type="application/json"' in attributes for attributes in inline)


def test_templates_and_pictures_hold_no_inline_style_and_no_colour() -> None:
    wrong = [
        f"{path.name}: {found.group()}"
        for path in TEMPLATES
        for found in re.finditer(r"<style|\sstyle=|\son[a-z]+=|fill=\"#|stroke=\"#", path.read_text())
    ]
    assert wrong == []


def test_colours_stand_in_the_token_file_alone() -> None:
    wrong = [
        f"{path.name}: {found.group()}"
        for path in [*STYLES, *SCRIPTS]
        if path.name != "tokens.css"
        for found in COLOUR.finditer(re.sub(r'getElementById\("[^"]+"\)|#[a-z-]+[ .:{,~+>\[]', "", path.read_text()))
    ]
    assert wrong == []


def test_every_token_in_use_exists() -> None:
    defined = set(re.findall(r"(--[\w-]+)\s*:", "".join(path.read_text() for path in STYLES)))
    used = set(re.findall(r"var\((--[\w-]+)", "".join(path.read_text() for path in STYLES)))
    assert used <= defined


def test_every_icon_in_use_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/icons/lucide.svg").read_text()))
    written = "".join(path.read_text() for path in [*TEMPLATES, *(ROOT / "jobs").rglob("*.py")])
    used = set(re.findall(r'{% icon "([\w-]+)"|icon(?:_name)?="([\w-]+)"|"icon": "([\w-]+)"', written))
    assert {name for names in used for name in names if name} <= sprite


def test_the_page_weighs_little() -> None:
    htmx = Path(str(finders.find("django_htmx/htmx-2.min.js")))
    ours = [without_comments(path.read_text()) for path in SCRIPTS]
    assert weight([htmx.read_text(), *ours]) <= 40_000
    assert weight([path.read_text() for path in STYLES]) <= 30_000


def weight(texts: list[str]) -> int:
    """Bytes on the wire."""
    return sum(len(gzip.compress(text.encode())) for text in texts)


def test_the_static_files_can_be_collected_under_hashed_names(tmp_path: Path) -> None:
    script = (
        "import django; from django.conf import settings; django.setup();"
        f"settings.STATIC_ROOT = {str(tmp_path)!r};"
        "from django.core.management import call_command as call;"
        "call('collectstatic', interactive=False, verbosity=0);"
        "from django.templatetags.static import static; print(static('css/tokens.css'))"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "pixstudio.settings", "PIXSTUDIO_DATA": str(tmp_path / "data")}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert re.match(r"/static/css/tokens\.[0-9a-f]{12}\.css", done.stdout)
