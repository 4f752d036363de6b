"""The same film in another tier is paid for once, whoever presses the button."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from jobs.actions.renders import again_at
from jobs.models import Render, User
from jobs.states import Door, State
from tests.desk import orders

pytestmark = pytest.mark.servers


@pytest.mark.django_db(transaction=True)
def test_several_people_who_press_at_once_order_one_film(lin: User, ada: User) -> None:
    film = orders(lin)
    Render.objects.filter(pk=film.pk).update(state=State.SAVED, saved_at=timezone.now())
    draft = Render.objects.get(pk=film.pk)

    def press(number: int) -> bool:
        try:
            person = (lin, ada)[number % 2]
            placed = again_at(draft, "1080P", actor=person, door=Door.PAGE)
            return placed is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(press, range(8))) == 1
    assert Render.objects.filter(parent=draft).count() == 1
