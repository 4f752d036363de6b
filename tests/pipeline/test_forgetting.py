"""What SQLite keeps of a deleted film beside its tables goes in the hours after, also where somebody was in the way."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from jobs.models import Render, User
from jobs.pipeline import purge
from tests.desk import orders
from tests.web.desk import home

IN_THE_WAY = "Words of deleted films are still in the database's log, because somebody reads it."


@pytest.mark.django_db(transaction=True)
def test_a_reader_in_the_way_is_told_of_and_waited_for_until_the_next_hour(
    lin: User, caplog: pytest.LogCaptureFixture
) -> None:
    now, film = timezone.now(), home(orders(lin, "A Zirpvogel"))
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM jobs_order").fetchone()
        Render.objects.filter(pk=film.pk).update(trashed_at=now, doomed_at=now, purged_at=now)
        purge.purge_due(now + timedelta(minutes=5))
    assert caplog.messages == [IN_THE_WAY]
    purge.purge_due(now + timedelta(hours=5))
    assert caplog.messages == [IN_THE_WAY]
