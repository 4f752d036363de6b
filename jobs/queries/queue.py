"""What the queue shows: films that need a person, seats and lines of the lanes, and what is paid and not home yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from jobs.models import Event, FoundTask, Render, RenderQuerySet, User
from jobs.queries.waiting import Waiting
from jobs.states import Happening, State

SHOWN = 50
"""Rows of a list; the rest is counted."""

IN_LINE = 12
"""Waiting films shown of each lane."""

LATELY = 5
"""Films shown where nothing is on its way."""


@dataclass(frozen=True, kw_only=True)
class Some:
    """The first films of a list, and how many there are."""

    films: tuple[Render, ...]
    count: int


def needing(user: User) -> Some:
    """Films of the person's spaces that wait for a decision or a "try again", the oldest first."""
    asks = Q(state=State.UNCERTAIN) | ~Q(hold_code="")
    rows = Render.objects.visible_to(user).filter(asks, final_at=None)
    return _some(rows.order_by("changed_at", "pk"))


def unsaved(user: User) -> Some:
    """Films of the person's spaces that are or will be paid and are not home, the nearest end first."""
    rows = Render.objects.visible_to(user).paid_unsaved()
    return _some(rows.order_by(F("deadline_at").asc(nulls_last=True), "pk"))


def _some(rows: RenderQuerySet) -> Some:
    """Most studios have few: the count is asked for only where there are more than are shown."""
    films = tuple(rows.for_card()[: SHOWN + 1])
    return Some(films=films[:SHOWN], count=len(films) if len(films) <= SHOWN else rows.order_by().count())


def lately(user: User) -> tuple[Render, ...]:
    """The films that came home last."""
    return tuple(Render.objects.visible_to(user).in_gallery().select_related("order")[:LATELY])


def candidates(films: Iterable[Render]) -> dict[tuple[UUID | None, str], FoundTask]:
    """What is known of the tasks that could be these films, by account and task id."""
    named = {task for film in films if film.submission for task in film.submission.candidates}
    lost = [film.pk for film in films if film.state == State.UNCERTAIN]
    if not lost:
        return {}
    rows = FoundTask.objects.filter(Q(task_id__in=named) | Q(render__in=lost)).select_related("account")
    return {(row.account_id, row.task_id): row for row in rows}


def alarms(films: Iterable[Render]) -> dict[UUID, datetime]:
    """When the last alarm rang for these films, where one has."""
    ids = [film.submission_id for film in films]
    rows = Event.objects.filter(submission__in=ids, happening=Happening.ALARM).order_by("id")
    return dict(rows.values_list("render_id", "at"))


def seated(*, practice: bool) -> tuple[Render, ...]:
    """The films in the seats, the longest seated first."""
    rows = Render.objects.seated().filter(practice=practice).order_by("created_at", "pk")
    return tuple(rows.select_related("order", "author", "submission"))


def in_line(waiting: Waiting, *, practice: bool) -> tuple[Render, ...]:
    """The first films of each line, in their order."""
    first = waiting.first(IN_LINE, practice=practice)
    rows = Render.objects.filter(pk__in=first).select_related("order", "author", "submission")
    found = {row.pk: row for row in rows}
    return tuple(found[pk] for pk in first if pk in found)
