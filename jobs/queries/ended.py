"""What became of a person's own orders since a moment: whole orders that came to their end, and films that ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q

from jobs.models import Order, Render, RenderQuerySet, User
from jobs.queries.pulse import LONGEST
from jobs.states import MISSED, State

MOST = 20
"""Orders and films told of at once."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One order. `film`: the one to go to. `asks`: it waits for its author; then the numbers are zero."""

    order: Order
    film: UUID
    saved: int = 0
    failed: int = 0
    asks: bool = False


def since(user: User, moment: datetime) -> list[Told]:
    """An order counts once all its takes have ended, so that the films of one click are one piece of news."""
    mine = Render.objects.visible_to(user).filter(author=user, created_at__gte=moment - LONGEST)
    return [*_asking(mine, moment), *_ended(mine, moment)]


def _ended(mine: RenderQuerySet, moment: datetime) -> Iterator[Told]:
    touched = mine.filter(Q(saved_at__gte=moment) | Q(final_at__gte=moment)).order_by("-id").values("order")
    ended = {order["order"] for order in touched[: MOST * 8]}
    counted = Order.objects.filter(pk__in=ended).annotate(
        going=Count("renders", filter=Q(renders__final_at=None)),
        saved=Count("renders", filter=Q(renders__state=State.SAVED)),
        failed=Count("renders", filter=Q(renders__state__in=MISSED)),
    )
    for order in counted.filter(going=0).exclude(saved=0, failed=0).order_by("-id")[:MOST]:
        told = order.renders.filter(state__in=[State.SAVED, *MISSED])
        best = told.order_by(F("saved_at").asc(nulls_last=True)).first()
        if best:
            yield Told(order=order, film=best.pk, saved=order.saved, failed=order.failed)


def _asking(mine: RenderQuerySet, moment: datetime) -> Iterator[Told]:
    uncertain = Q(state=State.UNCERTAIN, changed_at__gte=moment)
    held = ~Q(hold_code="") & Q(hold_since__gte=moment)
    for render in mine.filter(uncertain | held, final_at=None).select_related("order").order_by("-id")[:MOST]:
        yield Told(order=render.order, film=render.pk, asks=True)
