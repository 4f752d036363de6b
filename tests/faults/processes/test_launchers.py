"""Launchers: two on one folder, one that is killed, one that is told to end in the middle of four downloads."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk import KEY
from tests.faults.outside import Record
from tests.pipeline.provider import Gate, Provider, waits_halfway
from tests.studio import OWNER, ROOT, Launch, Studio, alive, launched

pytestmark = [pytest.mark.processes, pytest.mark.timeout(300)]


@pytest.fixture
def launch(tmp_path: Path, provider: Provider) -> Iterator[Launch]:
    """After each case the six invariants hold in every studio that was started."""
    with launched(tmp_path) as start:
        studios: list[Studio] = []

        def noted(*words: str, **options: Any) -> Studio:
            studios.append(start(*words, **options))
            return studios[-1]

        yield noted
        for studio in {studio.data: studio for studio in studios}.values():
            six_invariants(studio, provider, tmp_path)


def six_invariants(studio: Studio, provider: Provider, folder: Path) -> None:
    record = folder / "record.json"
    Record.of(provider).write(record)
    words = [sys.executable, "-m", "tests.faults.outside", str(record), str(studio.log)]
    done = subprocess.run(words, cwd=ROOT, env=studio.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def studio(launch: Launch) -> Studio:
    return launch()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_row_27_a_signal_ends_everything_within_fifteen_seconds(studio: Studio, number: int) -> None:
    children = studio.pids()
    begun = time.monotonic()
    assert studio.stop(number) == 0
    assert time.monotonic() - begun < 15
    assert not any(map(alive, children.values()))
    assert not list((studio.data / "run").glob("*.pid"))


def test_row_27_a_second_launcher_on_the_same_folder_refuses_in_words(launch: Launch, studio: Studio) -> None:
    second = launch(data=studio.data, ready=False)
    assert second.process.wait(30) != 0
    assert f"already running on {studio.data}, at {studio.url}" in second.said
    assert "Traceback" not in second.said


def test_row_27_a_killed_launcher_leaves_no_orphan(studio: Studio) -> None:
    children = studio.pids()
    studio.wait_working()
    studio.process.kill()
    studio.process.wait()
    studio.wait_until(lambda: not any(map(alive, children.values())), seconds=15)


def test_row_27_right_after_a_kill_the_next_start_waits_for_the_old_children(launch: Launch, studio: Studio) -> None:
    studio.wait_working()
    port = studio.url.rpartition(":")[2]
    studio.process.kill()
    studio.process.wait()
    again = launch("--port", port, data=studio.data)
    assert again.url == studio.url


def test_row_27_a_data_folder_with_a_very_long_path_works(launch: Launch, tmp_path: Path) -> None:
    data = tmp_path / ("long-" * 40)
    assert len(str(data)) > 200
    launch(data=data).wait_working()


def test_row_27_ctrl_c_during_four_downloads_is_a_clean_stop_and_all_four_come_home_later(
    launch: Launch, provider: Provider
) -> None:
    gates = [Gate() for _ in range(4)]
    provider.lie("film", *[waits_halfway(gate) for gate in gates])
    paid = {"PIXSTUDIO_ALLOW_LOOPBACK": "1", "DASHSCOPE_BASE_URL": provider.base_url, "DASHSCOPE_API_KEY": KEY}
    studio = launch(environment={**OWNER, **paid})
    ordered = studio.manage("render", "A heron", "--size", "640*360", "--seconds", "1", "--takes", "4")
    assert ordered.returncode == 0, ordered.stderr
    assert all(gate.reached.wait(60) for gate in gates), studio.said
    begun = time.monotonic()
    assert studio.stop(signal.SIGINT) == 0
    assert time.monotonic() - begun < 15
    for gate in gates:
        gate.opened.set()
    again = launch(data=studio.data, environment={**OWNER, **paid})
    again.wait_until(lambda: len(list(again.data.glob("media/films/**/*.mp4"))) == 4)
    again.wait_until(lambda: len(list(again.data.glob("media/previews/**/*.mp4"))) == 4)
    again.wait_until(lambda: not list(again.data.glob("parts/*")))
    assert provider.count("create") == len(provider.made) == 4
