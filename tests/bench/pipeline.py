"""The pipeline with real processes and a stand-in provider: polite, unhurt by a kill, and soon home."""

import itertools
import json
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.figures import Figure, tell
from tests.chaos.crew import Crew
from tests.chaos.people import KEY
from tests.chaos.verdict import busiest
from tests.pipeline.provider import Lie, Provider, provider_at_work, says
from tests.studio import OWNER, ROOT, launched

CROWD = 200
WATCHED = 45.0
AGAIN = 30.0
FILMS, SEATS, POLL = 120, 30, 15.0
SECONDS = 10
"""Of a film: it takes thirty to fifty seconds at the provider, as its seed has it."""
_ORDER = """
from jobs.actions.orders import new_token, order
from jobs.catalogue import OrderSpec
from jobs.models import User
asked = {{"model": "v6", "tier": "360P", "ratio": "16:9", "duration": {duration}, "takes": {takes}}}
for number, seed in enumerate({seeds}):
    spec = OrderSpec(prompt=f"A heron lifts off, {{number}}", seed=seed, **asked)
    order(User.objects.get(), spec, token=new_token(), door="shell")
"""
_SEEN = """
SELECT count(*) FROM jobs_render r JOIN jobs_submission s ON s.id = r.submission_id
WHERE r.state IN ('pending', 'running') AND (s.last_polled_at > ? OR r.due_at > ?)
"""


def main() -> None:
    for figure in _crowd():
        tell(figure)
    for figure in _home():
        tell(figure)


def _crowd() -> Iterator[Figure]:
    """Two workers share twenty queries a second among two hundred films, and both die."""
    raised = {"PIXSTUDIO_LANE_SEATS": "500", "PIXSTUDIO_SUBMIT_RATE": "20"}
    with _at_work(raised, seats=500, submit_rate=100, speed=0.02) as (crew, provider):
        _order(crew, [None] * (CROWD // 8), takes=8)
        crew.studio.wait_until(lambda: len(provider.made) == CROWD, seconds=120)
        time.sleep(WATCHED)
        throttled = sum(1 for call in provider.calls if call.status == 429)
        yield Figure(
            what=f"{CROWD} films, two workers: queries in the busiest second", value=busiest(provider), unit="", most=20
        )
        yield Figure(what=f"{CROWD} films, two workers: refused for haste", value=throttled, unit="", most=0)
        killed = time.time()
        crew.kill_workers()
        time.sleep(AGAIN)
        seen = _asked_again(crew, killed) / CROWD
        yield Figure(what=f"asked again {AGAIN:.0f} s after both were killed", value=seen * 100, unit="%", least=100)


def _home() -> Iterator[Figure]:
    """A full queue of films that take about forty seconds at the provider, asked for every fifteen."""
    raised = {"PIXSTUDIO_LANE_SEATS": str(SEATS)}
    with _at_work(raised, seats=SEATS, speed=1.0) as (crew, provider):
        provider.habits["film"] = _ready(provider.sandbox.shelf.folder.parent / "ready.mp4")
        _order(crew, _evenly(FILMS), duration=SECONDS)
        crew.studio.wait_until(
            lambda: len(_rows(crew, "SELECT 1 FROM jobs_render WHERE state = 'saved'")) == FILMS, seconds=360
        )
        tasks = provider.rows()
        ends = {row["id"]: row["ends"] for row in tasks}
        saved = _rows(crew, _SAVED)
        late = mean(at - ends[task] for task, at in saved)
        yield Figure(what="finished there to playable here, on average", value=late, unit="s", most=POLL / 2 + 1)
        begun, over = min(row["created"] for row in tasks), max(row["created"] for row in tasks)
        busy = sum(min(row["ends"], over) - row["created"] for row in tasks)
        yield Figure(
            what=f"{SEATS} seats while the queue was full", value=busy / (SEATS * (over - begun)) * 100, unit="% busy"
        )
        length = mean(row["ends"] - row["created"] for row in tasks)
        yield Figure(what="a film at the provider", value=length, unit="s")


def _ready(path: Path) -> Lie:
    """What the provider has finished lies ready there; the stand-in would draw each film when it is fetched."""
    script = {"size": "640*360", "seconds": SECONDS, "seed": 1, "prompt": "A heron", "audio": False, "watermark": False}
    drawing = [sys.executable, "-m", "jobs.sandbox.film", str(path)]
    subprocess.run(drawing, input=json.dumps(script).encode(), cwd=ROOT, check=True)
    return says(200, path.read_bytes(), Content_Type="video/mp4")


def _evenly(films: int) -> list[int | None]:
    """Seeds whose films take times spread evenly over all they may take, in no order: drawn ones tell the average
    to half a second only.
    """
    found: dict[int, int] = {}
    for seed in itertools.count():
        found.setdefault(int(random.Random(seed).uniform(0, 1) * films), seed)
        if len(found) == films:
            break
    seeds: list[int | None] = list(found.values())
    random.Random(films).shuffle(seeds)
    return seeds


_SAVED = """
SELECT s.task_id, (julianday(r.saved_at) - 2440587.5) * 86400.0
FROM jobs_render r JOIN jobs_submission s ON s.id = r.submission_id WHERE r.state = 'saved'
"""


@contextmanager
def _at_work(environment: Mapping[str, str], **limits: Any) -> Iterator[tuple[Crew, Provider]]:
    with (
        TemporaryDirectory(prefix="pixstudio-bench-") as name,
        provider_at_work(Path(name) / "p", **limits) as provider,
    ):
        account = {"PIXSTUDIO_ALLOW_LOOPBACK": "1", "DASHSCOPE_BASE_URL": provider.base_url, "DASHSCOPE_API_KEY": KEY}
        with launched(Path(name)) as launch:
            studio = launch(environment={**OWNER, **account, "PIXSTUDIO_TIME_SCALE": "", **environment})
            studio.wait_working()
            with Crew(studio=studio) as crew:
                yield crew, provider


def _order(crew: Crew, seeds: list[int | None], *, takes: int = 1, duration: int = 1) -> None:
    ordered = crew.studio.manage("shell", "-c", _ORDER.format(seeds=seeds, takes=takes, duration=duration))
    assert ordered.returncode == 0, ordered.stderr


def _asked_again(crew: Crew, since: float) -> int:
    """Rows whose own query, or a page of the list, came after this moment: a page puts off their next query."""
    moment = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(since))
    later = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(since + 2 * POLL))
    return int(_rows(crew, _SEEN, moment, later)[0][0])


def _rows(crew: Crew, question: str, *values: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(crew.studio.data / "studio.sqlite3", timeout=30)) as book:
        return book.execute(question, values).fetchall()


if __name__ == "__main__":
    main()
