"""Having what is paid for brought home now, without waiting for the next round."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from jobs.models import Render, User


def fetch_now(user: User, *, now: datetime | None = None) -> int:
    """Ask after every paid film of this person's spaces, or go on fetching it, at once; how many that concerns.

    Holds stay: a film on hold waits for "try again", an account on hold for its cause to end. What a worker has in
    hand is left to it, and no limit of the provider is stretched.
    """
    now = now or timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    rows = Render.objects.visible_to(user).paid_unsaved().filter(free, hold_code="", due_at__isnull=False).order_by()
    rows.filter(due_at__gt=now).update(due_at=now, woken_until=None)
    return rows.count()
