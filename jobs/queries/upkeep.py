"""What keeps the machine and its films from being well: signs of life, films not home, films that wait for a person."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q
from django.utils import timezone

from jobs.models import Heartbeat, Render, RenderQuerySet
from jobs.queries import health

SHOWN = 10
"""Rows of a list; the rest is counted."""

LOOKED_AT: dict[str, health.Check] = {
    **health.NEEDED,
    **{part: health.REST[part] for part in ("disk", "clock", "keyring")},
}


@dataclass(frozen=True, kw_only=True)
class Life:
    """Processes of one kind: how many are alive, and when one of them was last heard."""

    alive: int = 0
    heard: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Some:
    """The first films of a list, and how many there are."""

    films: tuple[Render, ...]
    count: int


def signs_of_life() -> dict[str, Life]:
    since = timezone.now() - health.SILENT_AFTER
    alive, heard = Count("pk", filter=Q(at__gte=since)), Max("at")
    rows = Heartbeat.objects.order_by().values_list("kind").annotate(alive=alive, heard=heard)
    return {kind: Life(alive=alive, heard=heard) for kind, alive, heard in rows}


def unsaved() -> Some:
    """Films that are or will be paid and are not home, the nearest end of their 24 hours first."""
    films = Render.objects.paid_unsaved()
    return Some(films=_first(films), count=films.count())


def held() -> Some:
    """Films that wait for a person's "try again", the oldest first."""
    films = Render.objects.live().exclude(hold_code="").order_by("hold_since", "pk")
    return Some(films=_first(films), count=films.count())


def _first(films: RenderQuerySet) -> tuple[Render, ...]:
    return tuple(films.select_related("order", "submission", "submission__account")[:SHOWN])
