"""Batches as the feed heads them: what one click ordered, and how much of it still waits."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from uuid import UUID

from django.db.models import Case, Count, DecimalField, F, Q, Sum, When
from django.db.models.functions import Coalesce

from jobs.models import Order, Render, User
from jobs.states import State


@dataclass(frozen=True, kw_only=True)
class BatchFigures:
    """`amount` in yuan, of what was charged or may still be; None where nothing costs any."""

    id: UUID
    author: UUID
    prompt: str
    films: int
    waiting: int
    amount: Decimal | None


def figures(user: User, batches: Iterable[UUID]) -> dict[UUID, BatchFigures]:
    """Of these batches, as far as their films are in this person's spaces; no question where there are none."""
    wanted = list(batches)
    if not wanted:
        return {}
    money = DecimalField(max_digits=12, decimal_places=4)
    films = Render.objects.visible_to(user).filter(order__batch__in=wanted, trashed_at=None).order_by()
    counted = films.values("order__batch", "order__batch__author", "order__batch__prompt").annotate(
        films=Count("pk"),
        waiting=Count("pk", filter=Q(state=State.QUEUED)),
        amount=Sum(Case(When(practice=False, then=Coalesce(F("cost"), F("estimate"))), output_field=money)),
    )
    known = ("order__batch", "order__batch__author", "order__batch__prompt", "films", "waiting", "amount")
    names = [field.name for field in fields(BatchFigures)]
    return {row[0]: BatchFigures(**dict(zip(names, row, strict=True))) for row in counted.values_list(*known)}


def films(user: User, batch: UUID) -> tuple[Render, ...]:
    """All of its films that this person sees, in the order of its cells."""
    seen = Render.objects.visible_to(user).for_card().filter(order__batch=batch, trashed_at=None)
    return tuple(seen.order_by("-order", "take"))


def orders(user: User, batch: UUID) -> tuple[Order, ...]:
    """Its orders in this person's spaces, in the order of its cells."""
    seen = Order.objects.filter(batch=batch, space__in=list(user.seats)).select_related("batch")
    return tuple(seen.order_by("-pk"))
