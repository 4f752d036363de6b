"""Somebody else holds the database for a while: everybody waits, nobody is refused and nothing is lost."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from jobs.models import Order, Studio, User
from jobs.states import State
from tests.desk import orders
from tests.pipeline import invariants
from tests.pipeline.journey import Journey

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@contextmanager
def somebody_writes(seconds: float) -> Iterator[None]:
    """Another connection in a transaction that has written and takes its time."""
    writing = threading.Event()

    def write() -> None:
        with transaction.atomic():
            Studio.objects.update(tick_until=None)
            writing.set()
            time.sleep(seconds)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert writing.wait(5)
    yield
    thread.join()


def test_an_order_waits_for_its_turn_and_is_stored(lin: User) -> None:
    with somebody_writes(0.5):
        film = orders(lin)
    assert (Order.objects.count(), film.state) == (1, State.QUEUED)


def test_a_film_goes_on_between_the_writes_of_others(journey: Journey, lin: User) -> None:
    journey.saving = False
    film = orders(lin)
    for _ in range(3):
        with somebody_writes(0.2):
            journey.tick()
        journey.passes(20)
    journey.until(film, State.SUCCEEDED)
    invariants.hold()
