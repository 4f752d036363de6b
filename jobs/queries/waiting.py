"""How long things take, learned from this studio's own films, and where everybody stands in line.

Nothing is promised that was not seen before: without three films of a like kind there is no expected time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import ceil
from statistics import median
from uuid import UUID

from django.conf import settings
from django.core.cache import caches
from django.db.models import Count

from jobs.dashscope.times import beijing
from jobs.models import ProviderAccount, Render, Submission
from jobs.queries.holds import Standing
from jobs.states import AccountKind, State

ENOUGH = 3
"""Films of a kind before their time counts as known."""

LATEST = 200
"""Films of a model that are looked at; older ones tell of another season."""

FRESH = 60
"""Seconds for which what was learned is kept: it moves slowly, and every open page asks."""

LONGEST_LINE = 2000
"""Waiting films that are given a number."""


@dataclass(frozen=True, kw_only=True)
class Took:
    """Seconds one film of this tier and length was rendering, and `whole` from its create at `made` to its end."""

    tier: str
    duration: int
    made: datetime
    seconds: float
    whole: float


@dataclass(frozen=True, kw_only=True)
class Row:
    """The line of one family; without seats nothing of it may be sent now."""

    seats: int
    busy: int
    waiting: int

    @property
    def free(self) -> int:
        return max(self.seats - self.busy, 0)


class Waiting:
    """What one answer needs to know of lines and times; each thing is read when it is first asked for."""

    def __init__(self, standing: Standing, now: datetime) -> None:
        self._standing = standing
        self._now = now
        self._took: dict[tuple[str, bool], tuple[Took, ...]] = {}

    def expected(self, model: str, tier: str, duration: int, *, practice: bool) -> float | None:
        """Seconds such a film usually takes to render; None while too few are known."""
        if (model, practice) not in self._took:
            self._took[model, practice] = took(model, practice=practice)
        some = alike(self._took[model, practice], tier, duration)
        return median(one.seconds for one in some) if some else None

    def place(self, render: Render) -> int | None:
        """Its number in line, from 1; None when it does not wait for a seat."""
        return self._places.get(render.pk)

    def starts_in(self, render: Render) -> float | None:
        """Seconds until a seat is probably free for a waiting film; None when nothing is known."""
        place = self.place(render)
        if place is None:
            return None
        order = render.order
        each = self.expected(order.model, order.tier, order.duration, practice=render.practice)
        return self._until(self.row(render.family, practice=render.practice), place, each)

    def next_starts_in(self, model: str, family: str, tier: str, duration: int, *, practice: bool) -> float | None:
        """The same for a film that would be ordered now."""
        row = self.row(family, practice=practice)
        each = self.expected(model, tier, duration, practice=practice)
        return self._until(row, row.waiting + 1, each)

    def row(self, family: str, *, practice: bool) -> Row:
        """Seats of all accounts of this kind that are not on hold; none while the whole studio is."""
        kind = (family, practice)
        waiting = sum(1 for one in self._line if one[1:] == kind)
        return Row(seats=self._seats(family, practice=practice), busy=self._busy.get(kind, 0), waiting=waiting)

    def first(self, number: int, *, practice: bool) -> list[UUID]:
        """The first so many of each family's line."""
        return [pk for pk, _, real in self._line if (real == practice) and self._places[pk] <= number]

    def _until(self, row: Row, place: int, each: float | None) -> float | None:
        """A seat is free again every `each / seats` seconds."""
        if place <= row.free:
            return 0.0
        if each is None or not row.seats:
            return None
        cycle = each + settings.PACE.poll
        return cycle * ceil((place - row.free) / row.seats)

    def _seats(self, family: str, *, practice: bool) -> int:
        if self._standing.site():
            return 0
        accounts = [one for one in self._standing.accounts if self._sends(one, practice)]
        lanes = {(one.account_id, one.family): one for one in self._standing.lanes}
        found = [lanes.get((account.pk, family)) for account in accounts]
        usual = settings.PIXSTUDIO.lane_seats
        return sum(
            usual if lane is None or lane.seats is None else lane.seats for lane in found if not (lane and lane.held)
        )

    def _sends(self, account: ProviderAccount, practice: bool) -> bool:
        keyed = practice or account.pk in self._standing.open
        return account.practice == practice and account.is_active and not account.held and keyed

    @cached_property
    def _line(self) -> list[tuple[UUID, str, bool]]:
        """First come, first served; a film on a hold of its own stands beside the line."""
        rows = Render.objects.filter(final_at=None, state=State.QUEUED, hold_code="").order_by("created_at", "id")
        return list(rows.values_list("pk", "family", "practice")[:LONGEST_LINE])

    @cached_property
    def _places(self) -> dict[UUID, int]:
        counted: dict[tuple[str, bool], int] = {}
        places = {}
        for pk, family, practice in self._line:
            counted[family, practice] = places[pk] = counted.get((family, practice), 0) + 1
        return places

    @cached_property
    def _busy(self) -> dict[tuple[str, bool], int]:
        rows = Render.objects.seated().order_by().values_list("family", "practice").annotate(Count("pk"))
        return {(family, practice): count for family, practice, count in rows}


def alike(known: Sequence[Took], tier: str, duration: int) -> Sequence[Took]:
    """Those of the kind, or of the length, or all: whichever are enough to tell a time; none where even all are not."""
    kinds = (
        [one for one in known if (one.tier, one.duration) == (tier, duration)],
        [one for one in known if one.duration == duration],
        known,
    )
    return next((some for some in kinds if len(some) >= ENOUGH), ())


def took(model: str, *, practice: bool) -> tuple[Took, ...]:
    """The latest finished films of this model, one index range per account."""
    cache = caches["memory"]
    key = f"took:{model}:{practice}"
    known: tuple[Took, ...] | None = cache.get(key)
    if known is None:
        kind = AccountKind.SANDBOX if practice else AccountKind.DASHSCOPE
        accounts = ProviderAccount.objects.filter(kind=kind).values_list("pk", flat=True)
        known = tuple(_learned(accounts, model))
        cache.set(key, known, FRESH)
    return known


def _learned(accounts: Iterable[UUID], model: str) -> Iterable[Took]:
    for account in accounts:
        rows = Submission.objects.filter(account=account, model=model, answered_at__isnull=False)
        latest = rows.order_by("-answered_at").values_list(
            "render__order__tier", "render__order__duration", "scheduled_at", "ended_at", "provider_state", "raw_times"
        )[:LATEST]
        for tier, duration, began, ended, word, said in latest:
            if word == "SUCCEEDED" and began and ended and ended > began:
                made = beijing(said.get("submit_time", "")) or began
                seconds, whole = (ended - began).total_seconds(), (ended - made).total_seconds()
                yield Took(tier=tier, duration=duration, made=made, seconds=seconds, whole=whole)
