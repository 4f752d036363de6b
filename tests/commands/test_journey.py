"""The whole way, in processes: ordered in a shell, made by a worker, written to a file, fetched by a program."""

import json
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from urllib.error import HTTPError

import av
import pytest

from tests.studio import OWNER, Studio, launched

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with launched(tmp_path_factory.mktemp("journey")) as launch:
        studio = launch(environment=OWNER)
        studio.wait_working()
        yield studio


def test_a_film_is_ordered_awaited_and_written(running: Studio, tmp_path: Path) -> None:
    target = tmp_path / "film.mp4"
    words = ("--size", "640*360", "--seconds", "2", "--audio", "--output", str(target), "--json")
    said = running.manage("render", "A lighthouse at dusk", *words)
    assert said.returncode == 0, said.stderr
    told = json.loads(said.stdout)
    assert told["video"]["sha256"] == sha256(target.read_bytes()).hexdigest()
    assert "Saved" in said.stderr
    with av.open(str(target)) as film:
        (video,), (_sound,) = film.streams.video, film.streams.audio
        assert (video.width, video.height) == (640, 360)
        assert abs((film.duration or 0) / av.time_base - 2) < 0.2
    assert film_by_program(running, told["video"]["url"]) == target.read_bytes()


def film_by_program(studio: Studio, url: str) -> bytes:
    """In two parts, as a player fetches it."""
    token = studio.manage("token", OWNER["PIXSTUDIO_OWNER_EMAIL"]).stdout.strip()
    parts = []
    for span in ("bytes=0-999", "bytes=1000-"):
        asked = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}", "Range": span})  # noqa: S310 - our own address
        with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 - our own address
            assert answer.status == 206
            parts.append(answer.read())
    return b"".join(parts)


MARKS = {
    "[fail]": (1, "failed"),
    "[moderated]": (1, "failed"),
    "[withheld]": (1, "failed"),
    "[busy]": (0, "saved"),
    "[slow]": (0, "saved"),
    "[cut]": (0, "saved"),
    "[lost]": (0, "saved"),
}


def test_every_mark_ends_as_its_table_says(running: Studio) -> None:
    def order(mark: str) -> tuple[int, str]:
        words = ("--tier", "360P", "--seconds", "1", "--wait", "--json")
        said = running.manage("render", f"A quiet harbour {mark}", *words)
        return said.returncode, json.loads(said.stdout)["state"]

    with ThreadPoolExecutor(4) as shells:
        assert dict(zip(MARKS, shells.map(order, MARKS), strict=True)) == MARKS


def test_a_body_far_too_large_is_refused_in_words(running: Studio) -> None:
    token = running.manage("token", OWNER["PIXSTUDIO_OWNER_EMAIL"]).stdout.strip()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    asked = urllib.request.Request(f"{running.url}/api/v1/renders", b"x" * 8_000_000, headers)  # noqa: S310 - our own address
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(asked, timeout=10)  # noqa: S310 - our own address
    assert (refused.value.code, json.load(refused.value)["type"]) == (413, "too-large")
