"""Saved films of all one's spaces, newest first, a page at a time by keyset: page 1,000 costs what page 1 does."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from jobs.models import Render, User

PAGE = 48


class BadCursor(Exception):
    """Not one of ours."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """`cursor` leads to the next page and is empty at the end."""

    films: tuple[Render, ...]
    cursor: str


def page(user: User, *, cursor: str = "", size: int = PAGE) -> Page:
    """:raises BadCursor: the cursor was not made here."""
    rows = Render.objects.visible_to(user).in_gallery().for_card().liked_by(user)
    if cursor:
        saved_at, pk = _read(cursor)
        # the first half alone would do for an index, which cannot look into an "or"
        rows = rows.filter(saved_at__lte=saved_at).filter(Q(saved_at__lt=saved_at) | Q(pk__lt=pk))
    found = tuple(rows[: size + 1])
    more = len(found) > size
    return Page(films=found[:size], cursor=_write(found[size - 1]) if more else "")


def _write(film: Render) -> str:
    if film.saved_at is None:
        raise ValueError("a film of the gallery is saved")
    return f"{film.saved_at.isoformat()}~{film.pk.hex}"


def _read(cursor: str) -> tuple[datetime, UUID]:
    when, _, name = cursor.partition("~")
    try:
        saved_at = datetime.fromisoformat(when)
        pk = UUID(hex=name)
    except ValueError:
        raise BadCursor from None
    if saved_at.tzinfo is None:
        raise BadCursor
    return saved_at, pk
