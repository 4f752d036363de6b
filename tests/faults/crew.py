"""The studio's processes without their launcher, so that each can be killed, stopped and started by the test."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pixstudio.launcher import server
from tests.desk import KEY
from tests.faults.outside import Record
from tests.pipeline.provider import Provider
from tests.studio import INSIDE, OWNER, PATIENCE, ROOT, prepared, surroundings

KILLING = Path(__file__).parent / "killing"


@dataclass(kw_only=True)
class Crew:
    """Broker, beat, a worker and somebody at the shell, on one data folder and one provider."""

    data: Path
    environment: Mapping[str, str]
    provider: Provider
    kills: Path
    processes: dict[str, subprocess.Popen[Any]] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        return self.data.with_suffix(".log")

    def start(self, name: str, *words: str) -> None:
        """`name` is the process here; `words` its command, `manage.py NAME` unless told otherwise."""
        command = words or (sys.executable, "manage.py", name.split("-")[0])
        with self.log.open("ab") as out:
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    def kill(self, name: str) -> None:
        self.processes[name].kill()
        self.processes[name].wait(30)

    def died(self, name: str = "worker") -> None:
        """Wait until it was killed, and put another in its place."""
        self.until(lambda: self.processes[name].poll() is not None)
        assert self.processes[name].returncode == -signal.SIGKILL, self.said
        self.start(name)

    def arm(self, point: str) -> None:
        """The next process that comes to this point is killed there."""
        (self.kills / point).touch()

    def order(self, prompt: str, **spec: Any) -> str:
        return str(self.ask("order", prompt=prompt, **spec))

    def tell(self, film: str) -> dict[str, Any]:
        told: dict[str, Any] = self.ask("tell", film=film)
        return told

    def becomes(self, film: str, *states: str) -> dict[str, Any]:
        """What is told of the film as soon as it is in one of these states."""
        told = self.tell(film)
        deadline = time.monotonic() + PATIENCE
        while told["state"] not in states:
            assert time.monotonic() < deadline, f"still {told}\n{self.said}"
            time.sleep(0.1)
            told = self.tell(film)
        return told

    def check(self) -> None:
        """The six invariants."""
        record = self.data.with_suffix(".json")
        Record.of(self.provider).write(record)
        self.ask("check", record=str(record), log=str(self.log))

    def ask(self, wish: str, **words: Any) -> Any:
        shell = self.processes["shell"]
        assert shell.stdin is not None
        assert shell.stdout is not None
        shell.stdin.write(json.dumps([wish, words]) + "\n")
        shell.stdin.flush()
        said = shell.stdout.readline()
        assert said, self.said
        told = json.loads(said)
        assert "broken" not in told, told["broken"]
        return told["answer"]

    def until(self, true: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, self.said
            time.sleep(0.05)

    @property
    def said(self) -> str:
        return self.log.read_text(errors="replace")[-8000:]


@contextmanager
def crew_at_work(folder: Path, provider: Provider, **settings: str) -> Iterator[Crew]:
    """With an owner and a paid account at this provider, at sixty times the usual pace."""
    data, kills = folder / "data", folder / "kills"
    shutil.copytree(prepared(), data)
    kills.mkdir()
    more = {
        "PIXSTUDIO_TIME_SCALE": "60",
        "PIXSTUDIO_ALLOW_LOOPBACK": "1",
        "DASHSCOPE_BASE_URL": provider.base_url,
        "DASHSCOPE_API_KEY": KEY,
        "PYTHONPATH": os.pathsep.join(map(str, (KILLING, INSIDE))),
        "_PIXSTUDIO_TEST_KILLS": str(kills),
    }
    crew = Crew(
        data=data, environment={**surroundings(data), **OWNER, **more, **settings}, provider=provider, kills=kills
    )
    try:
        _begin(crew)
        yield crew
    finally:
        for process in reversed(crew.processes.values()):
            process.kill()
            process.wait(30)


def _begin(crew: Crew) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "prepare"], cwd=ROOT, env=crew.environment, check=True, capture_output=True
    )
    if not crew.environment.get("REDIS_URL"):
        crew.start("broker", *server.command(crew.data))
    with crew.log.open("ab") as out:
        crew.processes["shell"] = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.shell"],
            cwd=ROOT,
            env=crew.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=out,
            text=True,
        )
    crew.start("worker")
    crew.start("beat")
