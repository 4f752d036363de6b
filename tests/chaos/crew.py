"""The studio's processes, and a second worker and beat beside them: who can be killed, frozen and comes back.

The launcher lets a child that dies again and again wait, up to half a minute; the second ones come back at once.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import TracebackType

import redis

from pixstudio import broker
from tests.studio import ROOT, Studio


@dataclass(kw_only=True)
class Crew:
    """`doubled`: of which children there is a second one."""

    studio: Studio
    doubled: tuple[str, ...] = ("worker",)
    _seconds: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __enter__(self) -> "Crew":
        for child in self.doubled:
            self._rise(child)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for second in self._seconds.values():
            second.kill()
            second.wait()

    def _rise(self, child: str) -> None:
        with self.studio.log.open("ab") as out:
            self._seconds[child] = subprocess.Popen(
                [sys.executable, "manage.py", child],
                cwd=ROOT,
                env=self.studio.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def workers(self) -> list[int]:
        return self._alive("worker")

    def kill(self, child: str) -> bool:
        """All that bear this name; whether any was alive."""
        killed = [_signal(pid, signal.SIGKILL) for pid in self._alive(child)]
        if child in self._seconds:
            self._seconds[child].wait()
            self._rise(child)
        return True in killed

    def freeze(self, pid: int, seconds: float) -> bool:
        """A process that stands still and does not know it."""
        if not _signal(pid, signal.SIGSTOP):
            return False
        time.sleep(seconds)
        return _signal(pid, signal.SIGCONT)

    def flush_broker(self) -> bool:
        client = redis.Redis(unix_socket_path=str(broker.socket_path(self.studio.data)), socket_timeout=2)
        try:
            client.flushall()
        except redis.RedisError:
            return False  # it is dead this moment
        finally:
            client.close()
        return True

    def _alive(self, child: str) -> list[int]:
        pids = []
        with contextlib.suppress(FileNotFoundError, ValueError):
            pids.append(self.studio.pid(child))
        if (second := self._seconds.get(child)) and second.poll() is None:
            pids.append(second.pid)
        return pids


def _signal(pid: int, number: signal.Signals) -> bool:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True
