"""The index of words on SQLite: it outlives what Django does to its table, and forgets. PostgreSQL does both itself."""

import sqlite3
from contextlib import closing

import pytest
from django.db import connection

from jobs.models import User, wording
from jobs.queries.wording import few
from tests.desk import orders


def test_a_rebuilt_table_of_orders_keeps_its_index(lin: User) -> None:
    orders(lin, "A kingfisher dives")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER jobs_wording_new")  # what Django's rebuilding does to it
    missed = orders(lin, "A pelican over the pier").order
    assert few(["pelican"]) == []
    wording.mend()
    assert few(["pelican"]) == [missed.pk]
    assert few(["pier at dawn"]) == []
    later = orders(lin, "A pelican at dawn").order
    assert set(few(["pelican"]) or []) == {missed.pk, later.pk}


@pytest.mark.django_db(transaction=True)
def test_whoever_reads_while_it_forgets_is_told_of(lin: User) -> None:
    with connection.cursor() as cursor, closing(sqlite3.connect(connection.settings_dict["NAME"])) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM jobs_order").fetchone()
        orders(lin, "A kingfisher dives")
        assert not wording.cut_log()
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (20_000,)
        reader.rollback()
        assert wording.cut_log()
