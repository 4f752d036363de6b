"""The boards and tags of one's spaces: their names, what lies on them, and those of one film."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Func, IntegerField, OuterRef, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from jobs.models import Asset, Board, Render, Shelved, Tag, User
from jobs.models.written import Written, blank_id
from jobs.queries.offered import BOARD, TAG, Offered, names
from jobs.states import AssetKind

MOST = 1000
"""Beyond this many films nobody counts."""
MOST_TAGS = 200
"""Tags that are offered at once."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """A board by its name, in the space it belongs to."""

    pk: UUID
    space: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A board, how many saved films lie on it (more than `MOST`: nobody knows), and whose picture stands for it."""

    board: Board
    films: int
    cover: Asset | None


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """Where one film lies: the boards of its space, those that hold it, its tags, and all tags it could have."""

    boards: tuple[Named, ...]
    on: frozenset[UUID]
    tags: tuple[str, ...]
    known: tuple[str, ...]


def forget() -> None:
    """Boards or tags have changed; this process shall see it at once."""
    names.forget()


def named(user: User, wanted: Iterable[UUID] = (), offered: Sequence[Offered] | None = None) -> dict[UUID, Named]:
    """All boards of this person's spaces. One of `wanted` that is not known yet may have been made a moment ago.
    `offered`: where names have been read.
    """
    known = _boards(offered)
    if not known.keys() >= set(wanted):
        names.forget()
        known = _boards()
    return {pk: board for pk, board in known.items() if board.space in user.seats}


def _boards(offered: Sequence[Offered] | None = None) -> dict[UUID, Named]:
    read = names() if offered is None else offered
    return {one.pk: Named(pk=one.pk, space=one.space, name=one.name) for one in read if one.kind == BOARD}


def tags(user: User, offered: Sequence[Offered]) -> tuple[str, ...]:
    """Each name once, though several spaces may have it."""
    mine = (one.name for one in offered if one.kind == TAG and one.space in user.seats)
    return tuple(dict.fromkeys(mine))[:MOST_TAGS]


def filled(user: User) -> tuple[Filled, ...]:
    """All boards of this person's spaces, by name: two queries, however many there are."""
    cover = Coalesce(_lying("cover"), Subquery(_newest()), output_field=UUIDField())
    rows = Board.objects.filter(space__in=list(user.seats)).select_related("space").order_by("folded", "pk")
    rows = rows.annotate(films=_Films("pk"), shown=cover)
    boards = list(rows)
    covers = posters(board.shown for board in boards)
    return tuple(Filled(board=board, films=board.films, cover=covers.get(board.shown)) for board in boards)


class _Films(Func):
    """How many saved films lie on a board, counted up to one more than `MOST`."""

    template = (
        '(SELECT COUNT(*) FROM (SELECT 1 FROM "jobs_shelved" INNER JOIN "jobs_render" '
        'ON "jobs_render"."id" = "render_id" WHERE "board_id" = %(expressions)s '
        'AND "saved_at" IS NOT NULL AND "trashed_at" IS NULL LIMIT 1001) AS lying)'
    )
    output_field = IntegerField()


def _lying(cover: str) -> Subquery:
    """The chosen cover, while it still lies there and is to be seen."""
    rows = Shelved.objects.filter(board=OuterRef("pk"), render=OuterRef(cover))
    return Subquery(rows.filter(render__saved_at__isnull=False, render__trashed_at=None).values("render")[:1])


def _newest() -> "QuerySet[Shelved, Any]":
    rows = Shelved.objects.filter(board=OuterRef("pk"), render__saved_at__isnull=False, render__trashed_at=None)
    return rows.order_by("-render_id").values("render")[:1]


def posters(renders: Iterable[UUID | None]) -> dict[UUID, Asset]:
    rows = Asset.objects.filter(render__in=[pk for pk in renders if pk], kind=AssetKind.POSTER)
    return {asset.render_id: asset for asset in rows}


def films_on(board: Board, most: int) -> list[Render]:
    """The newest saved films, with their pictures."""
    rows = Render.objects.filter(shelved__board=board, saved_at__isnull=False, trashed_at=None)
    return list(rows.order_by("-pk").select_related("order").prefetch_related("assets")[:most])


def of_film(render: Render) -> Gathering:
    """Four queries at most."""
    space = render.space_id
    return Gathering(
        boards=tuple(board for board in _boards().values() if board.space == space),
        on=frozenset(pk for (pk,) in _shelves().rows(render=render.pk)),
        tags=tuple(name for (name,) in _carried().rows(render=render.pk)),
        known=tuple(one.name for one in names() if one.kind == TAG and one.space == space)[:MOST_TAGS],
    )


@cache
def _shelves() -> Written:
    return Written(Shelved.objects.filter(render=blank_id(1)).values_list("board"), render=blank_id(1))


@cache
def _carried() -> Written:
    rows = Tag.objects.filter(tagged__render=blank_id(1)).order_by("folded")
    return Written(rows.values_list("name"), render=blank_id(1))
