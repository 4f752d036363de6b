"""The orders of the Create page, newest first, each with its takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from jobs.models import Order, Render, User

PAGE = 10


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One page of orders; `cursor` leads to the next one and is empty at the end."""

    orders: tuple[Order, ...]
    cursor: str


def mine(user: User, *, before: UUID | None = None, size: int = PAGE) -> Feed:
    """A person's own orders. Ids rise with time, so the id is the key of the page."""
    rows = _with_takes(user)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = tuple(rows[: size + 1])
    cursor = str(found[size - 1].pk) if len(found) > size else ""
    return Feed(orders=found[:size], cursor=cursor)


def newer(user: User, than: UUID) -> tuple[Order, ...]:
    """Orders made elsewhere since this page was drawn: another tab, the shell, the API."""
    return tuple(_with_takes(user).filter(pk__gt=than)[:PAGE])


def some(user: User, pks: Iterable[UUID]) -> QuerySet[Order]:
    """These orders, as far as they are in this person's spaces."""
    return _takes(user).filter(pk__in=list(pks), space__memberships__user=user)


def order(user: User, pk: UUID) -> Order | None:
    """One order of a space this person is in."""
    return _takes(user).filter(pk=pk, space__memberships__user=user).first()


def real_before(user: User) -> bool:
    """Whether this person has ordered for money before."""
    return Order.objects.filter(author=user, practice=False).exists()


def _with_takes(user: User) -> QuerySet[Order]:
    spaces = list(user.memberships.values_list("space_id", flat=True))
    return _takes(user).filter(author=user, space__in=spaces).order_by("-pk")


def _takes(user: User) -> QuerySet[Order]:
    takes = Render.objects.for_card().liked_by(user).filter(trashed_at=None).order_by("take")
    return Order.objects.prefetch_related("author", "space", Prefetch("renders", queryset=takes))
