"""Looking a task up, and taking a waiting one back."""

import sqlite3

from jobs.sandbox import faults
from jobs.sandbox.faults import Refusal
from jobs.sandbox.marks import Mark
from jobs.sandbox.tasks import Status, Task

# the one place that says what a row means at a moment
STATUS = """
CASE WHEN gone <= :now OR seen IS NOT NULL THEN 'UNKNOWN'
     WHEN canceled IS NOT NULL THEN 'CANCELED'
     WHEN :now < scheduled THEN 'PENDING'
     WHEN :now < ends THEN 'RUNNING'
     WHEN fault_code IS NOT NULL THEN 'FAILED'
     ELSE 'SUCCEEDED' END
"""
_ONE = f"SELECT *, {STATUS} AS status FROM tasks WHERE id = :id"  # noqa: S608 - put together from constants


def find(book: sqlite3.Connection, task_id: str, now: float) -> Task | None:
    """A task that is still kept, whoever made it; None when nothing is known of it (any more)."""
    row = book.execute(_ONE, {"id": task_id, "now": now}).fetchone()
    return None if row is None or row["status"] == Status.UNKNOWN else Task.of(row)


def query(book: sqlite3.Connection, account: str, task_id: str, now: float) -> Task | None:
    """What the account is told of a task; one marked as expired is told of once while it runs, then forgotten."""
    task = find(book, task_id, now)
    if task is None or task.account != account:
        return None
    if task.mark is Mark.EXPIRED and task.status is Status.RUNNING:
        book.execute("UPDATE tasks SET seen = ? WHERE id = ?", (now, task_id))
    return task


def cancel(book: sqlite3.Connection, account: str, task_id: str, now: float) -> None:
    """Takes a PENDING task back. Raises `Refusal` in every other state, and for a task nobody knows."""
    task = find(book, task_id, now)
    if task is None or task.account != account or task.status is not Status.PENDING:
        raise Refusal(faults.NOT_PENDING)
    book.execute("UPDATE tasks SET canceled = ? WHERE id = ?", (now, task_id))


def cut_now(book: sqlite3.Connection, task_id: str) -> bool:
    """Whether this delivery is the one that breaks off: true once, for the first of a task marked so."""
    done = book.execute("UPDATE tasks SET cut = 1 WHERE id = ? AND mark = ? AND cut = 0", (task_id, Mark.CUT.value))
    return done.rowcount == 1
