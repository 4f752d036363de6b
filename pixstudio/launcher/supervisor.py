"""The launcher's own loop: start the children, say when the studio answers, start the dead again, stop in order."""

import contextlib
import os
import select
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from types import FrameType

from pixstudio import broker
from pixstudio.launcher import server, tether
from pixstudio.launcher.child import Child
from pixstudio.refusal import RefusalError

LOOK = 0.2  # seconds between two looks at the children
BEFORE_READY = 0.05
WEB_FIRST = 1.0  # seconds the web has the machine to itself: it is what people wait for
BROKER_TRIES = 5
HOSTS = "_PIXSTUDIO_HOSTS"
STOP_ORDER = ("beat", "worker", "web", "broker")
GRACE = {"beat": 2.0, "worker": 6.0, "web": 3.0, "broker": 2.0}  # seconds; 13 in all, under the 15 that are promised


def say(sentence: str) -> None:
    """One line on stdout; a reader who went away (`| head`) is no reason to end the studio."""
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.write(f"{sentence}\n")
        sys.stdout.flush()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the launcher needs to know to run the studio."""

    data: Path
    url: str
    listener: int
    children_lock: int
    own_broker: bool
    hosts: tuple[str, ...]
    """Names of a public address that the web must accept besides those of the settings."""
    on_ready: Callable[[], None]


@dataclass(kw_only=True)
class Supervisor:
    plan: Plan
    children: dict[str, Child] = field(default_factory=dict)
    due: dict[str, float] = field(default_factory=dict)
    stopping: bool = False
    ready: bool = False

    def run(self) -> None:
        """Until SIGINT or SIGTERM; every child has ended when it returns.

        Raises:
            RefusalError: the broker cannot be started.
        """
        wake = self._listen_for_signals()
        pipe, _kept_open = os.pipe()  # nobody writes; the kernel closes the other end when the launcher is gone
        self.children = self._children(pipe)
        try:
            self._start("broker", "web")
            self.due = dict.fromkeys(("worker", "beat"), time.monotonic() + WEB_FIRST)
            while not self.stopping:
                select.select([wake], [], [], LOOK if self.ready else BEFORE_READY)
                self._look()
        finally:
            self._stop_all()

    def _children(self, pipe: int) -> dict[str, Child]:
        run, python = self.plan.data / "run", [sys.executable]
        manage = [*python, str(Path(__file__).resolve().parents[2] / "manage.py")]
        web = [*python, "-m", "pixstudio.launcher.web", str(self.plan.listener), str(run)]
        commands = {"web": web, "worker": [*manage, "worker"], "beat": [*manage, "beat"]}
        kept = (pipe, self.plan.children_lock)
        children = {
            name: Child(
                name=name,
                command=command,
                run=run,
                grace=GRACE[name],
                inherited=(*kept, self.plan.listener) if name == "web" else kept,
                environment={tether.VARIABLE: str(pipe), HOSTS: ",".join(self.plan.hosts)},
            )
            for name, command in commands.items()
        }
        if self.plan.own_broker:
            children["broker"] = Child(
                name="broker",
                command=server.command(self.plan.data),
                run=run,
                grace=GRACE["broker"],
                inherited=(self.plan.children_lock,),
            )
        return children

    def _start(self, *names: str) -> None:
        for name in names:
            if name in self.children:
                self.children[name].start()

    def _look(self) -> None:
        for child in self.children.values():
            status = child.ended()
            if status is not None:
                self._mourn(child, status)
        if not self.ready and answers(self.plan.url) and self._broker_answers():
            self.ready = True
            self.plan.on_ready()
        now = time.monotonic()
        for name in [name for name, when in self.due.items() if now >= when]:
            del self.due[name]
            self._start(name)

    def _broker_answers(self) -> bool:
        return not self.plan.own_broker or server.answers(broker.socket_path(self.plan.data))

    def _mourn(self, child: Child, status: int) -> None:
        pause = child.pause()
        how = f"signal {-status}" if status < 0 else f"status {status}"
        say(f"The {child.name} ended ({how}); it is started again in {pause:g} s.")
        if child.name == "broker":
            self._mend_broker(child)
        self.due[child.name] = time.monotonic() + pause

    def _mend_broker(self, child: Child) -> None:
        """Dying young twice looks like a file it cannot read; five times before the first answer, like no broker."""
        if child.deaths == 2:
            say(f"What the broker could not read is now in {server.set_aside(self.plan.data)}; no order is lost.")
        if child.deaths >= BROKER_TRIES and not self.ready:
            raise RefusalError(f"The message broker does not start; {self.plan.data / 'run' / 'broker.log'} says why.")
        child.command = server.command(self.plan.data)

    def _stop_all(self) -> None:
        for name in STOP_ORDER:
            if name in self.children:
                self.children[name].end()

    def _listen_for_signals(self) -> int:
        """A descriptor that becomes readable when a signal arrived, so that no look is late."""
        wake, alarm = os.pipe()
        for end in (wake, alarm):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(alarm, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        return wake

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        if self.stopping:  # asked twice: no more patience
            for child in self.children.values():
                child.grace = 0.2
        self.stopping = True


def answers(url: str) -> bool:
    """Whether the web itself answers there, be it with "wrong host": the listening socket alone answers nothing."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # the environment's proxy knows nothing of us
    try:
        with opener.open(f"{url}/healthz", timeout=0.5) as response:
            return bool(response.status == HTTPStatus.OK)
    except urllib.error.HTTPError as error:
        return error.code < HTTPStatus.INTERNAL_SERVER_ERROR
    except OSError:
        return False
