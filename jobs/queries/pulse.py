"""The figures every page shows: whether all films are home, and how many of one's own are on their way."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, Sum

from jobs.models import Render, User
from jobs.states import State

LONGEST = timedelta(days=4)
"""Older orders have ended: the provider's window closes after two days, and a day off is nothing unusual."""

_FAILED = (State.FAILED, State.EXPIRED)


@dataclass(frozen=True, kw_only=True)
class Safety:
    """Films of the person's spaces: `unsaved` ones are or will be paid for and are not home yet."""

    saved: int
    unsaved: int
    deadline: datetime | None
    """The nearest end of the provider's 24 hours."""


@dataclass(frozen=True, kw_only=True)
class Queue:
    """The person's own films on their way; one that waits for their decision is neither, it `asks`."""

    running: int
    waiting: int
    asks: int = 0

    @property
    def busy(self) -> bool:
        return self.running + self.waiting > 0

    @property
    def mood(self) -> str:
        """What the page's icon shows: `ask`, `run` or nothing."""
        return "ask" if self.asks else "run" if self.busy else ""


def safety(user: User) -> Safety:
    mine = Render.objects.visible_to(user)
    away = mine.paid_unsaved().order_by().aggregate(count=Count("pk"), deadline=Min("deadline_at"))
    saved = user.spaces.aggregate(films=Sum("films"))["films"] or 0
    return Safety(saved=saved, unsaved=away["count"], deadline=away["deadline"])


def queue(user: User) -> Queue:
    """One query over the few films that are not final."""
    asks = Q(state=State.UNCERTAIN) | ~Q(hold_code="")
    waiting, running = ~asks & Q(state=State.QUEUED), ~asks & ~Q(state=State.QUEUED)
    mine = Render.objects.live().filter(author=user)
    counts = mine.aggregate(
        waiting=Count("pk", filter=waiting), running=Count("pk", filter=running), asks=Count("pk", filter=asks)
    )
    return Queue(**counts)


def since(user: User, moment: datetime) -> tuple[int, int]:
    """How many of the person's own films were saved since then, and how many ended without a film."""
    mine = Render.objects.visible_to(user)
    saved = mine.in_gallery().order_by().filter(author=user, saved_at__gte=moment).count()
    ordered = moment - LONGEST  # read off an index: what ended since then was ordered not long before
    failed = mine.filter(author=user, created_at__gte=ordered, final_at__gte=moment, state__in=_FAILED).count()
    return saved, failed
