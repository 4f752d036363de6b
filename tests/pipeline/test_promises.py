"""What a person is promised about a lost answer: how soon their film goes on, and how long it keeps others waiting."""

import pytest
from django.conf import settings
from django.test import Client

from jobs.models import User
from jobs.pipeline.claim import window_closes
from jobs.states import Happening, State
from tests.desk import orders
from tests.pipeline import invariants
from tests.pipeline.journey import Journey
from tests.pipeline.provider import Provider, empties, hangs_up

pytestmark = pytest.mark.usefixtures("account")


def test_a_film_whose_answer_was_lost_goes_on_within_two_minutes_and_says_so(
    provider: Provider, journey: Journey, lin: User, client: Client
) -> None:
    provider.lie("create", hangs_up(made=True))
    asked = orders(lin)
    film = journey.until(asked, State.PENDING)
    assert film.task_id == provider.made[0]
    assert (film.changed_at - asked.created_at).total_seconds() < 120
    client.force_login(lin)
    page = client.get(f"/renders/{film.pk}/").content.decode()
    assert "answer got lost. We look for the film in its list and will not send it twice." in page
    assert "It goes on; its prompt will tell." in page
    invariants.hold(provider.sandbox.ledger.path)


def test_one_lost_answer_keeps_other_films_of_the_model_waiting_no_longer_than_its_window(
    provider: Provider, journey: Journey, lin: User
) -> None:
    provider.lie("create", hangs_up(made=True))
    provider.lie("list", empties, times=99)
    journey.saving = False
    first = journey.until(orders(lin), State.CONFIRMING)
    second = journey.until(orders(lin), State.PENDING)
    assert first.submission
    assert first.submission.intent_at
    closes = window_closes(first.submission.intent_at, first.submission.margin, settings.PACE)
    left = second.events.get(happening=Happening.CLAIMED).at
    assert closes <= left
    assert (left - closes).total_seconds() < 15
    invariants.hold(provider.sandbox.ledger.path)
