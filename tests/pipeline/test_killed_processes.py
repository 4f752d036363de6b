"""Real processes, a real kill: the worker dies in the middle of a call and its successor brings the one film home."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.desk import KEY, PROMPT
from tests.pipeline.provider import Gate, Lie, Provider, provider_at_work, waits, waits_halfway
from tests.studio import OWNER, Launch, Studio

pytestmark = [pytest.mark.processes, pytest.mark.timeout(300)]


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Provider]:
    """In the time of this machine; a film takes two seconds."""
    with provider_at_work(tmp_path / "provider", speed=10.0) as provider:
        yield provider


@pytest.fixture
def studio(launch: Launch, provider: Provider) -> Studio:
    """With a paid account at that provider."""
    at_provider = {
        "PIXSTUDIO_ALLOW_LOOPBACK": "1",
        "DASHSCOPE_BASE_URL": provider.base_url,
        "DASHSCOPE_API_KEY": KEY,
    }
    studio = launch(environment={**OWNER, **at_provider})
    studio.wait_working()
    return studio


def gates() -> dict[str, tuple[str, Gate, Lie]]:
    sent, asked, fetched = Gate(), Gate(), Gate()
    return {
        "after the provider took the create": ("create", sent, waits(sent)),
        "while it asked after the film": ("query", asked, waits(asked)),
        "with half of the film": ("film", fetched, waits_halfway(fetched)),
    }


@pytest.mark.parametrize("moment", gates())
def test_a_worker_killed_in_the_middle_of_a_call_costs_one_film_and_no_more(
    studio: Studio, provider: Provider, moment: str
) -> None:
    kind, gate, lie = gates()[moment]
    provider.lie(kind, lie)
    ordered = studio.manage("render", PROMPT, "--size", "640*360", "--seconds", "1")
    assert ordered.returncode == 0, ordered.stderr
    assert gate.reached.wait(60), studio.said
    kill_worker(studio)
    gate.opened.set()
    studio.wait_until(lambda: state(studio) == "saved")
    assert (provider.count("create"), len(provider.made)) == (1, 1)
    assert stored(studio) == [provided(provider)]


def kill_worker(studio: Studio) -> None:
    pid = studio.pid("worker")
    os.kill(pid, signal.SIGKILL)
    studio.wait_until(lambda: (studio.data / "run" / "worker.pid").exists() and studio.pid("worker") != pid)


def state(studio: Studio) -> str:
    book = sqlite3.connect(studio.data / "studio.sqlite3", timeout=20)
    try:
        [(word,)] = book.execute("SELECT state FROM jobs_render").fetchall()
    finally:
        book.close()
    return str(word)


def stored(studio: Studio) -> list[str]:
    return [sha256(path.read_bytes()).hexdigest() for path in studio.data.glob("media/films/**/*.mp4")]


def provided(provider: Provider) -> str:
    [film] = provider.sandbox.shelf.folder.glob("*.mp4")
    return sha256(film.read_bytes()).hexdigest()
