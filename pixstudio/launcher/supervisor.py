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
WEB_FIRST = 15.0  # seconds the web may have the machine to itself: it is what people wait for
REFUSED = 3  # the web's exit status when it has said why the studio cannot start
BROKER_TRIES = 5
HOSTS = "_PIXSTUDIO_HOSTS"
ROOT = Path(__file__).resolve().parents[2]
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
    on_ready: Callable[[str], None]
    """Called once with the set-up link, or nothing where the studio has an owner."""


@dataclass(kw_only=True)
class Supervisor:
    plan: Plan
    children: dict[str, Child] = field(default_factory=dict)
    due: dict[str, float] = field(default_factory=dict)
    stopping: bool = False
    ready: bool = False
    greeting: int = -1
    link: str | None = None
    """What the web said when all was laid; None while it has not."""
    status: int = 0

    def run(self) -> int:
        """Until SIGINT or SIGTERM, or until the web refuses; every child has ended when the status is returned.

        Raises:
            RefusalError: the broker cannot be started.
        """
        wake = self._listen_for_signals()
        life, _kept_open = os.pipe()  # nobody writes; the kernel closes the other end when the launcher is gone
        self.greeting, told = os.pipe()
        os.set_blocking(self.greeting, False)
        try:
            self.children = self._children(life, told)
            self._start("broker", "web")
            self.due = dict.fromkeys(("worker", "beat"), time.monotonic() + WEB_FIRST)
            while not self.stopping:
                select.select([wake, self.greeting], [], [], LOOK if self.ready else BEFORE_READY)
                _drain(wake)
                self._look()
        finally:
            self._stop_all()
        return self.status

    def _children(self, life: int, told: int) -> dict[str, Child]:
        manage = [sys.executable, str(ROOT / "manage.py")]
        kept = (life, self.plan.children_lock)
        children = [
            self._child("web", self._web(told), (*kept, told, self.plan.listener), life),
            self._child("worker", [*manage, "worker"], kept, life),
            self._child("beat", [*manage, "beat"], kept, life),
        ]
        if self.plan.own_broker:
            children.append(self._child("broker", server.command(self.plan.data), (self.plan.children_lock,), life))
        return {child.name: child for child in children}

    def _web(self, told: int) -> list[str]:
        places = [str(self.plan.listener), str(told), str(self.plan.data / "run"), self.plan.url]
        return [sys.executable, "-m", "pixstudio.launcher.web", *places, *(["--public"] if self.plan.hosts else [])]

    def _child(self, name: str, command: list[str], inherited: tuple[int, ...], life: int) -> Child:
        return Child(
            name=name,
            command=command,
            run=self.plan.data / "run",
            grace=GRACE[name],
            inherited=inherited,
            environment={tether.VARIABLE: str(life), HOSTS: ",".join(self.plan.hosts)},
        )

    def _start(self, *names: str) -> None:
        for name in names:
            if name in self.children:
                self.children[name].start()

    def _look(self) -> None:
        for child in self.children.values():
            status = child.ended()
            if status is not None:
                self._mourn(child, status)
        greeting = _drain(self.greeting)
        if greeting:
            self.link = greeting.decode().splitlines()[-1]
        if not self.ready and self.link is not None and answers(self.plan.url) and self._broker_answers():
            self.ready = True
            self.due = dict.fromkeys(self.due, 0.0)
            self.plan.on_ready(self.link)
        self._start_due()

    def _start_due(self) -> None:
        now = time.monotonic()
        for name in [name for name, when in self.due.items() if now >= when]:
            del self.due[name]
            self._start(name)

    def _broker_answers(self) -> bool:
        return not self.plan.own_broker or server.answers(broker.socket_path(self.plan.data))

    def _mourn(self, child: Child, status: int) -> None:
        if child.name == "web" and status == REFUSED and not self.ready:
            self.status, self.stopping = REFUSED, True
            return
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


def _drain(pipe: int) -> bytes:
    """All that waits in a non-blocking pipe."""
    try:
        return os.read(pipe, 65536)
    except BlockingIOError:
        return b""


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
