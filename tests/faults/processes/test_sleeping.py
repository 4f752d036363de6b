"""A worker is stopped in the middle of its create and goes on when another has long taken over."""

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.crew import Crew
from tests.pipeline.provider import Gate, Lie, Provider, meanwhile, says, truth

pytestmark = [
    pytest.mark.processes,
    pytest.mark.long,
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("sleeping"),
    pytest.mark.usefixtures("six_invariants"),
]

REFUSAL = says(400, {"code": "DataInspectionFailed", "message": "Input data …", "request_id": "r-1"})


def asleep(pid: int) -> bool:
    """All threads: a signal is sent long before the last of them has heard of it."""
    threads = Path(f"/proc/{pid}/task").glob("*/stat")
    return all(thread.read_text().rpartition(")")[2].split()[0] == "T" for thread in threads)


@pytest.mark.parametrize(
    ("answer", "states"),
    # a film that waits for a person already goes on waiting; that nothing was made is on record then
    [(truth, {"saved"}), (REFUSAL, {"failed", "uncertain"})],
    ids=["made", "refused"],
)
def test_row_16_the_late_answer_is_stored_and_nothing_is_sent_again(
    crew: Crew, provider: Provider, answer: Lie, states: set[str]
) -> None:
    made, gate = len(provider.made), Gate()
    provider.calls.clear()
    provider.lie("create", meanwhile(gate.wait, answer))
    provider.lie("list", says(500, b"{}"), times=99)  # it could be adopted from there before the sleeper wakes
    film = crew.order("A heron asleep")
    assert gate.reached.wait(60), crew.said
    sleeper = crew.processes["worker"]
    with closing(sqlite3.connect(crew.data / "studio.sqlite3", timeout=20, isolation_level=None)) as book:
        book.execute("BEGIN IMMEDIATE")  # it must not fall asleep over a write of its heartbeat
        sleeper.send_signal(signal.SIGSTOP)
        crew.until(lambda: asleep(sleeper.pid))
        book.execute("ROLLBACK")
    crew.start("worker-2")
    crew.becomes(film, "confirming", "uncertain")
    gate.opened.set()
    crew.until(lambda: provider.calls[0].status > 0)
    sleeper.send_signal(signal.SIGCONT)
    told = crew.becomes(film, *states)
    provider.honest()
    crew.kill("worker-2")
    assert told["story"][:3] == ["ordered", "claimed", "worker-lost"]
    assert (provider.count("create"), len(provider.made) - made) == (1, int(answer is truth))
