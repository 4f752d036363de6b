"""Events are an outbox: each is claimed by one teller, whoever else is telling."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from jobs.actions.outbox import claim_unannounced
from jobs.models import Event, Render, User
from jobs.pipeline import sweep
from jobs.states import Happening, State
from tests.desk import orders
from tests.web.desk import moved

pytestmark = pytest.mark.servers

ALARMS = frozenset({Happening.ALARM})


def near_its_end(film: Render, hours: float) -> Render:
    moved(film, State.SUCCEEDED)
    Render.objects.filter(pk=film.pk).update(deadline_at=timezone.now() + timedelta(hours=hours))
    return film


def test_an_alarm_is_rung_at_six_hours_and_at_one_and_claimed_once_each(house: Path, lin: User) -> None:
    film = near_its_end(orders(lin), 5.9)
    heard = []
    for hours in (5.9, 5.0, 0.9, 0.5):
        Render.objects.filter(pk=film.pk).update(deadline_at=timezone.now() + timedelta(hours=hours))
        sweep.ring_alarms(timezone.now())
        heard += [event.params["seconds"] for event in claim_unannounced(happenings=ALARMS)]
    assert heard == [6 * 3600, 3600]


def test_events_are_claimed_oldest_first_and_a_few_at_a_time(house: Path, lin: User) -> None:
    moved(orders(lin), State.SAVED)
    first = claim_unannounced(most=2)
    rest = claim_unannounced()
    assert [event.happening for event in first] == ["ordered", "claimed"]
    assert rest[0].happening == "accepted"
    assert claim_unannounced() == ()
    assert not Event.objects.filter(announced_at=None).exists()


def test_whoever_wants_alarms_leaves_the_rest_to_others(house: Path, lin: User) -> None:
    near_its_end(orders(lin), 5)
    sweep.ring_alarms(timezone.now())
    (alarm,) = claim_unannounced(happenings=ALARMS)
    assert alarm.happening == "alarm"
    assert "alarm" not in {event.happening for event in claim_unannounced()}


@pytest.mark.django_db(transaction=True)
def test_many_tellers_at_once_tell_each_event_once(house: Path, lin: User) -> None:
    for _ in range(6):
        moved(orders(lin), State.SAVED)

    def tell(_: int) -> list[str]:
        try:
            return [str(event.pk) for event in claim_unannounced(most=5)]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as hands:
        told = [pk for claimed in hands.map(tell, range(24)) for pk in claimed]
    assert sorted(told) == sorted(str(pk) for pk in Event.objects.values_list("pk", flat=True))
