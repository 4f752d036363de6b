"""The studio's processes and a second worker beside them: who can be killed, frozen and comes back."""

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

CHILDREN = ("web", "worker", "beat", "broker")


@dataclass(kw_only=True)
class Crew:
    studio: Studio
    _second: subprocess.Popen[bytes] | None = field(default=None)

    def __enter__(self) -> "Crew":
        self.rise()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._second:
            self._second.kill()
            self._second.wait()

    def rise(self) -> None:
        """The second worker starts again where it is dead; the launcher sees to the others."""
        if self._second is None or self._second.poll() is not None:
            with self.studio.log.open("ab") as out:
                self._second = subprocess.Popen(
                    [sys.executable, "manage.py", "worker"],
                    cwd=ROOT,
                    env=self.studio.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                )

    def workers(self) -> list[int]:
        second = [self._second.pid] if self._second and self._second.poll() is None else []
        return [*self._pids("worker"), *second]

    def kill(self, child: str) -> bool:
        """Whether it was alive."""
        return _kill(self._pids(child))

    def kill_workers(self) -> bool:
        killed = _kill(self.workers())
        if self._second:
            self._second.wait()
        self.rise()
        return killed

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

    def _pids(self, child: str) -> list[int]:
        with contextlib.suppress(FileNotFoundError, ValueError):
            return [self.studio.pid(child)]
        return []


def _kill(pids: list[int]) -> bool:
    """Every one of them; whether any was alive."""
    killed = [_signal(pid, signal.SIGKILL) for pid in pids]
    return True in killed


def _signal(pid: int, number: signal.Signals) -> bool:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True
