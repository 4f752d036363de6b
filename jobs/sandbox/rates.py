"""Calls per second, counted at arrival over the second that ends with the call."""

import sqlite3

from jobs.sandbox.faults import RATE, Refusal

WINDOW = 1.0


def admit(book: sqlite3.Connection, *, account: str, call: str, at: float, limit: int) -> None:
    """Counts an arrival, or raises `Refusal` when `limit` calls were let in during the second before it.

    Refused calls are not counted. An arrival stamped far ahead of this one dates from before the clock was set
    back and is forgotten.
    """
    mine = (account, call)
    book.execute("DELETE FROM arrivals WHERE account = ? AND call = ? AND (at < ? OR at > ?)", (*mine, at - 5, at + 5))
    query = "SELECT count(*) FROM arrivals WHERE account = ? AND call = ? AND at > ?"
    (used,) = book.execute(query, (*mine, at - WINDOW)).fetchone()
    if used >= limit:
        raise Refusal(RATE)
    book.execute("INSERT INTO arrivals VALUES (?, ?, ?)", (*mine, at))
