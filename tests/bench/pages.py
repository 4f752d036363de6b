"""200 open Create pages that look again every two seconds: neither the provider nor anybody else notices.

Their people have no film on its way; one other person has five.
"""

import re
import sqlite3
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from statistics import median
from urllib.parse import urlencode

from tests.bench.desk import Desk, Line, desk
from tests.bench.figures import Figure, percentile, tell

PAGES, PAUSE = 200, 2.0
WATCHED = 24.0  # seconds: of a hundred pages the five slowest are a matter of luck
FILMS = 5  # on their way all the time, as many as the provider has seats
_ORDER = """
from jobs.actions.orders import new_token, order
from jobs.catalogue import OrderSpec
from jobs.models import User
ada = User.objects.get(email="ada@example.com")
spec = OrderSpec(prompt="[slow] A heron lifts off", model="v6", tier="360P", ratio="16:9", duration=15, takes={takes})
order(ada, spec, token=new_token(), door="shell")
"""
_COUNTING = """
CREATE TABLE IF NOT EXISTS counted (call TEXT);
CREATE TRIGGER IF NOT EXISTS counting AFTER INSERT ON arrivals BEGIN INSERT INTO counted VALUES (NEW.call); END;
"""
"""The practice provider forgets arrivals after seconds; for this measurement it keeps them."""


def main() -> None:
    with desk(count=2000, environment={"PIXSTUDIO_POLL_SECONDS": "1"}) as house:
        house.studio.wait_working()
        assert house.studio.manage("shell", "-c", _ORDER.format(takes=FILMS)).returncode == 0
        _queries(house)  # counting begins
        house.studio.wait_until(lambda: _under_way(house) == FILMS)  # else the quiet time would have fewer to ask for
        query = _shown(house)
        alone, quiet = _ask_pages(house)
        with _open_pages(house, query) as answered:
            beside, busy = _ask_pages(house)
        tell(Figure(what=f"{PAGES} pages: another page, to idle", value=median(beside) / median(alone), most=5))
        tell(
            Figure(what=f"{PAGES} pages: another page, p95", value=percentile(beside, 0.95) * 1000, unit="ms", most=50)
        )
        tell(Figure(what="another page when idle, p95", value=percentile(alone, 0.95) * 1000, unit="ms"))
        tell(Figure(what="looks answered per second", value=len(answered) / WATCHED, unit="/s"))
        tell(Figure(what="a look, median", value=median(answered) * 1000, unit="ms"))
        tell(Figure(what="queries at the provider, to idle", value=(busy + 1) / (quiet + 1), most=1.2))


def _shown(house: Desk) -> str:
    """What the page's script sends when it looks: everything that the page says about its parts."""
    request = urllib.request.Request(f"{house.studio.url}/", headers={"Cookie": house.other})  # noqa: S310 - our own
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        page = answer.read().decode()
    marks = re.findall(r'name="see"[^>]*value="([^"]+)"', page)
    assert marks, page[:500]
    return f"/pulse/?{urlencode({'see': ' '.join(marks)})}"


def _ask_pages(house: Desk) -> tuple[list[float], int]:
    """Seconds of a person's pages over a while, and how often the provider was asked meanwhile."""
    line, taken, begun, before = house.line(), [], time.monotonic(), _queries(house)
    while time.monotonic() - begun < WATCHED:
        at = time.perf_counter()
        status, _size = line.get("/renders/" + house.film.split("/")[2] + "/")
        taken.append(time.perf_counter() - at)
        assert status == 200, status
        time.sleep(0.1)
    return taken, _queries(house) - before


def _under_way(house: Desk) -> int:
    """Films the provider is asked for."""
    with closing(sqlite3.connect(house.studio.data / "studio.sqlite3", timeout=20)) as book:
        question = "SELECT count(*) FROM jobs_render WHERE state IN ('pending', 'running')"
        return int(book.execute(question).fetchone()[0])


def _queries(house: Desk) -> int:
    """As the practice provider has counted them, everything but orders."""
    ledger = house.studio.data / "sandbox" / "ledger.sqlite3"
    if not ledger.exists():
        return 0
    with closing(sqlite3.connect(ledger, timeout=20)) as book:
        book.executescript(_COUNTING)
        return int(book.execute("SELECT count(*) FROM counted WHERE call = 'query'").fetchone()[0])


@contextmanager
def _open_pages(house: Desk, query: str) -> Iterator[list[float]]:
    """Each on a line of its own, evenly spread over the pause; the list fills with the seconds of their looks."""
    answered: list[float] = []
    over = threading.Event()
    pages = [
        threading.Thread(target=_page, args=(house, query, number * PAUSE / PAGES, over, answered), daemon=True)
        for number in range(PAGES)
    ]
    for page in pages:
        page.start()
    time.sleep(PAUSE)
    answered.clear()
    try:
        yield answered
    finally:
        over.set()
        for page in pages:
            page.join(PAUSE + 5)


def _page(house: Desk, query: str, late: float, over: threading.Event, answered: list[float]) -> None:
    line = Line(house.address, house.other)
    over.wait(late)
    while not over.is_set():
        at = time.perf_counter()
        line.get(query, **{"HX-Request": "true"})
        answered.append(time.perf_counter() - at)
        over.wait(PAUSE)
    line.close()


if __name__ == "__main__":
    main()
