"""Films in the trash of one's spaces, a page at a time by keyset."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from jobs.models import Render, User
from jobs.queries.place import Place

PAGE = 48


@dataclass(frozen=True, kw_only=True)
class Page:
    """`cursor` leads to the next page and is empty at the end."""

    films: tuple[Render, ...]
    cursor: str


def page(user: User, *, cursor: str = "", size: int = PAGE) -> Page:
    """The last that came in first.

    :raises BadCursor: the cursor was not made here.
    """
    rows = Render.objects.in_trash().visible_to(user).for_card().select_related("trashed_by")
    if cursor:
        after = Place.read(cursor)
        rows = rows.filter(Q(trashed_at__lt=after.at) | Q(trashed_at=after.at, pk__lt=after.pk))
    found = tuple(rows[: size + 1])
    return Page(films=found[:size], cursor=_cursor(found[size - 1]) if len(found) > size else "")


def _cursor(last: Render) -> str:
    return str(Place(at=last.trashed_at, pk=last.pk)) if last.trashed_at else ""


def put_at(user: User, at: datetime) -> tuple[UUID, ...]:
    """The films that this person put there at one moment."""
    rows = Render.objects.in_trash().visible_to(user).filter(trashed_at=at, trashed_by=user)
    return tuple(rows.values_list("pk", flat=True))
