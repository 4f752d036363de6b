"""The orders of the Create page, newest first, each with its takes, and the figures of their days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum
from functools import cache
from uuid import UUID

from django.db.models import Case, Count, DecimalField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from jobs.models import Membership, Order, Render, User
from jobs.models.fields import uuid7_floor
from jobs.models.written import Blank, Written, blank_id
from jobs.states import Door, State

PAGE = 10
_LOST = (State.FAILED, State.CANCELED, State.EXPIRED)


class Whose(StrEnum):
    """Whose orders are shown: one's own, or all of one's spaces."""

    MINE = "mine"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One page of orders; `cursor` leads to the next one and is empty at the end."""

    orders: tuple[Order, ...]
    cursor: str


@dataclass(frozen=True, kw_only=True)
class DayFigures:
    """Films ordered on one day that came or may still come, their length in seconds, and yuan (None: practice only)."""

    films: int = 0
    seconds: int = 0
    amount: Decimal | None = None


def page(user: User, whose: Whose = Whose.MINE, *, before: UUID | None = None, size: int = PAGE) -> Feed:
    """Ids rise with time, so the id is the key of the page."""
    rows = _rows(user, whose)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = tuple(rows[: size + 1])
    cursor = str(found[size - 1].pk) if len(found) > size else ""
    return Feed(orders=found[:size], cursor=cursor)


def newer(user: User, whose: Whose, than: UUID) -> tuple[Order, ...]:
    """Orders made elsewhere since this page was drawn: another tab, the shell, the API. Every open page asks all the
    time and hardly ever is there one, so the ids alone are asked for first.
    """
    columns: dict[str, Blank] = {"author": user.pk} if whose is Whose.MINE else {}
    made = (row for space in user.seats for row in _newer(whose).rows(than=than, space=space, **columns))
    found = sorted((pk for (pk,) in made), reverse=True)[:PAGE]
    return tuple(_rows(user, whose).filter(pk__in=[*found, *_of_one_click(found, than)])) if found else ()


def _of_one_click(found: Sequence[UUID], than: UUID) -> Sequence[UUID]:
    """More orders of the batches that these belong to: a page that shows some of them shows all."""
    batches = Order.objects.filter(pk__in=found, batch__isnull=False).values_list("batch", flat=True).distinct()
    wanted = list(batches) if len(found) == PAGE else []
    return list(Order.objects.filter(batch__in=wanted, pk__gt=than).values_list("pk", flat=True)) if wanted else []


@cache
def _newer(whose: Whose) -> Written:
    than, space, author = blank_id(1), blank_id(2), blank_id(3)
    blanks: dict[str, Blank] = {"than": than, "space": space}
    rows = Order.objects.filter(pk__gt=than, space=space).order_by("-pk")
    if whose is Whose.MINE:
        rows, blanks = rows.filter(author=author), {**blanks, "author": author}
    return Written(rows.values_list("pk")[:PAGE], **blanks)


def some(user: User, pks: Iterable[UUID]) -> QuerySet[Order]:
    """These orders, as far as they are in this person's spaces."""
    return _takes(user).filter(pk__in=list(pks), space__in=list(user.seats))


def order(user: User, pk: UUID) -> Order | None:
    """One order of a space this person is in."""
    return some(user, [pk]).first()


def takes(user: User, order: UUID) -> tuple[Render, ...]:
    """All takes of an order, as far as they are in this person's spaces."""
    return tuple(Render.objects.visible_to(user).for_card().filter(order=order, trashed_at=None).order_by("take"))


def films(user: User, pks: Sequence[UUID]) -> tuple[Render, ...]:
    """These films in this order, as far as they are saved and in this person's spaces."""
    saved = Render.objects.visible_to(user).for_card().filter(pk__in=pks, saved_at__isnull=False, trashed_at=None)
    found = {film.pk: film for film in saved}
    return tuple(found[pk] for pk in dict.fromkeys(pks) if pk in found)


def real_before(user: User) -> bool:
    """Whether this person has ordered for money before; a demonstration made nobody spend."""
    return Order.objects.filter(author=user, practice=False).exclude(door=Door.DEMO).exists()


def shared(user: User) -> bool:
    """Whether anybody else is in this person's spaces."""
    return Membership.objects.filter(space__in=list(user.seats)).exclude(user=user).exists()


def days(user: User, whose: Whose, first: date, last: date) -> dict[date, DayFigures]:
    """The figures of each day from `first` to `last` in the reader's time zone."""
    zone = timezone.get_current_timezone()
    begin, end = _midnight(first, zone), _midnight(last + timedelta(days=1), zone)
    rows = Render.objects.filter(trashed_at=None, order__pk__gte=uuid7_floor(begin), order__pk__lt=uuid7_floor(end))
    rows = rows.visible_to(user)
    if whose is Whose.MINE:
        rows = rows.filter(order__author=user)
    found = (
        rows.exclude(state__in=_LOST)
        .order_by()
        .values(day=TruncDate("order__created_at", tzinfo=zone))
        .annotate(
            films=Count("pk"),
            seconds=Sum("order__duration"),
            amount=Sum(Case(When(practice=False, then=Coalesce(F("cost"), F("estimate"))), output_field=_MONEY)),
        )
    )
    return {row["day"]: DayFigures(films=row["films"], seconds=row["seconds"], amount=row["amount"]) for row in found}


_MONEY = DecimalField(max_digits=12, decimal_places=4)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def _rows(user: User, whose: Whose) -> QuerySet[Order]:
    spaces = list(user.seats)
    mine = Q(author=user) if whose is Whose.MINE else Q()
    shown = Exists(Render.objects.filter(order=OuterRef("pk"), trashed_at=None))
    return _takes(user).filter(mine, shown, space__in=spaces).order_by("-pk")


def _takes(user: User) -> QuerySet[Order]:
    takes = Render.objects.for_card().liked_by(user).filter(trashed_at=None).order_by("take")
    return Order.objects.prefetch_related("author", "space", Prefetch("renders", queryset=takes))
