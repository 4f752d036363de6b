"""A ZIP of two hundred films from a running studio: what it takes of memory, and whom slow receivers keep waiting."""

import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import requests

from tests.bench.figures import Figure, tell
from tests.studio import OWNER, Studio, launched

FILMS, EACH = 204, 5_000_000
SLOW = 24
"""Receivers who stand still: more than the web has threads."""
_SHELF = f"""
import os
from django.core.files.storage import default_storage
from jobs.models import Asset
from tests.browser import parked
parked.shelf({FILMS})
for film in Asset.objects.filter(kind="film"):
    os.truncate(default_storage.path(film.storage_key), {EACH})
Asset.objects.filter(kind="film").update(bytes={EACH})
"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="pixstudio-bench-") as folder, launched(Path(folder)) as start:
        studio = start(environment=OWNER)
        done = studio.manage("shell", "-v0", "-c", _SHELF, timeout=300)
        assert done.returncode == 0, done.stderr
        person = _signed_in(studio)
        for figure in _figures(studio, person):
            tell(figure)


def _figures(studio: Studio, person: requests.Session) -> Iterator[Figure]:
    _receive(studio, person, "model=c1")  # a refusal: what is loaded once is loaded
    person.get(f"{studio.url}/gallery/", timeout=60)
    base, begun = _resident(studio), time.perf_counter()
    size, most = _receive(studio, person, "all=1")
    took = time.perf_counter() - begun
    yield Figure(what=f"a ZIP of {FILMS} films", value=size / 1e6, unit="MB")
    yield Figure(what="its speed", value=size / took / 1e6, unit="MB/s")
    yield Figure(what="memory of the web over its base meanwhile", value=most - base, unit="MB", most=60)
    with ExitStack() as waiting:
        for _ in range(SLOW):
            answer = person.get(f"{studio.url}/films.zip?all=1", stream=True, timeout=60)
            waiting.callback(answer.close)
            assert answer.raw.read(1000)
        begun = time.perf_counter()
        assert person.get(f"{studio.url}/gallery/", timeout=60).status_code == 200
        took = time.perf_counter() - begun
        yield Figure(what=f"the gallery, while {SLOW} receivers stand still", value=took * 1000, unit="ms", most=5000)
        yield Figure(what="memory over base for each of them", value=(_resident(studio) - base) / SLOW, unit="MB")


def _receive(studio: Studio, person: requests.Session, asked: str) -> tuple[int, float]:
    """Bytes of the archive, and the most that the web had in memory meanwhile, in MB."""
    size, most = 0, 0.0
    with person.get(f"{studio.url}/films.zip?{asked}", stream=True, timeout=60) as answer:
        for block in answer.iter_content(1 << 20):
            size += len(block)
            most = max(most, _resident(studio))
    return size, most


def _resident(studio: Studio) -> float:
    status = Path(f"/proc/{studio.pid('web')}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024


def _signed_in(studio: Studio) -> requests.Session:
    person, url = requests.Session(), f"{studio.url}/accounts/login/"
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', person.get(url, timeout=60).text)
    assert token
    name, password = OWNER["PIXSTUDIO_OWNER_EMAIL"], OWNER["PIXSTUDIO_OWNER_PASSWORD"]
    sent = {"login": name, "password": password, "csrfmiddlewaretoken": token[1]}
    person.post(url, sent, headers={"Referer": url}, timeout=60)
    return person


if __name__ == "__main__":
    main()
