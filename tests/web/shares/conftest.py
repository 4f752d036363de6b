"""Strangers before the door of a share link, and the film behind it."""

from decimal import Decimal

import pytest
from django.core.cache import cache

from jobs.models import Render, Submission, User
from tests.desk import orders
from tests.web.desk import home
from tests.web.guests import Stranger, link


@pytest.fixture(autouse=True)
def nobody_was_here() -> None:
    cache.clear()


@pytest.fixture
def film(lin: User) -> Render:
    """A film of which a lot could leak."""
    User.objects.filter(pk=lin.pk).update(display_name="Lin-Canary")
    film = home(orders(lin, "A Zirpvogel at dawn", seed=9173))
    Render.objects.filter(pk=film.pk).update(cost=Decimal("66.66"), practice=False)
    Submission.objects.filter(render=film).update(task_id="task-canary")
    return film


@pytest.fixture
def guest(lin: User, film: Render) -> Stranger:
    return Stranger(told=link(lin, film))
