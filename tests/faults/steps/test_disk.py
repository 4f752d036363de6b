"""The disk is full, the media folder is gone, or the database is in other hands for a while."""

import errno
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction

from jobs.media.faults import LocalFault
from jobs.models import Order, Render, Studio, User
from jobs.queries import holds
from jobs.states import State
from tests.desk import orders, site
from tests.pipeline.journey import Journey, look
from tests.pipeline.provider import Provider

pytestmark = pytest.mark.usefixtures("account")


def test_row_25_a_full_disk_stops_saving_and_sending_and_ends_by_itself(
    provider: Provider, journey: Journey, finished: Render, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("jobs.media.stock.try_writing", full)
        patch.setattr("jobs.pipeline.save.stock.put", lambda *_: (_ for _ in ()).throw(LocalFault(OSError(28, ""))))
        waiting = orders(lin)
        journey.run(60)
        seen = [holds.of(look(film)) for film in (finished, waiting)]
        assert [hold.code for hold in seen if hold] == ["disk", "disk"]
        assert (look(waiting).state, provider.count("create")) == (State.QUEUED, 1)
    journey.until(finished, State.SAVED)
    journey.until(waiting, State.PENDING)
    assert site().hold_code == ""


def test_row_25_a_disk_that_fills_under_a_film_keeps_the_film_at_the_provider(
    provider: Provider, journey: Journey, finished: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = LocalFault(OSError(errno.ENOSPC, "No space left on device"))
    with monkeypatch.context() as patch:
        patch.setattr("jobs.pipeline.save.stock.put", lambda *_: (_ for _ in ()).throw(fault))
        journey.tick()
        assert (site().hold_code, look(finished).state) == ("disk", State.SUCCEEDED)
    journey.until(finished, State.SAVED)


def test_row_25_a_media_folder_that_cannot_be_written_holds_the_studio(
    provider: Provider, journey: Journey, finished: Render, house: Path
) -> None:
    (house / "media").rename(house / "elsewhere")
    (house / "media").write_text("in the way")
    journey.run(20)
    assert (site().hold_code, look(finished).state, provider.count("film")) == ("media-folder", State.SUCCEEDED, 0)
    (house / "media").unlink()
    (house / "elsewhere").rename(house / "media")
    journey.until(finished, State.SAVED)


def test_row_25_an_empty_folder_where_films_were_is_not_ours(
    provider: Provider, journey: Journey, finished: Render, lin: User, house: Path
) -> None:
    journey.until(finished, State.SAVED)
    (house / "media").rename(house / "unmounted")
    (house / "media").mkdir()
    waiting = orders(lin)
    journey.run(20)
    assert (site().hold_code, look(waiting).state) == ("media-folder", State.QUEUED)
    (house / "media").rmdir()
    (house / "unmounted").rename(house / "media")
    journey.until(waiting, State.PENDING)


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


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_row_26_a_film_goes_on_between_the_writes_of_others(journey: Journey, lin: User) -> None:
    journey.saving = False
    film = orders(lin)
    for _ in range(3):
        with somebody_writes(0.2):
            journey.tick()
        journey.passes(20)
    journey.until(film, State.SUCCEEDED)


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_row_26_an_order_waits_for_its_turn_and_is_stored(lin: User) -> None:
    with somebody_writes(6):
        film = orders(lin)
    assert (Order.objects.count(), film.state) == (1, State.QUEUED)
