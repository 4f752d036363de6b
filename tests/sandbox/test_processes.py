"""Several workers at once: processes and threads on one folder."""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

CALLER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from jobs.sandbox import Sandbox
from tests.sandbox.house import Clock, Provider, mounted

clock = Clock()
app = Sandbox(Path(sys.argv[1]), clock=clock, submit_rate=int(sys.argv[3]))
provider = Provider(origin="https://sandbox.invalid", session=mounted(app), clock=clock)
calls = {"create": provider.create, "query": lambda: provider.call("GET", "/tasks/x")}
with ThreadPoolExecutor(4) as threads:
    answers = list(threads.map(lambda _: calls[sys.argv[2]]().status_code, range(20)))
print(*answers)
"""


def answers(folder: Path, call: str, submit_rate: int = 5) -> "Counter[str]":
    """What three processes of four threads hear in the same second, twenty calls each."""
    words = [sys.executable, "-c", CALLER, str(folder), call, str(submit_rate)]
    with ThreadPoolExecutor(3) as several:
        runs = several.map(
            lambda _: subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout, range(3)
        )
        return Counter(" ".join(runs).split())


@pytest.mark.parametrize(("call", "good"), [("query", 20), ("create", 5)])
def test_a_rate_holds_across_processes_and_threads(tmp_path: Path, call: str, good: int) -> None:
    assert answers(tmp_path, call) == {"200": good, "429": 60 - good}


def test_seats_hold_across_processes_and_threads(tmp_path: Path) -> None:
    assert answers(tmp_path, "create", submit_rate=1000) == {"200": 5, "429": 55}
