"""One child of the launcher: start, look, stop, and how long to wait before the next try."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pixstudio.launcher import tether

FIRST_PAUSE = 0.5  # seconds before a dead child is started again; doubles with each death
LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0  # seconds of life after which the pauses start from the first again


@dataclass(kw_only=True)
class Child:
    """A process in a session of its own. `grace` is how many seconds it gets between SIGTERM and SIGKILL."""

    name: str
    command: Sequence[str]
    run: Path
    grace: float
    inherited: Sequence[int] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0

    @property
    def pid_file(self) -> Path:
        return self.run / f"{self.name}.pid"

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=tuple(self.inherited),
            env={**os.environ, **self.environment},
            preexec_fn=tether.preparation(),  # noqa: PLW1509 - the launcher has one thread
        )
        self.pid_file.write_text(f"{self.process.pid}\n")

    def ended(self) -> int | None:
        """The exit status (negative: the signal) of a child that is gone, once; its own children go with it."""
        if self.process is None:
            return None
        status = self.process.poll()
        if status is None:
            return None
        self._forget()
        return status

    def pause(self) -> float:
        """Seconds to wait before the next start; longer the more often it died young."""
        self.deaths = 1 if time.monotonic() - self.started > STEADY_AFTER else self.deaths + 1
        return min(FIRST_PAUSE * 2.0 ** (self.deaths - 1), LONGEST_PAUSE)

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def end(self, *, grace: float | None = None) -> None:
        """SIGTERM, up to `grace` seconds of patience, then SIGKILL to the whole session."""
        if self.process is None:
            return
        self.ask_to_end()
        try:
            self.process.wait(self.grace if grace is None else grace)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._forget()

    def _forget(self) -> None:
        """Ends what the child left behind in its session."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: "permission" for a group of zombies
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process = None
        self.pid_file.unlink(missing_ok=True)
