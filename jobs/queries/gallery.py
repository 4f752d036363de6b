"""Films of all one's spaces under a filter, a page at a time by keyset: page 1,000 costs what page 1 does.

A place in the list is a moment and an id: when the film was saved, or ordered where other states are wanted too. Each
space is read off its own index in its own order and the few first of each are merged, because an index on (space,
moment, id) cannot give the films of several spaces in order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from jobs.models import Render, Space, User
from jobs.models.querysets import RenderQuerySet
from jobs.queries.filters import Filter
from jobs.queries.matching import beyond, matching, moment, spaces_of
from jobs.queries.place import Place

PAGE = 48
MOST = 1000
"""Beyond this many films nobody counts."""

EVERYTHING = Filter()


@dataclass(frozen=True, kw_only=True)
class Page:
    """`cursor` leads to the next page and is empty at the end."""

    films: tuple[Render, ...]
    cursor: str


@dataclass(frozen=True, kw_only=True)
class Count:
    """`more`: there are more than `number`."""

    number: int
    more: bool = False


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """The films before and after one in the list; None at its ends."""

    before: UUID | None
    after: UUID | None


@dataclass(frozen=True, kw_only=True)
class Position:
    """`place` counts from 1 and is None beyond `MOST`."""

    place: int | None
    total: Count


def page(user: User, wanted: Filter = EVERYTHING, *, cursor: str = "", size: int = PAGE) -> Page:
    """:raises BadCursor: the cursor was not made here."""
    after = Place.read(cursor) if cursor else None
    places = _places(user, wanted, after=after, size=size + 1)
    more = len(places) > size
    films = _films(user, [place.pk for place in places[:size]])
    return Page(films=films, cursor=str(places[size - 1]) if more else "")


def count(user: User, wanted: Filter = EVERYTHING) -> Count:
    """Exact up to `MOST`; where nothing narrows the gallery, from the figure the spaces keep."""
    spaces = spaces_of(user, wanted)
    if wanted.saved_only and not [name for name, _ in wanted.active if name != "space"]:
        return Count(number=sum(Space.objects.filter(pk__in=spaces).values_list("films", flat=True)))
    return _bounded(matching(user, wanted).filter(space__in=spaces))


def newer(user: User, wanted: Filter, than: Place) -> Count:
    """Films that have come to the front of the list since."""
    rows = matching(user, wanted).filter(space__in=spaces_of(user, wanted))
    return _bounded(beyond(rows, wanted, than, down=False), most=99)


def place_of(wanted: Filter, render: Render) -> Place | None:
    """None where this list does not hold the film: among saved films, one that is not."""
    at = render.saved_at if wanted.saved_only else render.created_at
    return None if at is None else Place(at=at, pk=render.pk)


def neighbours(user: User, wanted: Filter, render: Render) -> Neighbours:
    """Also for a film that has just left the list, such as a favourite no longer liked."""
    here = place_of(wanted, render)
    if here is None:
        return Neighbours(before=None, after=None)
    before = _places(user, wanted, after=here, size=1, back=True)
    after = _places(user, wanted, after=here, size=1)
    return Neighbours(before=before[0].pk if before else None, after=after[0].pk if after else None)


def position(user: User, wanted: Filter, render: Render) -> Position:
    """`12 / 148`."""
    total, here = count(user, wanted), place_of(wanted, render)
    if here is None:
        return Position(place=None, total=total)
    rows = matching(user, wanted).filter(space__in=spaces_of(user, wanted))
    before = _bounded(beyond(rows, wanted, here, down=wanted.oldest_first))
    return Position(place=None if before.more else before.number + 1, total=total)


def _places(
    user: User, wanted: Filter, *, after: Place | None = None, size: int, back: bool = False
) -> Sequence[Place]:
    """The next ones of the list, or going `back` the nearest before it."""
    at, down = moment(wanted), wanted.oldest_first == back
    sign = "-" if down else ""
    found: list[Place] = []
    for space in spaces_of(user, wanted):
        rows = matching(user, wanted).filter(space=space)
        if after is not None:
            rows = beyond(rows, wanted, after, down=down)
        places = rows.order_by(f"{sign}{at}", f"{sign}id").values_list(at, "pk")[:size]
        found += [Place(at=when, pk=pk) for when, pk in places]
    return sorted(found, reverse=down)[:size]


def _films(user: User, pks: Sequence[UUID]) -> tuple[Render, ...]:
    rows = Render.objects.for_card().liked_by(user).filter(pk__in=pks)
    known = {film.pk: film for film in rows}
    return tuple(known[pk] for pk in pks if pk in known)


def _bounded(rows: RenderQuerySet, most: int = MOST) -> Count:
    number = rows.order_by()[: most + 1].count()
    return Count(number=min(number, most), more=number > most)
