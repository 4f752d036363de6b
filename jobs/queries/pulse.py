"""The figures every page shows: whether all films are home, and how many of one's own are on their way."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Min

from jobs.models import Render, User
from jobs.queries.memory import Glance
from jobs.states import MISSED, PAID_UNSAVED, State

LONGEST = timedelta(days=4)
"""Older orders have ended: the provider's window closes after two days, and a day off is nothing unusual."""


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


@dataclass(frozen=True, kw_only=True)
class Figures:
    safety: Safety
    queue: Queue


def figures(user: User) -> Figures:
    """One look at the few films that are not final. Saved ones are too many to count: their spaces keep the figure."""
    deadlines: list[datetime] = []
    unsaved, running, waiting, asks = 0, 0, 0, 0
    for row in glance():
        if row.space in user.seats and row.state in PAID_UNSAVED:
            unsaved += row.number
            deadlines += [row.deadline] if row.deadline else []
        if row.author != user.pk:
            continue
        if row.held or row.state == State.UNCERTAIN:
            asks += row.number
        elif row.state == State.QUEUED:
            waiting += row.number
        else:
            running += row.number
    saved = sum(seat.films for seat in user.seats.values())
    return Figures(
        safety=Safety(saved=saved, unsaved=unsaved, deadline=min(deadlines, default=None)),
        queue=Queue(running=running, waiting=waiting, asks=asks),
    )


class _Row(NamedTuple):
    """Films of a kind that are not final. `held`: by a hold of their own."""

    state: str
    space: UUID
    author: UUID
    held: str
    number: int
    deadline: datetime | None


def _unfinished() -> tuple[_Row, ...]:
    rows = Render.objects.filter(final_at=None).order_by().values_list("state", "space_id", "author_id", "hold_code")
    return tuple(_Row(*row) for row in rows.annotate(number=Count("pk"), deadline=Min("deadline_at")))


glance = Glance(_unfinished)


def since(user: User, moment: datetime) -> tuple[int, int]:
    """How many of the person's own films were saved since then, and how many ended without a film."""
    mine = Render.objects.visible_to(user)
    saved = mine.in_gallery().order_by().filter(author=user, saved_at__gte=moment).count()
    ordered = moment - LONGEST  # read off an index: what ended since then was ordered not long before
    failed = mine.filter(author=user, created_at__gte=ordered, final_at__gte=moment, state__in=MISSED).count()
    return saved, failed
