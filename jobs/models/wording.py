"""The index of words on SQLite: how rows of orders get into it, and that they keep doing so.

Django rebuilds a table on SQLite when one of its columns changes, and the triggers of the old table are gone without a
word. From then on the index would miss new orders, and a search for a rare word would miss films. So it is looked at
after every migration. PostgreSQL keeps its index by itself.
"""

from django.db import connection, transaction

FILL = """
    INSERT INTO jobs_wording (order_id, words) SELECT id, title || '  ' || prompt || '  ' FROM jobs_order
    """
TRIGGERS = {
    "jobs_wording_new": """
    CREATE TRIGGER jobs_wording_new AFTER INSERT ON jobs_order BEGIN
      INSERT INTO jobs_wording (order_id, words) VALUES (NEW.id, NEW.title || '  ' || NEW.prompt || '  ');
    END
    """,
    "jobs_wording_changed": """
    CREATE TRIGGER jobs_wording_changed AFTER UPDATE OF title, prompt ON jobs_order
    WHEN OLD.title <> NEW.title OR OLD.prompt <> NEW.prompt BEGIN
      UPDATE jobs_wording SET words = NEW.title || '  ' || NEW.prompt || '  ' WHERE order_id = NEW.id;
    END
    """,
    "jobs_wording_gone": """
    CREATE TRIGGER jobs_wording_gone AFTER DELETE ON jobs_order BEGIN
      DELETE FROM jobs_wording WHERE order_id = OLD.id;
    END
    """,
}


def mend() -> None:
    """Make the triggers that are missing and fill the index anew; nothing is done where all are there."""
    if connection.vendor != "sqlite":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        known = _names(cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')").fetchall())
        missing = TRIGGERS.keys() - known
        if "jobs_wording" not in known or not missing:
            return
        for name in sorted(missing):
            cursor.execute(TRIGGERS[name])
        cursor.execute("DELETE FROM jobs_wording")
        cursor.execute(FILL)


def scrub() -> None:
    """Let the index go of what was deleted or overwritten: SQLite's keeps the old pieces until its parts are joined,
    which may take seconds. PostgreSQL does it by itself (autovacuum).
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        if _names(cursor.execute("SELECT name FROM sqlite_master WHERE name = 'jobs_wording'").fetchall()):
            cursor.execute("INSERT INTO jobs_wording (jobs_wording) VALUES ('optimize')")


def cut_log() -> bool:
    """Whether the old pages in SQLite's log are gone. While somebody reads them they cannot go, and nobody can write;
    so that is waited for one second and no longer. https://sqlite.org/pragma.html#pragma_wal_checkpoint
    """
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        (patience,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        try:
            cursor.execute("PRAGMA busy_timeout = 1000")
            (busy, _, _) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")
    return not busy


def _names(rows: list[tuple[str]]) -> set[str]:
    return {name for (name,) in rows}
