"""People at their desks: a studio in practice, and a browser without script for each of them."""

import pytest

from jobs.models import Membership, Space, User
from tests.desk import PASSWORD, ada, house, lin, mara
from tests.web.desk import Desk

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
