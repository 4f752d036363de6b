"""PostgreSQL and Redis for one run of the tests: `python -m tests.servers COMMAND …` runs the command beside them.

Both are thrown away afterwards. They are started once and shared by all of pytest's processes, each with a database
and a Redis number of its own. PostgreSQL refuses to run as root, so there it runs as the user `postgres`.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import redis

from tests import machine

DATABASE = "_PIXSTUDIO_TEST_DATABASE_URL"
REDIS = "_PIXSTUDIO_TEST_REDIS_URL"
PATIENCE = 30.0  # seconds until a server answers


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a fresh cluster, fast and forgetful."""
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
    server = subprocess.Popen(
        [*as_user, str(Path(initdb).with_name("postgres")), "-D", str(folder / "data"), *map(str, options)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    url = f"postgres://studio@127.0.0.1:{port}/postgres"
    try:
        _wait(lambda: psycopg.connect(url, connect_timeout=2).close(), psycopg.Error)
        yield url
    finally:
        _end(server)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis_server() -> Iterator[str]:
    """The URL of a Redis that keeps nothing."""
    program = machine.REDIS.path()
    if program is None:
        raise FileNotFoundError("redis-server")
    port = free_port()
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--databases", "64"]
    server = subprocess.Popen([program, *words], stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir())
    url = f"redis://127.0.0.1:{port}"
    try:
        _wait(lambda: redis.Redis.from_url(url).ping(), redis.RedisError)
        yield url
    finally:
        _end(server)


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


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
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
        return subprocess.run(command, env={**os.environ, DATABASE: database, REDIS: broker}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
