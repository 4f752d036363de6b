"""The studio's processes without a launcher: broker, beat and workers, and the processor's time that they take."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pixstudio.database import PROCESS
from pixstudio.launcher import tether
from tests import servers
from tests.studio import ROOT

_SECOND = os.sysconf("SC_CLK_TCK")
PATIENCE = 30.0  # seconds in which a process told to end has done so

Words = Mapping[str, list[str]]
STUDIO: Words = {"beat": ["manage.py", "beat"], "worker": ["manage.py", "worker"]}


@dataclass(frozen=True, kw_only=True)
class Hands:
    pids: tuple[int, ...]

    def taken(self) -> float:
        """Seconds of the processor until now, of all of them and their children."""
        return sum(map(_taken, self.pids))


def _taken(pid: int) -> float:
    """User and system, of the process, of children that have ended, and of those that run."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = sum(map(int, fields[11:15])) / _SECOND
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(_taken(int(child)) for child in children)


@contextmanager
def hands(
    words: Words, environment: Mapping[str, str], *, first: Callable[[str], object] = lambda url: None
) -> Iterator[Hands]:
    """These processes on this process's data folder, with a broker of their own; `first` is told where it is."""
    with servers.redis_server() as broker:
        assert broker.process is not None
        first(broker.url)
        surroundings = {**os.environ, **environment, "REDIS_URL": broker.url}
        surroundings.pop(PROCESS, None)
        begun = [_begun(own, surroundings) for own in words.values()]
        try:
            yield Hands(pids=(broker.process.pid, *(process.pid for process in begun)))
        finally:
            for process in begun:
                process.terminate()
            for process in begun:
                _ended(process)


def _begun(words: list[str], surroundings: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env=surroundings,
        stdout=quiet,
        stderr=quiet,
        preexec_fn=partial(tether.end_with_parent, os.getpid()),  # noqa: PLW1509 - it takes no lock
    )


def _ended(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
