"""Favourites, and the count of films that every page shows."""

import pytest

from jobs.models import Favourite, Render, Space, User
from tests.desk import orders
from tests.web.desk import home

pytestmark = pytest.mark.servers


def test_a_favourite_is_one_persons_own(lin: User, mara: User) -> None:
    film = orders(lin)
    Favourite.objects.create(user=lin, render=film)
    assert Render.objects.liked_by(lin).get(pk=film.pk).liked
    assert not Render.objects.liked_by(mara).get(pk=film.pk).liked


def test_a_space_counts_its_films_as_they_are_saved(lin: User) -> None:
    home(orders(lin, "One"))
    orders(lin, "Two")
    home(orders(lin, "Three"))
    assert Space.objects.get().films == 2
