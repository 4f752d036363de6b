"""A provider that counts: who was let in, who was refused for haste, and how many tasks each answer showed."""

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4
from wsgiref.types import StartResponse, WSGIEnvironment

from jobs.sandbox import Sandbox
from jobs.sandbox.creating import Submit, create
from jobs.sandbox.keys import caller
from jobs.sandbox.serving import Server
from tests.pipeline.provider import HTML, kind_of

AGO = 600.0
"""Seconds since the tasks were made: none of them waits any more, and at this speed none ends while it is watched."""
SPEED = 0.01


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What came in a while: calls that were answered, calls that came too fast, and states of tasks that were told."""

    answered: int
    refused: int
    shown: int

    @property
    def asked(self) -> int:
        return self.answered + self.refused

    def since(self, before: "Tally") -> "Tally":
        return Tally(
            answered=self.answered - before.answered,
            refused=self.refused - before.refused,
            shown=self.shown - before.shown,
        )


@dataclass(kw_only=True)
class Toll:
    """The sandbox behind a counter. `lists` is false where the list of tasks cannot be read."""

    sandbox: Sandbox
    base_url: str = ""
    lists: bool = True
    _counts: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        kind = kind_of(environ)
        if kind == "list" and not self.lists:
            start_response("502 Bad Gateway", [("Content-Length", str(len(HTML)))])
            return [HTML]
        said: list[int] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            said.append(int(status[:3]))
            return start_response(status, headers)

        body = b"".join(self.sandbox(environ, start))
        self._count(said[-1], _shown(environ, body) if said[-1] == 200 else 0)
        return [body]

    def _count(self, status: int, shown: int) -> None:
        with self._lock:
            self._counts["refused" if status == 429 else "answered"] += 1
            self._counts["shown"] += shown

    def so_far(self) -> Tally:
        with self._lock:
            counts = Counter(self._counts)
        return Tally(answered=counts["answered"], refused=counts["refused"], shown=counts["shown"])

    def make(self, key: str, count: int) -> list[str]:
        """So many tasks of this account that run."""
        sent = {
            "model": "pixverse/pixverse-v6-t2v",
            "input": {"prompt": "A heron lifts off"},
            "parameters": {"size": "640*360", "duration": 1},
        }
        made, whose = [], caller(f"Bearer {key}")
        with self.sandbox.ledger.turn() as book:
            for number in range(count):
                at = time.time() - AGO + number / 1000
                submit = Submit(caller=whose, request_id=str(uuid4()), at=at, sent=sent)
                made.append(create(book, submit, self.sandbox.limits)[0])
        return made


def _shown(environ: WSGIEnvironment, body: bytes) -> int:
    """Whoever reads the list over all states looks for strangers, not for how films get on."""
    if kind_of(environ) == "query":
        return 1
    return len(json.loads(body)["data"]) if "status=" in environ["QUERY_STRING"] else 0


@contextmanager
def toll_at_work(folder: Path, *, query_rate: int = 20) -> Iterator[Toll]:
    sandbox = Sandbox(folder, speed=SPEED, seats=100_000, submit_rate=100_000, query_rate=query_rate)
    toll = Toll(sandbox=sandbox)
    with Server(toll, "127.0.0.1", 0) as server:
        toll.base_url = server.base_url
        yield toll
    sandbox.close()
