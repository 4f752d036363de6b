"""The boards and tags of a filter, and whether so few films lie there that the search begins with them.

Walking through the newest films until a page of a board is full takes long where its films are few and old. Those are
looked up first and sorted; an SQLite without figures about its tables would not come to that by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, UUIDField
from django.db.models.functions import Coalesce

from jobs.models import Shelved, Tag, Tagged
from jobs.models.boards import fold
from jobs.models.querysets import RenderQuerySet

MOST = 500
"""More films than this are not few."""


@dataclass(frozen=True, kw_only=True)
class Heap:
    """Films on some boards, or with some tags; `few` of them are there."""

    ids: tuple[UUID, ...]
    few: bool


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """None where the filter names no board or no tag."""

    boards: Heap | None = None
    tags: Heap | None = None

    @property
    def few(self) -> bool:
        return any(heap is not None and heap.few for heap in (self.boards, self.tags))

    @property
    def first(self) -> "Gathered":
        """To begin with them in any case: what is not sorted ends as soon as enough is found."""
        boards, tags = (heap and replace(heap, few=True) for heap in (self.boards, self.tags))
        return Gathered(boards=boards, tags=tags)


def look_up(boards: Sequence[UUID], tags: Sequence[str]) -> Gathered:
    """Tags by their names, in whatever space: whose films are seen is for others to say."""
    known = Tag.objects.filter(folded__in=map(fold, tags)).values_list("pk", flat=True).order_by("pk") if tags else ()
    return Gathered(
        boards=_heap(_on_boards(boards), boards) if boards else None,
        tags=_heap(_with_tags(list(known)), list(known)) if tags else None,
    )


def _heap(rows: "QuerySet[Shelved] | QuerySet[Tagged]", ids: Sequence[UUID]) -> Heap:
    return Heap(ids=tuple(ids), few=rows[: MOST + 1].count() <= MOST)


def _on_boards(boards: Sequence[UUID]) -> "QuerySet[Shelved]":
    return Shelved.objects.filter(board__in=boards)


def _with_tags(tags: Sequence[UUID]) -> "QuerySet[Tagged]":
    return Tagged.objects.filter(tag__in=tags)


def keep(rows: RenderQuerySet, gathered: Gathered) -> RenderQuerySet:
    """Those of these films that lie on one of the boards and have one of the tags."""
    if gathered.boards:
        rows = rows.filter(_among(_on_boards(gathered.boards.ids), gathered.boards))
    if gathered.tags:
        rows = rows.filter(_among(_with_tags(gathered.tags.ids), gathered.tags))
    return rows


def _among(films: "QuerySet[Shelved] | QuerySet[Tagged]", heap: Heap) -> Q:
    return Q(pk__in=films.values("render")) if heap.few else Q(Exists(films.filter(render=OuterRef("pk"))))


def in_spaces(rows: RenderQuerySet, gathered: Gathered, spaces: Sequence[UUID]) -> RenderQuerySet:
    """Those of these spaces. Where the search begins with few films, the space is no way to find them: it is asked in
    words that no index answers.
    """
    name = "space"
    if gathered.few:
        rows, name = rows.alias(home=Coalesce("space", "space", output_field=UUIDField())), "home"
    return rows.filter(**({name: spaces[0]} if len(spaces) == 1 else {f"{name}__in": list(spaces)}))
