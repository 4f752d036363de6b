"""An index of three-letter pieces over prompts and titles, kept by the database itself: see `jobs.queries.wording`."""

import sqlite3
from typing import Any

from django.db import migrations

from jobs.models.wording import FILL, TRIGGERS

_POSTGRESQL = [
    # pieces of three characters; and of two where one of them is not ASCII, as Chinese words have two
    r"""
    CREATE FUNCTION jobs_pieces(words text) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
    DECLARE
      letters text[] := string_to_array(lower(words), NULL);
      found text[] := '{}';
      pair text;
    BEGIN
      FOR place IN 1 .. coalesce(cardinality(letters), 0) - 1 LOOP
        pair := letters[place] || letters[place + 1];
        IF octet_length(pair) > 2 THEN found := array_append(found, pair); END IF;
        IF place < cardinality(letters) - 1 THEN found := array_append(found, pair || letters[place + 2]); END IF;
      END LOOP;
      RETURN found;
    END $$
    """,
    "CREATE INDEX order_wording ON jobs_order USING gin (jobs_pieces(title || '  ' || prompt))",
    # without them the planner takes every word for a rare one and sorts all matches instead of walking the gallery
    "CREATE STATISTICS order_wording_known ON (upper(prompt::text)), (upper(title::text)) FROM jobs_order",
]
_POSTGRESQL_BACK = [
    "DROP STATISTICS order_wording_known",
    "DROP INDEX order_wording",
    "DROP FUNCTION jobs_pieces(text)",
]
_SQLITE = [
    "CREATE VIRTUAL TABLE jobs_wording USING fts5(order_id UNINDEXED, words, tokenize='trigram', detail=none)",
    "CREATE VIRTUAL TABLE jobs_wording_pieces USING fts5vocab(jobs_wording, row)",
    FILL,
    *TRIGGERS.values(),
]
_SQLITE_BACK = [
    *(f"DROP TRIGGER IF EXISTS {name}" for name in TRIGGERS),
    "DROP TABLE IF EXISTS jobs_wording_pieces",
    "DROP TABLE IF EXISTS jobs_wording",
]
_TRIGRAMS = (3, 34)
"""The SQLite that first could; with an older one, searching walks through all prompts."""


def forwards(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        _run(editor, _POSTGRESQL)
    elif sqlite3.sqlite_version_info >= _TRIGRAMS:
        _run(editor, _SQLITE)


def backwards(_apps: Any, editor: Any) -> None:
    _run(editor, _POSTGRESQL_BACK if editor.connection.vendor == "postgresql" else _SQLITE_BACK)


def _run(editor: Any, statements: list[str]) -> None:
    for statement in statements:
        editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0003_demo'),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
