"""PostgreSQL and Redis for one run of the tests: `python -m tests.servers COMMAND …` runs the command beside them.

Both are thrown away afterwards. They are started once and shared by all of pytest's processes, each with a database
and a Redis number of its own. PostgreSQL refuses to run as root, so there it runs as the user `postgres`.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import redis

from tests import machine

DATABASE = "_PIXSTUDIO_TEST_DATABASE_URL"
REDIS = "_PIXSTUDIO_TEST_REDIS_URL"
PATIENCE = 30.0  # seconds until a server answers


@dataclass(kw_only=True)
class Server:
    """One that can be ended and started again on its folder and port; `asks` raises `failure` until it answers."""

    url: str
    words: list[str]
    folder: Path
    asks: Callable[[], object]
    failure: type[Exception]
    postmaster: Path | None = None
    """Where PostgreSQL notes its own pid: told to end politely, it would wait until every client has gone."""
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(self.words, stdout=quiet, stderr=quiet, cwd=self.folder)
        _wait(self.asks, self.failure)

    def stop(self) -> None:
        if self.process is None:
            return
        if self.postmaster and self.postmaster.exists():
            os.kill(int(self.postmaster.read_text().split()[0]), signal.SIGINT)
        else:
            self.process.terminate()
        _ended(self.process)

    def restart(self) -> None:
        self.stop()
        self.start()


@contextmanager
def postgres_server() -> Iterator[Server]:
    """A fresh cluster, fast and forgetful."""
    initdb = machine.POSTGRES.path()
    if initdb is None:
        raise FileNotFoundError("initdb")
    root = os.geteuid() == 0
    as_user = ["runuser", "-u", "postgres", "--"] if root else []
    folder = Path(tempfile.mkdtemp(prefix="pixstudio-pg-", dir="/var/tmp"))
    if root:
        shutil.chown(folder, "postgres", "postgres")
    port = free_port()
    forgetful = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
    place = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder}
    options = [word for name, value in (forgetful | place).items() for word in ("-c", f"{name}={value}")]
    _run([*as_user, initdb, "-D", folder / "data", "-U", "studio", "-A", "trust", "-E", "UTF8", "--no-sync"], folder)
    url = f"postgres://studio@127.0.0.1:{port}/postgres"
    server = Server(
        url=url,
        words=[*as_user, str(Path(initdb).with_name("postgres")), "-D", str(folder / "data"), *map(str, options)],
        folder=folder,
        asks=lambda: psycopg.connect(url, connect_timeout=2).close(),
        failure=psycopg.Error,
        postmaster=folder / "data" / "postmaster.pid",
    )
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a cluster of its own."""
    with postgres_server() as server:
        yield server.url


@contextmanager
def redis_server() -> Iterator[Server]:
    """A Redis that keeps nothing."""
    program = machine.REDIS.path()
    if program is None:
        raise FileNotFoundError("redis-server")
    port = free_port()
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--databases", "64"]
    url = f"redis://127.0.0.1:{port}"
    server = Server(
        url=url,
        words=[program, *words],
        folder=Path(tempfile.gettempdir()),
        asks=lambda: redis.Redis.from_url(url).ping(),
        failure=redis.RedisError,
    )
    try:
        server.start()
        yield server
    finally:
        server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def new_database(server_url: str) -> str:
    """A database of its own on the run's cluster, for a studio started as processes."""
    name = f"studio_{secrets.token_hex(4)}"
    execute(server_url, f"CREATE DATABASE {name}")
    return server_url.rsplit("/", 1)[0] + f"/{name}"


def execute(server_url: str, statement: str) -> None:
    """One statement of an administrator."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(statement.encode())


def _run(words: list[object], folder: Path) -> None:
    subprocess.run([str(word) for word in words], check=True, stdout=subprocess.DEVNULL, cwd=folder)


def _wait(ask: Callable[[], object], failure: type[Exception]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            ask()
        except failure:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _ended(server: subprocess.Popen[bytes]) -> None:
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def main(command: list[str]) -> int:
    missing = [program.package for program in (machine.POSTGRES, machine.REDIS) if not program.path()]
    if missing:
        sys.stdout.write(f"Not run on PostgreSQL and Redis: {' and '.join(missing)} missing.\n")
        return 1 if machine.required() else 0
    with postgres() as database, redis_server() as broker:
        places = {DATABASE: database, REDIS: broker.url}
        return subprocess.run(command, env={**os.environ, **places}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
