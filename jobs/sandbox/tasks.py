"""One task as the provider sees it at a moment."""

import random
import sqlite3
from dataclasses import dataclass
from enum import StrEnum

from jobs.sandbox.faults import SIZE_MISMATCH, Fault
from jobs.sandbox.marks import ENDS_AS, SLOW_FACTOR, Mark
from jobs.sandbox.wishes import Wish

PENDING_SECONDS = 0.5


class Status(StrEnum):
    PENDING = "PENDING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, kw_only=True)
class Task:
    """A row of the ledger with its status at one moment; times are epoch seconds, `luck` is the seed that was used."""

    id: str
    request_id: str
    account: str
    key: str
    model: str
    prompt: str
    size: str
    duration: int
    audio: bool
    watermark: bool
    shot_type: str
    luck: int
    mark: Mark
    fault_code: str | None
    fault_message: str | None
    created: float
    scheduled: float
    ends: float
    canceled: float | None
    status: Status

    @classmethod
    def of(cls, row: sqlite3.Row) -> "Task":
        values = {name: row[name] for name in cls.__dataclass_fields__}
        values |= {"audio": bool(row["audio"]), "watermark": bool(row["watermark"])}
        return cls(**values | {"mark": Mark(row["mark"]), "status": Status(row["status"])})

    @property
    def ended(self) -> float | None:
        """When it came to its end, None while it has not."""
        if self.status is Status.CANCELED:
            return self.canceled
        return self.ends if self.status in (Status.SUCCEEDED, Status.FAILED) else None

    @property
    def started(self) -> float | None:
        return self.scheduled if self.status in (Status.RUNNING, Status.SUCCEEDED, Status.FAILED) else None


@dataclass(frozen=True, kw_only=True)
class Course:
    """When a new task changes its state, as seconds after its submit, and the fault it ends with."""

    scheduled: float
    ends: float
    gone: float
    fault: Fault | None


def course(wish: Wish, luck: int, *, speed: float, keep_hours: float) -> Course:
    """The whole life of a task is settled at its submit; afterwards only the clock moves it.

    `luck` spreads the running time by a fifth either way. A task marked as expired runs until it is forgotten.
    """
    spread = random.Random(luck).uniform(0.8, 1.2)  # noqa: S311 - repeatable on purpose, nothing secret
    running = (20 + 2 * wish.duration) * spread * (SLOW_FACTOR if wish.mark is Mark.SLOW else 1)
    gone = keep_hours * 3600 / speed
    ends = gone if wish.mark is Mark.EXPIRED else (PENDING_SECONDS + running) / speed
    fault = None if wish.size in wish.family.tiers else SIZE_MISMATCH
    return Course(scheduled=PENDING_SECONDS / speed, ends=ends, gone=gone, fault=ENDS_AS.get(wish.mark, fault))
