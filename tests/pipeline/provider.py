"""The provider as the tests know it: the sandbox over HTTP on this machine, which lies when it is told to."""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from sqlite3 import connect
from threading import Event
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import requests
from django.db import connection

from jobs.sandbox import Sandbox
from jobs.sandbox.faults import LineDropped
from jobs.sandbox.serving import Server


class Gate:
    """An answer stops here until the test lets it through."""

    def __init__(self) -> None:
        self.reached, self.opened = Event(), Event()

    def wait(self) -> None:
        self.reached.set()
        self.opened.wait(30)


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    trickles: bool = False
    gate: Gate | None = None
    """In the middle of the body."""

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One request; `truth` lets the sandbox act on it and tells what it would have answered."""

    kind: str
    environ: WSGIEnvironment
    body: bytes
    app: Sandbox

    def truth(self) -> Answer:
        started: list[tuple[str, list[tuple[str, str]]]] = []
        environ = {**self.environ, "wsgi.input": BytesIO(self.body)}
        chunks = self.app(environ, lambda status, headers, _=None: started.append((status, headers)))  # type: ignore[arg-type]  # nobody uses `write`
        status, headers = started[-1]
        return Answer(status=int(status[:3]), body=b"".join(chunks), headers=tuple(headers))


Lie = Callable[[Ask], Answer]


@dataclass(frozen=True, kw_only=True)
class Call:
    """A request as it arrived; `status` is 0 where no answer was given. `said` is the answer's beginning, `whole` the
    SHA-256 of all of it.
    """

    kind: str
    at: float
    key: str
    body: bytes
    status: int
    said: bytes = b""
    whole: str = ""


@dataclass(kw_only=True)
class Provider:
    """Every request is noted, then answered by the first lie for its kind, else by its habit or by the sandbox."""

    sandbox: Sandbox
    base_url: str = ""
    calls: list[Call] = field(default_factory=list)
    habits: dict[str, Lie] = field(default_factory=dict)
    """By kind; what is neither used up nor forgotten when the provider becomes honest."""
    _lies: dict[str, list[Lie]] = field(default_factory=dict)

    def lie(self, kind: str, *lies: Lie, times: int = 1) -> None:
        """Answer the next requests of this kind (create, query, list, cancel, models, film) so, one after the other."""
        self._lies.setdefault(kind, []).extend(list(lies) * times)

    def honest(self) -> None:
        self._lies.clear()

    def count(self, kind: str) -> int:
        return sum(1 for call in self.calls if call.kind == kind)

    def rows(self, table: str = "tasks") -> list[dict[str, Any]]:
        """The sandbox's own ledger: what was really made."""
        return ledger_rows(self.sandbox.ledger.path, table)

    @property
    def made(self) -> list[str]:
        return [row["id"] for row in self.rows()]

    def stranger(self, prompt: str, *, key: str = "sk-test-lin-9") -> str:
        """The task of another program, made with another key of our account."""
        body = {
            "model": "pixverse/pixverse-v6-t2v",
            "input": {"prompt": prompt},
            "parameters": {"size": "640*360", "duration": 1},
        }
        headers = {"Authorization": f"Bearer {key}", "X-DashScope-Async": "enable"}
        path = f"{self.base_url}/services/aigc/video-generation/video-synthesis"
        answer = requests.post(path, json=body, headers=headers, timeout=5)
        del self.calls[-1]  # it is not ours
        return str(answer.json()["output"]["task_id"])

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        ask = Ask(kind=kind_of(environ), environ=environ, body=body, app=self.sandbox)
        call = Call(kind=ask.kind, at=time.time(), key=environ.get("HTTP_AUTHORIZATION", ""), body=body, status=0)
        self.calls.append(call)
        lies = self._lies.get(ask.kind)
        answer = lies.pop(0)(ask) if lies else self.habits.get(ask.kind, truth)(ask)
        said, whole = answer.body[:4096], sha256(answer.body).hexdigest()
        self.calls[self.calls.index(call)] = replace(call, status=answer.status, said=said, whole=whole)
        start_response(f"{answer.status} Said", list(answer.headers))
        if answer.gate:
            return gated(answer.body, answer.gate)
        return trickle(answer.body) if answer.trickles else [answer.body]


def gated(body: bytes, gate: Gate) -> Iterator[bytes]:
    yield body[: len(body) // 2]
    gate.wait()
    yield body[len(body) // 2 :]


def trickle(body: bytes) -> Iterator[bytes]:
    """A byte at a time: each comes before anybody's patience with a silent line is over."""
    for number in range(len(body)):
        time.sleep(0.05)
        yield body[number : number + 1]


def kind_of(environ: WSGIEnvironment) -> str:
    path, method = environ["PATH_INFO"].rstrip("/"), environ["REQUEST_METHOD"]
    if path.startswith("/films/"):
        return "film"
    if method == "POST":
        return "cancel" if path.endswith("/cancel") else "create"
    if path.endswith("/models"):
        return "models"
    return "list" if path.endswith("/tasks") else "query"


def ledger_rows(path: Path, table: str = "tasks") -> list[dict[str, Any]]:
    book = connect(path)
    try:
        cursor = book.execute(f"SELECT * FROM {table} ORDER BY rowid")  # noqa: S608 - one of our own two names
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
    finally:
        book.close()


@contextmanager
def provider_at_work(folder: Path, **limits: Any) -> Iterator[Provider]:
    provider = Provider(sandbox=Sandbox(folder, **{"speed": 1.0, **limits}))
    with Server(provider, "127.0.0.1", 0) as server:
        provider.base_url = server.base_url
        yield provider
    provider.sandbox.close()


# lies


def says(status: int, body: object, **headers: str) -> Lie:
    """This answer, and the sandbox never hears of the request."""
    return lambda ask: _answer(status, body, headers)


def does_but_says(status: int, body: object, **headers: str) -> Lie:
    """The sandbox does it, and this is answered in its place; the request id stays true where the body has one."""

    def lie(ask: Ask) -> Answer:
        truth = ask.truth()
        said = {**body, "request_id": truth.json["request_id"]} if isinstance(body, dict) else body
        return _answer(status, said, headers)

    return lie


def hangs_up(*, made: bool) -> Lie:
    """No answer at all."""

    def lie(ask: Ask) -> Answer:
        if made:
            ask.truth()
        raise LineDropped

    return lie


def is_slow(seconds: float) -> Lie:
    """The true answer, but so late that nobody waits for it; in the real time of this machine."""

    def lie(ask: Ask) -> Answer:
        truth = ask.truth()
        time.sleep(seconds)
        return truth

    return lie


def waits(gate: Gate) -> Lie:
    """It is done, but the answer comes when the gate is opened."""

    def lie(ask: Ask) -> Answer:
        answer = ask.truth()
        gate.wait()
        return answer

    return lie


def waits_halfway(gate: Gate) -> Lie:
    return lambda ask: replace(ask.truth(), gate=gate)


def trickles(ask: Ask) -> Answer:
    """The true answer, in drops that never seem to end."""
    return replace(ask.truth(), trickles=True)


def changed(change: Callable[[dict[str, Any]], object]) -> Lie:
    """The true answer with a change in its JSON, made in place."""

    def lie(ask: Ask) -> Answer:
        truth = ask.truth()
        document = truth.json
        change(document)
        return _answer(truth.status, document, {"Date": dict(truth.headers)["Date"]})

    return lie


def hides(*task_ids: str | None) -> Lie:
    """A list that does not show these (yet)."""

    def hide(page: dict[str, Any]) -> None:
        shown = [row for row in page["data"] if row["task_id"] not in task_ids]
        page.update(data=shown, total=len(shown))

    return changed(hide)


empties: Lie = changed(lambda page: page.update(data=[], total=0, total_page=0))
"""A list in which nothing is."""


def truth(ask: Ask) -> Answer:
    """Not every lie is one."""
    return ask.truth()


def meanwhile(act: Callable[[], object], then: Lie = truth) -> Lie:
    """An answer, after something else has happened in the studio. Needs a database without the test's transaction."""

    def lie(ask: Ask) -> Answer:
        answer = then(ask)
        act()
        connection.close()
        return answer

    return lie


def _answer(status: int, body: object, headers: dict[str, str]) -> Answer:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent = {"Content-Length": str(len(text)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    return Answer(status=status, body=text, headers=tuple(sent.items()))


SERVICE_FAULT = {"code": "InternalError", "message": "An internal error has occured.", "request_id": "none"}
HTML = b"<html><body>502 Bad Gateway</body></html>"


unknown: Lie = changed(lambda said: said.update(output={"task_id": "any", "task_status": "UNKNOWN"}))
"""The provider knows no such task (any more)."""
