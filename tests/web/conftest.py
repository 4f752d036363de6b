"""People at their desks: a studio in practice, and a browser without script for each of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jobs.models import Membership, ProviderKey, Space, User
from tests.desk import PASSWORD, ada, house, lin, mara, real_account
from tests.pipeline.provider import Provider, provider_at_work
from tests.web.desk import BEIJING, CANARY, Desk

__all__ = ["ada", "house", "lin", "mara"]


@pytest.fixture
def desk(lin: User) -> Desk:
    """Lin's."""
    return Desk.of(lin)


@pytest.fixture
def wei(ada: User) -> User:
    """In a space of their own, where nobody else is."""
    user = User.objects.create_user("wei@example.com", PASSWORD)
    Membership.objects.create(user=user, space=Space.objects.create(name="Next door"))
    return user


@pytest.fixture
def office(ada: User) -> Desk:
    """The owner's."""
    return Desk.of(ada)


@pytest.fixture
def provider(house: Path) -> Iterator[Provider]:
    with provider_at_work(house / "provider") as provider:
        yield provider


@pytest.fixture
def key(house: Path) -> ProviderKey:
    """The only key of the only account."""
    return real_account(BEIJING, secret=CANARY).keys.get()
