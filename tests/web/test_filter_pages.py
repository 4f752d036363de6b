"""The films of an address as a list: its pages, their number, and who stands beside whom."""

from uuid import UUID

import pytest
from django.utils import timezone

from jobs.models import Membership, Render, Space, User
from jobs.queries import gallery
from jobs.queries.filters import Filter
from jobs.queries.place import Place
from tests.desk import orders, takes_in
from tests.web.desk import home
from tests.web.test_filters import read


def walked(user: User, wanted: Filter) -> list[UUID]:
    """All films of the list, three at a time."""
    films, cursor = [], ""
    while True:
        page = gallery.page(user, wanted, cursor=cursor, size=3)
        films += [film.pk for film in page.films]
        cursor = page.cursor
        if not cursor:
            return films


@pytest.fixture
def eight(lin: User, wei: User) -> list[UUID]:
    """Films of two spaces, all of one moment: the hard case."""
    Membership.objects.create(user=lin, space=wei.spaces.get())
    for person in (lin, wei):
        for take in takes_in(person, takes=4):
            home(take)
    moment = timezone.now()
    Render.objects.update(saved_at=moment, created_at=moment)
    return sorted(Render.objects.values_list("pk", flat=True))


def test_pages_follow_each_other_in_both_orders_and_under_any_state(lin: User, eight: list[UUID]) -> None:
    assert walked(lin, read("sort=old")) == eight
    assert walked(lin, read("")) == eight[::-1]
    assert walked(lin, read("state=saved&state=failed")) == eight[::-1]
    assert walked(lin, read("state=saved&state=failed&sort=old&q=heron")) == eight


def test_a_film_knows_its_neighbours_and_its_place(lin: User, eight: list[UUID]) -> None:
    films = {film.pk: film for film in Render.objects.all()}
    listed = walked(lin, read("sort=old"))
    for at, pk in enumerate(listed):
        beside = gallery.neighbours(lin, read("sort=old"), films[pk])
        assert beside.before == (listed[at - 1] if at else None)
        assert beside.after == (listed[at + 1] if at + 1 < len(listed) else None)
        assert gallery.position(lin, read("sort=old"), films[pk]).place == at + 1


def test_no_place_lies_beyond_the_films_that_are_counted(
    lin: User, eight: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gallery, "FOUND", 5)
    films, wanted = {film.pk: film for film in Render.objects.all()}, read("q=heron&sort=old")
    found = [gallery.position(lin, wanted, films[pk]) for pk in eight]
    assert [position.place for position in found] == [1, 2, 3, 4, 5, None, None, None]
    assert {position.total for position in found} == {gallery.Count(number=5, more=True)}


def test_a_film_that_is_not_saved_has_no_place_among_saved_ones(lin: User) -> None:
    waiting = orders(lin)
    assert gallery.neighbours(lin, Filter(), waiting) == gallery.Neighbours(before=None, after=None)
    assert gallery.position(lin, Filter(), waiting).place is None


def test_nothing_narrowed_is_counted_from_the_spaces_own_figure(lin: User) -> None:
    home(orders(lin))
    Space.objects.update(films=1204)
    assert gallery.count(lin, read("")) == gallery.Count(number=1204)
    assert gallery.count(lin, read("model=v6")) == gallery.Count(number=1)


def test_a_count_ends_where_nobody_counts(lin: User) -> None:
    for take in takes_in(lin, takes=4):
        home(take)
    rows = Render.objects.all()
    assert gallery._bounded(rows, most=3) == gallery.Count(number=3, more=True)
    assert gallery._bounded(rows, most=4) == gallery.Count(number=4)


def test_newer_films_are_counted_under_the_filter(lin: User) -> None:
    first = home(orders(lin))
    place = gallery.place_of(Filter(), first)
    assert place is not None
    home(orders(lin))
    assert gallery.newer(lin, read("model=v6"), place).number == 1
    assert gallery.newer(lin, read("model=c1"), place).number == 0
    assert Place.read(str(place)) == place
