"""The create call: the one that would cost money at the real provider."""

import hashlib
import random
import sqlite3
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jobs.sandbox import faults
from jobs.sandbox.faults import Refusal
from jobs.sandbox.keys import Caller
from jobs.sandbox.marks import BUSY_TIMES, Mark
from jobs.sandbox.rates import admit
from jobs.sandbox.tasks import Course, course
from jobs.sandbox.wishes import SEED_MOST, Wish, family_of, read

_INSERT = """
INSERT INTO tasks (id, request_id, account, key, model, family, prompt, size, duration, audio, watermark, shot_type,
    seed, luck, mark, fault_code, fault_message, created, scheduled, ends, gone)
VALUES (:id, :request_id, :account, :key, :model, :family, :prompt, :size, :duration, :audio, :watermark, :shot_type,
    :seed, :luck, :mark, :fault_code, :fault_message, :created, :scheduled, :ends, :gone)
"""
_SEATED = """
SELECT count(*) FROM tasks
WHERE account = ? AND family = ? AND created > ? AND ends > ? AND canceled IS NULL AND seen IS NULL
"""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Rates are per second, seats per family, `keep_hours` before the speed divides it."""

    speed: float
    seats: int
    submit_rate: int
    query_rate: int
    keep_hours: float


@dataclass(frozen=True, kw_only=True)
class Submit:
    """A create as it arrived; `at` is in epoch seconds."""

    caller: Caller
    request_id: str
    at: float
    sent: Mapping[str, Any]


def create(book: sqlite3.Connection, submit: Submit, limits: Limits) -> tuple[str, Mark]:
    """Enters a task and gives its id, with the mark of its prompt.

    Raises `Refusal` in the order a gateway would find the reasons: the rate, the wish itself, the account, its
    prompt, a free seat.
    """
    family = family_of(submit.sent)
    account = submit.caller.account
    admit(book, account=account, call=f"create {family.name}", at=submit.at, limit=limits.submit_rate)
    wish = read(submit.sent)
    if not submit.caller.active:
        raise Refusal(faults.NOT_ACTIVATED)
    if wish.mark is Mark.MODERATED:
        raise Refusal(faults.MODERATED)
    if wish.mark is Mark.BUSY:
        _busy(book, account, wish.prompt)
    # nobody waits longer than the 24 h a task is kept, so older rows need not be looked at
    since = submit.at - limits.keep_hours * 3600 / limits.speed
    (seated,) = book.execute(_SEATED, (account, family.name, since, submit.at)).fetchone()
    if seated >= limits.seats:
        raise Refusal(faults.SEATS)
    return _enter(book, submit, wish, limits), wish.mark


def _busy(book: sqlite3.Connection, account: str, prompt: str) -> None:
    digest = hashlib.sha256(prompt.encode()).hexdigest()
    row = book.execute("SELECT times FROM busy WHERE account = ? AND prompt = ?", (account, digest)).fetchone()
    times = row["times"] if row else 0
    if times < BUSY_TIMES:
        book.execute("INSERT OR REPLACE INTO busy VALUES (?, ?, ?)", (account, digest, times + 1))
        raise Refusal(faults.RATE)


def _enter(book: sqlite3.Connection, submit: Submit, wish: Wish, limits: Limits) -> str:
    luck = random.randint(0, SEED_MOST) if wish.seed is None else wish.seed  # noqa: S311 - it only varies a picture
    task_id = str(uuid.uuid4())
    row = _row(wish, course(wish, luck, speed=limits.speed, keep_hours=limits.keep_hours), submit.at)
    caller = {"account": submit.caller.account, "key": submit.caller.key, "request_id": submit.request_id}
    book.execute(_INSERT, {"id": task_id, "luck": luck, **caller, **row})
    return task_id


def _row(wish: Wish, life: Course, at: float) -> dict[str, object]:
    return {
        "model": wish.model,
        "family": wish.family.name,
        "prompt": wish.prompt,
        "size": wish.size,
        "duration": wish.duration,
        "audio": wish.audio,
        "watermark": wish.watermark,
        "shot_type": wish.shot_type,
        "seed": wish.seed,
        "mark": wish.mark.value,
        "fault_code": life.fault.code if life.fault else None,
        "fault_message": life.fault.message if life.fault else None,
        "created": at,
        "scheduled": at + life.scheduled,
        "ends": at + life.ends,
        "gone": at + life.gone,
    }
