"""Films of all one's spaces under a filter, a page at a time by keyset: page 1,000 costs what page 1 does.

A place in the list is a moment and an id: when the film was saved, or ordered where other states are wanted too. Each
space is read off its own index in its own order and the few first of each are merged, because an index on (space,
moment, id) cannot give the films of several spaces in order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from jobs.models import Render, User
from jobs.models.querysets import RenderQuerySet
from jobs.models.written import BLANK_MOMENT, Blank, Row, Written, blank_id
from jobs.queries.faces import Face, columns, faces
from jobs.queries.filters import Filter
from jobs.queries.matching import beyond, in_spaces, matching, moment, spaces_of
from jobs.queries.memory import Memory
from jobs.queries.place import Place

PAGE = 48
MOST = 1000
"""Beyond this many films nobody counts."""
FOUND = PAGE
"""The same for films found by words, which are looked at one by one: one page, which is looked at anyway."""

EVERYTHING = Filter()


@dataclass(frozen=True, kw_only=True)
class Page:
    """`cursor` leads to the next page and is empty at the end. `all` says how many films were found by their words."""

    films: tuple[Face, ...]
    cursor: str
    all: "Count | None" = None


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
    """`place` counts from 1 and is None beyond those that `total` counts."""

    place: int | None
    total: Count


def page(user: User, wanted: Filter = EVERYTHING, *, cursor: str = "", size: int = PAGE) -> Page:
    """
    :raises BadCursor: the cursor was not made here.
    """
    after = Place.read(cursor) if cursor else None
    most = size + 1
    found = faces(_rows(user, wanted, _Way(further=after is not None, size=most), after))
    films = tuple(sorted(found, key=lambda face: (face.at, face.pk), reverse=not wanted.oldest_first)[:most])
    more = len(films) > size
    return Page(
        films=films[:size],
        cursor=str(Place(at=films[size - 1].at, pk=films[size - 1].pk)) if more else "",
        all=Count(number=min(len(films), size), more=more) if wanted.text and after is None else None,
    )


def count(user: User, wanted: Filter = EVERYTHING) -> Count:
    """Exact up to `MOST`; where nothing narrows the gallery, from the figure the spaces keep."""
    spaces = spaces_of(user, wanted)
    if wanted.saved_only and not [name for name, _ in wanted.active if name != "space"]:
        return Count(number=sum(user.seats[space].films for space in spaces))
    first = wanted.gathered.first
    return _bounded(in_spaces(matching(user, wanted, first), wanted, spaces, first), most=_most(wanted))


def newer(user: User, wanted: Filter, than: Place) -> Count:
    """Films that have come to the front of the list since."""
    rows = in_spaces(matching(user, wanted), wanted, spaces_of(user, wanted))
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
    before = _places(user, wanted, after=here, back=True)
    after = _places(user, wanted, after=here, back=False)
    return Neighbours(before=before[0].pk if before else None, after=after[0].pk if after else None)


def position(user: User, wanted: Filter, render: Render) -> Position:
    """`12 / 148`."""
    total, here = count(user, wanted), place_of(wanted, render)
    if here is None:
        return Position(place=None, total=total)
    rows = in_spaces(matching(user, wanted), wanted, spaces_of(user, wanted))
    before = _bounded(beyond(rows, wanted, here, down=wanted.oldest_first), most=_most(wanted) - 1)
    return Position(place=None if before.more else before.number + 1, total=total)


def _places(user: User, wanted: Filter, *, after: Place, back: bool) -> Sequence[Place]:
    """The nearest one further down the list, or going `back` the nearest before it."""
    found = [Place(at=at, pk=pk) for pk, at, *_ in _rows(user, wanted, _Way(further=True, size=1, back=back), after)]
    return sorted(found, reverse=wanted.oldest_first == back)[:1]


class _Way(NamedTuple):
    """From the front of the list, or `further` down from a place, or `back` up from it."""

    further: bool
    size: int
    back: bool = False


_SPACE, _READER, _PLACE = blank_id(1), blank_id(2), Place(at=BLANK_MOMENT, pk=blank_id(3))
_written: Memory[Written] = Memory(300)


def _rows(user: User, wanted: Filter, way: _Way, after: Place | None) -> Iterator[Row]:
    """The next ones of each space, with the columns of a face. Everybody asks the same question."""
    orders = None if wanted.orders is None else tuple(wanted.orders)
    key = (wanted, orders, wanted.gathered, way, timezone.localdate(), timezone.get_current_timezone_name())
    question = _written.of(key, lambda: _write(wanted, way))
    place: dict[str, Blank] = {"at": after.at, "pk": after.pk} if way.further and after else {}
    for space in spaces_of(user, wanted):
        yield from question.rows(space=space, reader=user.pk, **place)


def _write(wanted: Filter, way: _Way) -> Written:
    at, down, reader = moment(wanted), wanted.oldest_first == way.back, User(pk=_READER)
    sign = "-" if down else ""
    rows = in_spaces(matching(reader, wanted), wanted, [_SPACE])
    blanks: dict[str, Blank] = {"space": _SPACE, "reader": _READER}
    if way.further:
        rows = beyond(rows, wanted, _PLACE, down=down)
        blanks |= {"at": _PLACE.at, "pk": _PLACE.pk}
    rows = rows.order_by(f"{sign}{at}", f"{sign}id")[: way.size].liked_by(reader)
    return Written(rows.values_list(*columns(at)), **blanks)


def _most(wanted: Filter) -> int:
    return FOUND if wanted.text else MOST


def _bounded(rows: RenderQuerySet, most: int) -> Count:
    number = rows.order_by()[: most + 1].count()
    return Count(number=min(number, most), more=number > most)
