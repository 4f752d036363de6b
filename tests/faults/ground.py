"""What the studio stands on, taken away under it: SQLite and its own broker, or PostgreSQL and Redis of their own."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import redis

from pixstudio import broker
from pixstudio.launcher import server
from tests import servers
from tests.faults.crew import Crew, crew_at_work
from tests.pipeline.provider import Provider

LOCKED = 6.0  # seconds
LITTLE = 1024 * 1024  # bytes; less than a server needs for itself


class Ground(Protocol):
    def database_fails(self, crew: Crew) -> None: ...

    def broker_restarts(self, crew: Crew) -> None: ...

    def memory(self, crew: Crew) -> redis.Redis: ...


@dataclass(kw_only=True)
class Own:
    """SQLite is locked for six seconds by somebody who writes; the broker is killed and comes back on its folder."""

    def database_fails(self, crew: Crew) -> None:
        with sqlite3.connect(crew.data / "studio.sqlite3", timeout=20, isolation_level=None) as book:
            book.execute("BEGIN IMMEDIATE")
            time.sleep(LOCKED)
            book.execute("ROLLBACK")

    def broker_restarts(self, crew: Crew) -> None:
        crew.kill("broker")
        crew.start("broker", *server.command(crew.data))

    def memory(self, crew: Crew) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(broker.socket_path(crew.data)))


@dataclass(kw_only=True)
class Named:
    """PostgreSQL and Redis are ended and started again; each belongs to these tests alone."""

    database: servers.Server
    memories: servers.Server

    def database_fails(self, crew: Crew) -> None:
        self.database.restart()

    def broker_restarts(self, crew: Crew) -> None:
        self.memories.restart()

    def memory(self, crew: Crew) -> redis.Redis:
        return redis.Redis.from_url(self.memories.url)


@contextmanager
def on_shaky_ground(folder: Path, provider: Provider) -> Iterator[tuple[Crew, Ground]]:
    """In the pass on servers on servers, else on the studio's own."""
    with ExitStack() as stack:
        ground: Ground = Own()
        places: dict[str, str] = {}
        if servers.DATABASE in os.environ:
            ground = Named(
                database=stack.enter_context(servers.postgres_server()),
                memories=stack.enter_context(servers.redis_server()),
            )
            places = {"DATABASE_URL": servers.new_database(ground.database.url), "REDIS_URL": ground.memories.url}
        crew = stack.enter_context(crew_at_work(folder, provider, **places))
        yield crew, ground
