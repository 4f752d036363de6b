"""The provider's memory: one SQLite file that several threads and processes share.

Each call is one short IMMEDIATE transaction on a connection of its own, so that nothing is carried over a fork and
the counts behind rates and seats are exact however many workers call at once.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jobs.sandbox.faults import Refusal

BUSY_SECONDS = 20.0
VERSION = 1

SCHEMA = """
CREATE TABLE IF NOT EXISTS tasks (
    id TEXT PRIMARY KEY, request_id TEXT NOT NULL, account TEXT NOT NULL, key TEXT NOT NULL,
    model TEXT NOT NULL, family TEXT NOT NULL, prompt TEXT NOT NULL, size TEXT NOT NULL, duration INTEGER NOT NULL,
    audio INTEGER NOT NULL, watermark INTEGER NOT NULL, shot_type TEXT NOT NULL, seed INTEGER, luck INTEGER NOT NULL,
    mark TEXT NOT NULL, fault_code TEXT, fault_message TEXT,
    created REAL NOT NULL, scheduled REAL NOT NULL, ends REAL NOT NULL, gone REAL NOT NULL,
    canceled REAL, seen REAL, cut INTEGER NOT NULL DEFAULT 0, swept INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS tasks_of_account ON tasks (account, created);
CREATE INDEX IF NOT EXISTS tasks_to_sweep ON tasks (gone) WHERE swept = 0;
CREATE TABLE IF NOT EXISTS arrivals (account TEXT NOT NULL, call TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS arrivals_of_account ON arrivals (account, call, at);
CREATE TABLE IF NOT EXISTS busy (account TEXT NOT NULL, prompt TEXT NOT NULL, times INTEGER NOT NULL,
    PRIMARY KEY (account, prompt));
"""


class Ledger:
    """`<folder>/ledger.sqlite3`, made on first use, readable by its owner alone."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "ledger.sqlite3"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(folder / "ledger.lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._prepare()
        finally:
            os.close(lock)

    @contextmanager
    def turn(self) -> Iterator[sqlite3.Connection]:
        """One transaction. A refusal is an outcome like any other: what was written before it stays."""
        book = self._open()
        try:
            book.execute("BEGIN IMMEDIATE")
            try:
                yield book
            except Refusal:
                book.execute("COMMIT")
                raise
            except BaseException:
                book.execute("ROLLBACK")
                raise
            book.execute("COMMIT")
        finally:
            book.close()

    def _open(self) -> sqlite3.Connection:
        book = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
        book.row_factory = sqlite3.Row
        book.execute("PRAGMA synchronous = NORMAL")
        book.execute("PRAGMA secure_delete = ON")  # a prompt that is forgotten is not left in a free page
        return book

    def _prepare(self) -> None:
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        book = self._open()
        try:
            if book.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                book.execute("PRAGMA journal_mode = WAL")
                book.executescript(f"{SCHEMA} PRAGMA user_version = {VERSION};")
        finally:
            book.close()
