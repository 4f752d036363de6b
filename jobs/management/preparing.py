"""Makes the data folder's database ready for any command, beside a running studio or alone."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from jobs import words
from jobs.actions import founding, keys
from pixstudio import firststart

_TURN = 7_046_029_254  # a number of our own among PostgreSQL's advisory locks


def prepare(*, knowingly: bool = False) -> None:
    """Migrates the embedded studio's database and lays its first rows; quick when there is nothing to do.

    In production several machines share one database, so there it is migrated once and `knowingly`.

    Raises:
        CommandError: the database does not answer, or is behind in production.
    """
    try:
        with firststart.locked(settings.PIXSTUDIO.data, "prepare"):
            _migrate(allowed=knowingly or not settings.PIXSTUDIO.production)
            _found()
    except OperationalError as error:
        raise CommandError(f"The database does not answer: {error}".strip()) from error


def _migrate(*, allowed: bool) -> None:
    if not behind():
        return
    if not allowed:
        raise CommandError("The database is older than this program. Run: manage.py prepare")
    with _in_turn():
        call_command("migrate", verbosity=0, interactive=False, stdout=sys.stderr)


@contextmanager
def _in_turn() -> Iterator[None]:
    """One migration at a time, whichever machines share the database; who comes second finds nothing left to do."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_TURN])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_TURN])


def _found() -> None:
    try:
        founding.found()
    except keys.BadKey as bad:
        raise CommandError(f"DASHSCOPE_API_KEY: {words.refusal(bad.code, bad.params)}") from bad


def behind() -> bool:
    """Whether a migration of this program has not been applied yet."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
