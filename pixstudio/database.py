"""SQLite in the data folder, or the PostgreSQL that `DATABASE_URL` names."""

import importlib.util
import os
from typing import Any

import dj_database_url

from pixstudio.environment import Environment
from pixstudio.firststart import DATABASE_FILE
from pixstudio.refusal import RefusalError

PROCESS = "_PIXSTUDIO_PROCESS"  # set by a process about itself before settings are read: "web" pools connections


def options(environment: Environment) -> dict[str, Any]:
    """The entry for `DATABASES`.

    Raises:
        RefusalError: `DATABASE_URL` is set and the PostgreSQL driver is not installed.
    """
    if not environment.database_url:
        return _sqlite(environment)
    if importlib.util.find_spec("psycopg") is None:
        raise RefusalError(
            "DATABASE_URL needs the PostgreSQL driver, which is not installed. "
            "Run: .venv/bin/pip install --require-hashes -r requirements-prod.lock"
        )
    return _postgres(environment.database_url)


def _sqlite(environment: Environment) -> dict[str, Any]:
    """Write-ahead log and immediate transactions: with Django's defaults most concurrent writes fail. What is deleted
    is overwritten, as the trash promises.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": environment.data / DATABASE_FILE,
        # opening the file and its pragmas cost about a millisecond; threads stay, and so may these
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; PRAGMA secure_delete=ON"
            ),
        },
    }


def _postgres(url: str) -> dict[str, Any]:
    """A pool only where many short requests share a process; a worker's threads keep their own connection."""
    found: dict[str, Any] = dict(dj_database_url.parse(url))
    found["CONN_HEALTH_CHECKS"] = True  # a restarted server costs a reconnect, not an error page
    if os.environ.get(PROCESS) == "web":
        found.setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 16, "timeout": 10}
    else:
        found["CONN_MAX_AGE"] = 60
    return found
