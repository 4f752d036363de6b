"""The ring that seals the keys is lost, changed and found again."""

import pytest
from cryptography.fernet import Fernet
from pytest_django import Settings

from jobs.models import Render, User
from jobs.queries import holds
from jobs.states import State
from tests.desk import forget_clients, orders
from tests.pipeline.journey import Journey, look
from tests.pipeline.provider import Provider
from tests.web.desk import Desk

pytestmark = pytest.mark.usefixtures("account")


def use(settings: Settings, *ring: str) -> None:
    settings.KEYRING = list(ring)
    forget_clients()


def test_row_31_a_lost_ring_holds_the_account_in_words_until_it_is_back(
    provider: Provider, journey: Journey, pending: Render, lin: User, settings: Settings
) -> None:
    ring = settings.KEYRING
    use(settings, Fernet.generate_key().decode())
    waiting = orders(lin)
    journey.run(60)
    seen = [holds.of(look(film)) for film in (pending, waiting)]
    assert [hold.code for hold in seen if hold] == ["key-unreadable", "key-unreadable"]
    assert "key ring" in Desk.of(lin).see()
    assert (look(pending).state, look(waiting).state) == (State.PENDING, State.QUEUED)
    use(settings, *ring)
    for film in (pending, waiting):
        journey.until(film, State.SUCCEEDED)
    assert provider.count("create") == 2


def test_row_31_a_rotated_ring_still_opens_what_the_old_one_sealed(
    journey: Journey, pending: Render, settings: Settings
) -> None:
    use(settings, Fernet.generate_key().decode(), *settings.KEYRING)
    film = journey.until(pending, State.SUCCEEDED)
    assert holds.of(film) is None
