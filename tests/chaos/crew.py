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
from pathlib import Path
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

    def worker_behind(self, port: int) -> int | None:
        """Whose end of a connection on this machine that is; None when it is gone."""
        ends = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        sockets = {f"socket:[{end[9]}]" for end in ends if int(end[1].rpartition(":")[2], 16) == port}
        return next((pid for pid in self.alive("worker") if sockets & _open_in(pid)), None)

    def alive(self, child: str) -> list[int]:
        pids = []
        with contextlib.suppress(FileNotFoundError, ValueError):
            pids.append(self.studio.pid(child))
        if (second := self._seconds.get(child)) and second.poll() is None:
            pids.append(second.pid)
        return pids

    def kill(self, pid: int | None) -> bool:
        """Whether it was alive. The launcher sees to its own; the second ones start again here."""
        killed = pid is not None and _signal(pid, signal.SIGKILL)
        for child, second in self._seconds.items():
            if second.pid == pid:
                second.wait()
                self._rise(child)
        return killed

    def kill_workers(self) -> bool:
        """All at once; whether any was alive."""
        return True in [self.kill(pid) for pid in self.alive("worker")]

    def freeze(self, pid: int | None, seconds: float) -> bool:
        """A process that stands still and does not know it."""
        if pid is None or not _signal(pid, signal.SIGSTOP):
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


def _open_in(pid: int) -> set[str]:
    """What the handles of a process lead to."""
    found = set()
    with contextlib.suppress(OSError):  # it has ended
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                found.add(str(handle.readlink()))
    return found


def _signal(pid: int, number: signal.Signals) -> bool:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True
