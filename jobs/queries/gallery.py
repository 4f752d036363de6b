"""Films of all one's spaces under a filter, a page at a time by keyset: page 1,000 costs what page 1 does.

A place in the list is a moment and an id: when the film was saved, or ordered where other states are wanted too. Each
space is read off its own index in its own order and the few first of each are merged, because an index on (space,
moment, id) cannot give the films of several spaces in order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from jobs.models import Favourite, Render, Space, User
from jobs.models.querysets import RenderQuerySet
from jobs.queries.filters import Filter

PAGE = 48
MOST = 1000
"""Beyond this many films nobody counts."""

EVERYTHING = Filter()


class BadCursor(Exception):
    """Not one of ours."""


@dataclass(frozen=True, kw_only=True, order=True)
class Place:
    """Where in the list a film stands."""

    at: datetime
    pk: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.pk.hex}"

    @classmethod
    def read(cls, cursor: str) -> "Place":
        """:raises BadCursor: it was not made here."""
        when, _, name = cursor.partition("~")
        try:
            place = cls(at=datetime.fromisoformat(when), pk=UUID(hex=name))
        except ValueError:
            raise BadCursor from None
        if place.at.tzinfo is None:
            raise BadCursor
        return place


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
    spaces = _spaces(user, wanted)
    if wanted.saved_only and not [name for name, _ in wanted.active if name != "space"]:
        return Count(number=sum(Space.objects.filter(pk__in=spaces).values_list("films", flat=True)))
    return _bounded(_matching(user, wanted).filter(space__in=spaces))


def newer(user: User, wanted: Filter, than: Place) -> Count:
    """Films that have come to the front of the list since."""
    rows = _matching(user, wanted).filter(space__in=_spaces(user, wanted))
    return _bounded(_beyond(rows, _key(wanted), than, down=False), most=99)


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
    rows = _matching(user, wanted).filter(space__in=_spaces(user, wanted))
    before = _bounded(_beyond(rows, _key(wanted), here, down=wanted.oldest_first))
    return Position(place=None if before.more else before.number + 1, total=total)


def _places(
    user: User, wanted: Filter, *, after: Place | None = None, size: int, back: bool = False
) -> Sequence[Place]:
    """The next ones of the list, or going `back` the nearest before it."""
    key, down = _key(wanted), wanted.oldest_first == back
    sign = "-" if down else ""
    found: list[Place] = []
    for space in _spaces(user, wanted):
        rows = _matching(user, wanted).filter(space=space)
        if after is not None:
            rows = _beyond(rows, key, after, down=down)
        places = rows.order_by(f"{sign}{key}", f"{sign}id").values_list(key, "pk")[:size]
        found += [Place(at=at, pk=pk) for at, pk in places]
    return sorted(found, reverse=down)[:size]


def _films(user: User, pks: Sequence[UUID]) -> tuple[Render, ...]:
    rows = Render.objects.for_card().liked_by(user).filter(pk__in=pks)
    known = {film.pk: film for film in rows}
    return tuple(known[pk] for pk in pks if pk in known)


def _key(wanted: Filter) -> str:
    return "saved_at" if wanted.saved_only else "created_at"


def _beyond(rows: RenderQuerySet, key: str, place: Place, *, down: bool) -> RenderQuerySet:
    """Further down the list, or up."""
    side = "lt" if down else "gt"
    # the first half alone would do for an index, which cannot look into an "or"
    rows = rows.filter(**{f"{key}__{side}e": place.at})
    return rows.filter(Q(**{f"{key}__{side}": place.at}) | Q(**{f"pk__{side}": place.pk}))


def _spaces(user: User, wanted: Filter) -> list[UUID]:
    """The person's spaces, as far as they are wanted."""
    mine = user.memberships.values_list("space_id", flat=True)
    return [space for space in mine if not wanted.spaces or space in wanted.spaces]


def _bounded(rows: RenderQuerySet, most: int = MOST) -> Count:
    number = rows.order_by()[: most + 1].count()
    return Count(number=min(number, most), more=number > most)


def _matching(user: User, wanted: Filter) -> RenderQuerySet:
    """Everything but the space, which its readers name in their own ways."""
    rows = _in_state(wanted).filter(**_columns(wanted)).filter(_within(wanted))
    if wanted.liked:
        rows = rows.filter(pk__in=Favourite.objects.filter(user=user).values("render"))
    for term in wanted.terms:
        rows = rows.filter(Q(order__prompt__icontains=term) | Q(order__title__icontains=term))
    return rows


def _in_state(wanted: Filter) -> RenderQuerySet:
    if wanted.saved_only:
        return Render.objects.in_gallery()
    return Render.objects.filter(trashed_at=None, state__in=sorted(wanted.wanted_states))


def _columns(wanted: Filter) -> dict[str, object]:
    """Empty lists narrow nothing and are left out."""
    lists: dict[str, Iterable[object]] = {
        "model__in": wanted.model_ids,
        "author__in": wanted.people,
        "order__tier__in": wanted.tiers,
        "order__ratio__in": wanted.ratios,
    }
    found: dict[str, object] = {name: values for name, values in lists.items() if values}
    return found if wanted.sound is None else {**found, "order__audio": wanted.sound}


def _within(wanted: Filter) -> Q:
    first, last = wanted.days(timezone.localdate())
    key, inside = _key(wanted), Q()
    if first is not None:
        inside &= Q(**{f"{key}__gte": day_start(first)})
    if last is not None:
        inside &= Q(**{f"{key}__lt": day_start(last + timedelta(days=1))})
    return inside


def day_start(day: date) -> datetime:
    """The first moment of a day in the reader's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))
