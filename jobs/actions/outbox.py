"""Events as an outbox: whoever tells the world of them claims them first, so that each is told by one of them."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from jobs.models import Event
from jobs.states import Happening


def claim_unannounced(
    *, happenings: frozenset[Happening] | None = None, most: int = 100, now: datetime | None = None
) -> tuple[Event, ...]:
    """The oldest events nobody has been told of, from now on the caller's to tell; `happenings` None: of every kind.

    Never "everything after the last id": rows of a transaction that takes longer appear below ids already seen. Two
    callers at once get different events; on PostgreSQL neither waits for the other.
    """
    open_still = Event.objects.filter(announced_at=None).order_by("id")
    if happenings is not None:
        open_still = open_still.filter(happening__in=happenings)
    with transaction.atomic():
        rows = open_still
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        ids = list(rows.values_list("pk", flat=True)[:most])
        at = now or timezone.now()
        mine = [pk for pk in ids if Event.objects.filter(pk=pk, announced_at=None).update(announced_at=at)]
    return tuple(Event.objects.filter(pk__in=mine).select_related("render", "render__order", "actor").order_by("id"))
