"""One child: what it started ends with it, and the pauses between its deaths grow."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pixstudio.launcher.child import Child
from tests.studio import alive

pytestmark = pytest.mark.processes

PARENT = """
import subprocess, sys, time
grandchild = subprocess.Popen(["sleep", "600"])
open(sys.argv[1], "w").write(str(grandchild.pid))
"""

STUBBORN = """
import signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open(sys.argv[1], "w").write("1")
time.sleep(600)
"""

TETHERED = f"""
import signal, sys, threading
from pathlib import Path
from pixstudio.launcher import tether
ended = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: ended.set())
tether.hold()
{PARENT}
ended.wait()
"""

LAUNCHER = """
import os, sys, time
from pathlib import Path
from pixstudio.launcher import tether
from pixstudio.launcher.child import Child
pipe, _ = os.pipe()
words = [sys.executable, "-c", sys.argv[1], sys.argv[2]]
run = Path(sys.argv[2]).parent
Child(name="c", command=words, run=run, grace=1, inherited=[pipe], environment={tether.VARIABLE: str(pipe)}).start()
time.sleep(600)
"""


def written(path: Path) -> int:
    wait(lambda: path.exists() and path.read_text() != "")
    return int(path.read_text())


def wait(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_what_a_killed_child_had_started_ends_too(tmp_path: Path) -> None:
    script = f"{PARENT}time.sleep(600)"
    child = Child(name="c", command=[sys.executable, "-c", script, str(tmp_path / "pid")], run=tmp_path, grace=1)
    child.start()
    grandchild = written(tmp_path / "pid")
    assert child.process
    child.process.kill()
    wait(lambda: child.ended() == -9)
    wait(lambda: not alive(grandchild))


def test_grandchildren_end_when_the_launcher_is_killed(tmp_path: Path) -> None:
    launcher = subprocess.Popen([sys.executable, "-c", LAUNCHER, TETHERED, str(tmp_path / "pid")])
    grandchild = written(tmp_path / "pid")
    launcher.kill()
    launcher.wait()
    wait(lambda: not alive(grandchild))


def test_a_child_that_ignores_the_polite_signal_is_killed(tmp_path: Path) -> None:
    child = Child(name="c", command=[sys.executable, "-c", STUBBORN, str(tmp_path / "up")], run=tmp_path, grace=0.3)
    child.start()
    written(tmp_path / "up")
    begun = time.monotonic()
    child.end()
    assert 0.3 <= time.monotonic() - begun < 3
    assert not child.pid_file.exists()


def test_the_pauses_between_deaths_grow_and_have_an_end(tmp_path: Path) -> None:
    child = Child(name="c", command=[], run=tmp_path, grace=1, started=time.monotonic())
    assert [child.pause() for _ in range(8)] == [0.5, 1, 2, 4, 8, 16, 30, 30]


def test_a_long_life_starts_the_pauses_from_the_first_again(tmp_path: Path) -> None:
    child = Child(name="c", command=[], run=tmp_path, grace=1, started=time.monotonic() - 61, deaths=6)
    assert child.pause() == 0.5
