"""The index of words on SQLite outlives what Django does to its table. Only there: PostgreSQL rebuilds no table."""

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
