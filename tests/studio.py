"""A studio as its users start it: `manage.py studio` in processes of its own."""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from tests import servers

ROOT = Path(__file__).resolve().parent.parent
INSIDE = ROOT / "tests" / "inside"
"""On the path of processes that a `sitecustomize.py` of the tests changes."""
NOTHING: Mapping[str, str] = {}
PATIENCE = 60.0  # seconds until a start must have succeeded, on a machine that is busy with other tests
CHILDREN = ("web", "worker", "beat", "broker")
OWNER = {"PIXSTUDIO_OWNER_EMAIL": "ada@example.com", "PIXSTUDIO_OWNER_PASSWORD": "a-long-quiet-river"}


@dataclass(kw_only=True)
class Studio:
    """One launcher on one data folder."""

    data: Path
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return (self.data / "run" / "address").read_text().strip()

    @property
    def said(self) -> str:
        """Everything the launcher and its children have written so far."""
        return self.log.read_text(errors="replace")

    def pid(self, child: str) -> int:
        return int((self.data / "run" / f"{child}.pid").read_text())

    def pids(self) -> dict[str, int]:
        """Of all children, once all were started."""
        self.wait_until(lambda: all((self.data / "run" / f"{child}.pid").exists() for child in CHILDREN))
        return {child: self.pid(child) for child in CHILDREN}

    def manage(self, *words: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Another command on the same data folder, beside the running studio."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def wait_until(self, true: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            if time.monotonic() > deadline:
                raise AssertionError(f"It did not happen within {seconds} s. The studio said:\n{self.said}")
            time.sleep(0.05)

    def wait_ready(self) -> None:
        """Until the launcher has said so."""
        self.wait_until(lambda: self.process.poll() is not None or "PixStudio is ready" in self.said)
        assert self.process.poll() is None, self.said

    def wait_working(self) -> None:
        """Until films could be made: worker and beat have given a sign of life too."""
        self.wait_until(lambda: status(f"{self.url}/readyz") == 200)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """The launcher's exit status after this signal."""
        self.process.send_signal(number)
        return self.process.wait(30)


class Launch(Protocol):
    """Starts a studio with these words on its command line and these settings.

    With `data` on that folder as it is; with `first` on an empty one, which takes seconds more; else on one that was
    started before and has neither owner nor provider key. `ready` waits until it answers.
    """

    def __call__(
        self,
        *words: str,
        data: Path | None = None,
        first: bool = False,
        ready: bool = True,
        environment: Mapping[str, str] = ...,
    ) -> Studio: ...


@contextmanager
def launched(folder: Path) -> Iterator[Launch]:
    """A function that starts studios below `folder`; all of them have ended when the block is left."""
    studios: list[Studio] = []

    def launch(
        *words: str,
        data: Path | None = None,
        first: bool = False,
        ready: bool = True,
        environment: Mapping[str, str] = NOTHING,
    ) -> Studio:
        if data is None:
            data = folder / f"data{len(studios)}"
            if not first:
                shutil.copytree(prepared(), data)
        studio = _start(words, data, folder / f"log{len(studios)}", environment)
        studios.append(studio)
        if ready:
            studio.wait_ready()
        return studio

    try:
        yield launch
    finally:
        for studio in studios:
            if studio.process.poll() is None:
                studio.stop()


def _start(words: tuple[str, ...], data: Path, log: Path, more: Mapping[str, str]) -> Studio:
    environment = {**surroundings(data), **more}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "studio", *(words or ("--port", "0")), "--no-browser"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    return Studio(data=data, environment=environment, log=log, process=process)


@cache
def prepared() -> Path:
    """A data folder after its first start: migrations and style sheets take seconds that most tests need not wait."""
    folder = Path(tempfile.mkdtemp(prefix="pixstudio-prepared-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    script = "import django; django.setup(); from jobs.management.preparing import prepare; prepare(); "
    script += "from pixstudio.launcher import statics; statics.collect()"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=surroundings(folder), check=True)
    return folder


def surroundings(data: Path) -> dict[str, str]:
    """The tests' own environment, in which every setting is blank, at another data folder and a quick pace.

    In the pass on PostgreSQL and Redis each studio gets a database of its own there.
    """
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "pixstudio.settings", "PYTHONUNBUFFERED": "1"}
    environment |= {"PIXSTUDIO_DATA": str(data), "PIXSTUDIO_TIME_SCALE": "20"}
    if servers.DATABASE in os.environ:
        environment["DATABASE_URL"] = servers.new_database(os.environ[servers.DATABASE])
    return environment


def status(url: str) -> int:
    """The HTTP status there; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def alive(pid: int) -> bool:
    """Whether the process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
