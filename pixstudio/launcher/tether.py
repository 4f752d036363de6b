"""Ties a child process to its launcher, so that it ends when the launcher does, even by `kill -9`."""

import atexit
import ctypes
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

VARIABLE = "_PIXSTUDIO_TETHER"
GRACE = 7.0  # seconds between the polite signal and the end of the whole process group
PR_SET_PDEATHSIG = 1  # linux/prctl.h

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def end_with_parent(parent: int) -> None:
    """Asks the kernel for SIGTERM when the parent ends. Runs between fork and exec; Linux alone knows it."""
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:  # it ended before the kernel was asked
        os.kill(os.getpid(), signal.SIGTERM)


def hold(broker_pid_file: Path | None = None) -> None:
    """Ends this process and its children once the launcher's pipe ends; nothing without a launcher.

    The kernel's signal is quicker where it exists, but knows neither grandchildren nor other systems. The broker is
    not our program and cannot read a pipe, so the child that is given its pid file takes it along.
    """
    if VARIABLE not in os.environ:
        return
    pipe = int(os.environ.pop(VARIABLE))
    # here and not in the thread: the kernel's signal may end this process before the thread has read a byte
    atexit.register(_end_group_if_abandoned, pipe)
    threading.Thread(target=_wait, args=(pipe, broker_pid_file), name="tether", daemon=True).start()


def _wait(pipe: int, broker_pid_file: Path | None) -> None:
    while os.read(pipe, 1):  # nobody ever writes: this returns when the last writer, the launcher, is gone
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    threading.main_thread().join(GRACE)
    if broker_pid_file is not None:
        _end_broker(broker_pid_file)
    _end_group()


def _end_group_if_abandoned(pipe: int) -> None:
    """The launcher, while it lives, ends the group itself. The kernel closes its pipe before it signals its end."""
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    if poll.poll(0):
        _end_group()


def _end_group() -> None:
    os.killpg(0, signal.SIGKILL)


def _end_broker(pid_file: Path) -> None:
    try:
        os.kill(int(pid_file.read_text()), signal.SIGTERM)
    except (OSError, ValueError):
        return  # it ended by itself and its pid file with it


def preparation() -> Callable[[], None]:
    """What a child does between fork and exec, bound to this launcher."""
    launcher = os.getpid()
    return lambda: end_with_parent(launcher)
