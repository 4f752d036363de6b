"""Films that somebody has chosen, by their ids or as all of a filter, and brought in batches."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Count

from jobs.models import Favourite, Render, Shelved, Tag, User
from jobs.models.querysets import RenderQuerySet
from jobs.queries.filters import Filter
from jobs.queries.matching import in_spaces, matching, moment, spaces_of

MOST = 10_000
"""Films of one deed: their ids fit twice into the largest form that is taken, and its answer comes within seconds."""
BATCH = 500
"""Films of one transaction and of one question: databases take so many ids, and nobody waits long for the lock."""


class TooMany(Exception):
    """The filter holds more films than one deed may touch."""


def all_of(user: User, wanted: Filter, *, most: int = MOST) -> tuple[UUID, ...]:
    """The ids of all films of a filter, in its order.

    :raises TooMany: there are more.
    """
    found = tuple(_of_filter(user, wanted).values_list("pk", flat=True)[: most + 1])
    if len(found) > most:
        raise TooMany
    return found


def of_day(user: User, wanted: Filter, day: date) -> tuple[tuple[UUID, int], ...]:
    """The films of a filter on one day of the reader's, each with its seconds; no more than one deed takes."""
    rows = _of_filter(user, replace(wanted, when="", since=day, until=day))
    return tuple(rows.values_list("pk", "order__duration")[:MOST])


def _of_filter(user: User, wanted: Filter) -> RenderQuerySet:
    rows, sign, at = matching(user, wanted), "" if wanted.oldest_first else "-", moment(wanted)
    return in_spaces(rows, wanted, spaces_of(user, wanted)).order_by(f"{sign}{at}", f"{sign}id")


def batches(user: User, ids: Sequence[UUID]) -> Iterator[list[Render]]:
    """Those of these films that are there for this person, with their orders, as they were chosen."""
    for some in _cut(ids):
        rows = Render.objects.visible_to(user).filter(pk__in=some, doomed_at=None).select_related("order")
        found = {film.pk: film for film in rows}
        yield [found[pk] for pk in some if pk in found]


def with_files(user: User, ids: Sequence[UUID]) -> Iterator[list[Render]]:
    """The same, with all that the details of a film tell of it."""
    for some in _cut(ids):
        rows = Render.objects.visible_to(user).for_card().select_related("order__space")
        found = {film.pk: film for film in rows.filter(pk__in=some, doomed_at=None)}
        yield [found[pk] for pk in some if pk in found]


def shelves(ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many of these films lie on each board."""
    found: dict[UUID, int] = {}
    for some in _cut(ids):
        rows = Shelved.objects.filter(render__in=some).values_list("board").annotate(films=Count("pk")).order_by()
        for board, films in rows:
            found[board] = found.get(board, 0) + films
    return found


def tags(user: User, ids: Sequence[UUID]) -> tuple[str, ...]:
    """What those of these films carry that are in this person's spaces, each name once."""
    found: dict[str, str] = {}
    for some in _cut(ids):
        rows = Tag.objects.filter(tagged__render__in=some, space__in=list(user.seats)).order_by("folded").distinct()
        found |= dict(rows.values_list("folded", "name"))
    return tuple(found[folded] for folded in sorted(found))


def liked(user: User, ids: Sequence[UUID]) -> int:
    """How many of these films are among this person's favourites."""
    return sum(Favourite.objects.filter(user=user, render__in=some).count() for some in _cut(ids))


def _cut(ids: Iterable[UUID]) -> Iterator[Sequence[UUID]]:
    each = list(dict.fromkeys(ids))
    return (each[start : start + BATCH] for start in range(0, len(each), BATCH))
