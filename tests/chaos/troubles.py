"""What can go wrong, each with how often it is drawn. A trouble says whether it really happened."""

import json
import random
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qs

from jobs.dashscope import Reply
from jobs.states import State
from tests.chaos.crew import Crew
from tests.pipeline.provider import (
    HTML,
    SERVICE_FAULT,
    Answer,
    Ask,
    Gate,
    Lie,
    Provider,
    does_but_says,
    hangs_up,
    says,
    unknown,
    waits_halfway,
)

LEASE = 5.0
"""Seconds of the longest lease at this pace."""
REACHED = 4.0
"""Seconds within which a lie that waits for a call must have met one."""
SPOOLED = 8.0
"""Seconds within which a worker must have put down an answer, on a machine that is busy."""
CREATED = frozenset({State.QUEUED.value})
FETCHED = frozenset({State.PENDING.value, State.RUNNING.value, State.SUCCEEDED.value})
THROTTLED = {"code": "Throttling.RateQuota", "message": "Requests rate limit exceeded.", "request_id": "none"}


@dataclass(kw_only=True)
class Scene:
    crew: Crew
    provider: Provider
    drawn: random.Random
    spools: bool = True
    unlisted: set[str] = field(default_factory=set)
    """Tasks that the provider's list never shows."""


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """`needs`: the states in one of which a film must be for it to be met soon."""

    weight: int
    act: Callable[[Scene], bool]
    needs: frozenset[str] = frozenset()


def draw(scene: Scene, states: Collection[str]) -> str:
    """The next trouble, among those that films in these states can meet."""
    able = {name: one for name, one in TROUBLES.items() if not one.needs or one.needs & set(states)}
    return scene.drawn.choices(list(able), weights=[trouble.weight for trouble in able.values()])[0]


def _kill(child: str) -> Callable[[Scene], bool]:
    """One of them, where there are two."""

    def act(scene: Scene) -> bool:
        alive = scene.crew.alive(child)
        return bool(alive) and scene.crew.kill(scene.drawn.choice(alive))

    return act


def _lie(kind: str, *lies: Lie) -> Callable[[Scene], bool]:
    def act(scene: Scene) -> bool:
        scene.provider.lie(kind, scene.drawn.choice(lies))
        return True

    return act


def _lie_about_a_task(scene: Scene) -> bool:
    """Once; "unknown" is never said of a task that lists do not show either: together that would be believed."""

    def lie(ask: Ask) -> Answer:
        task = ask.environ["PATH_INFO"].rstrip("/").rpartition("/")[2]
        return unknown(ask) if task not in scene.unlisted else ask.truth()

    broken = (says(500, SERVICE_FAULT), says(429, THROTTLED), hangs_up(made=True), lie)
    scene.provider.lie("query", scene.drawn.choice(broken))
    return True


def _kill_while_creating(scene: Scene) -> bool:
    """The provider has made the task; nobody is there any more to hear of it."""
    reached, callers = Gate(), list[int]()

    def lie(ask: Ask) -> Answer:
        answer = ask.truth()
        callers.append(_port(ask))
        reached.wait()
        return answer

    scene.provider.lie("create", lie)
    reached.reached.wait(REACHED)
    killed = any(scene.crew.kill(scene.crew.worker_behind(port)) for port in callers)
    reached.opened.set()
    return killed


def _port(ask: Ask) -> int:
    """Of the one who asks."""
    return int(ask.environ["REMOTE_PORT"])


def _kill_after_the_answer(scene: Scene) -> bool:
    """The answer is on this machine but not in the database, and the provider's list will never show the task."""
    locked, made, callers = Gate(), set[str](), list[int]()

    def lie(ask: Ask) -> Answer:
        answer = ask.truth()
        callers.append(_port(ask))
        if answer.status == 200:
            made.add(answer.json["output"]["task_id"])
        locked.wait()
        return answer

    scene.provider.lie("create", lie)
    if not locked.reached.wait(REACHED):
        locked.opened.set()
        return False
    with _nobody_writes(scene):
        caller = scene.crew.worker_behind(callers[0])
        locked.opened.set()
        if not made or (not _spooled(scene, made) and scene.spools):
            return False  # refused, or the worker died before it heard the answer: those are other troubles
        scene.unlisted |= made
        _hide(scene)
        return scene.crew.kill(caller)


@contextmanager
def _nobody_writes(scene: Scene) -> Iterator[None]:
    with closing(sqlite3.connect(scene.crew.studio.data / "studio.sqlite3", timeout=20)) as book:
        book.isolation_level = None
        book.execute("BEGIN IMMEDIATE")
        yield
        book.execute("ROLLBACK")


def _spooled(scene: Scene, made: set[str]) -> bool:
    """Whether the answer that names this task lies in the spool, in a while."""
    spool = scene.crew.studio.data / "spool"
    deadline = time.monotonic() + SPOOLED
    while time.monotonic() < deadline:
        if any(task.encode() in body for body in _bodies(spool) for task in made):
            return True
        time.sleep(0.01)
    return False


def _bodies(spool: Path) -> Iterator[bytes]:
    for path in spool.glob("*.json"):
        with suppress(FileNotFoundError):  # an older one, acted on before nobody could write
            yield Reply.from_json(path.read_text()).body


def _hide(scene: Scene) -> None:
    """From now on lists know nothing of those tasks."""

    def lie(ask: Ask) -> Answer:
        answer = ask.truth()
        if answer.status != 200:
            return answer
        said = answer.json
        said["data"] = [row for row in said["data"] if row["task_id"] not in scene.unlisted]
        [model] = parse_qs(ask.environ["QUERY_STRING"]).get("model_name", [""])
        rows = scene.provider.rows()
        said["total"] -= sum(1 for row in rows if row["id"] in scene.unlisted and model in ("", row["model"]))
        body = json.dumps(said).encode()
        headers = [(name, value) for name, value in answer.headers if name != "Content-Length"]
        return replace(answer, body=body, headers=(*headers, ("Content-Length", str(len(body)))))

    scene.provider.habits["list"] = lie


def _freeze_a_download(scene: Scene) -> bool:
    """A worker stands still in the middle of a film until others have taken the row over, and then goes on."""
    half, callers = Gate(), list[int]()

    def lie(ask: Ask) -> Answer:
        callers.append(_port(ask))
        return waits_halfway(half)(ask)

    scene.provider.lie("film", lie)
    half.reached.wait(REACHED)
    slept = any(scene.crew.freeze(scene.crew.worker_behind(port), LEASE + 2) for port in callers)
    half.opened.set()
    return slept


def _cut(ask: Ask) -> Answer:
    """Half of the film, and the line is gone."""
    truth = ask.truth()
    return Answer(status=truth.status, body=truth.body[: len(truth.body) // 2], headers=truth.headers)


TROUBLES: dict[str, Trouble] = {
    "worker killed": Trouble(weight=3, act=_kill("worker")),
    "beat killed": Trouble(weight=1, act=_kill("beat")),
    "web killed": Trouble(weight=1, act=_kill("web")),
    "broker killed": Trouble(weight=1, act=_kill("broker")),
    "broker flushed": Trouble(weight=3, act=lambda scene: scene.crew.flush_broker()),
    "killed while creating": Trouble(weight=3, act=_kill_while_creating, needs=CREATED),
    "killed after the answer": Trouble(weight=3, act=_kill_after_the_answer, needs=CREATED),
    "frozen in a download": Trouble(weight=2, act=_freeze_a_download, needs=FETCHED),
    "create made, answer lost": Trouble(
        weight=3, act=_lie("create", hangs_up(made=True), does_but_says(500, SERVICE_FAULT), does_but_says(200, HTML))
    ),
    "create not made, answer lost": Trouble(weight=1, act=_lie("create", hangs_up(made=False), says(500, HTML))),
    "create throttled": Trouble(weight=2, act=_lie("create", says(429, THROTTLED))),
    "query broken": Trouble(weight=4, act=_lie_about_a_task),
    "list broken": Trouble(weight=2, act=_lie("list", says(500, SERVICE_FAULT), says(200, HTML), hangs_up(made=True))),
    "film broken": Trouble(weight=4, act=_lie("film", _cut, says(200, HTML), hangs_up(made=True), says(403, HTML))),
}
