"""Into the trash and out of it, legal holds, and deleting for good. Two people at once end in one state."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from jobs.actions import audit
from jobs.models import Event, Overtaken, Render, Space, User, doom, doomable
from jobs.models.querysets import RenderQuerySet
from jobs.states import Happening, State


class NotEnded(Exception):
    """It is still on its way, and may be paid for."""


class NotTrashed(Exception):
    """It is not in the trash (any more)."""


class Kept(Exception):
    """A legal hold keeps it."""


class InHand(Exception):
    """A worker is drawing its pictures at this moment."""


def trash(render: Render, *, actor: User, now: datetime | None = None) -> None:
    """Out of the way; all that hangs on it stays where it is. Twice is once.

    :raises NotEnded: it is not final.
    """
    now = now or timezone.now()
    if not render.final:
        raise NotEnded
    try:
        with transaction.atomic():
            columns: dict[str, Any] = {"trashed_at": now, "trashed_by": actor}
            render.note(Happening.TRASHED, now=now, actor=actor, only=Q(trashed_at=None), **columns)
            _count(render, -1)
            audit.note("film.trashed", actor=actor, target=render)
    except Overtaken:
        return  # it was there already


def restore(render: Render, *, actor: User, now: datetime | None = None) -> None:
    """As it was. Twice is once.

    :raises NotTrashed: it was deleted for good a moment ago.
    """
    now = now or timezone.now()
    try:
        with transaction.atomic():
            there = Q(trashed_at__isnull=False, doomed_at=None)
            columns: dict[str, Any] = {"trashed_at": None, "trashed_by": None}
            render.note(Happening.RESTORED, now=now, actor=actor, only=there, **columns)
            _count(render, 1)
            audit.note("film.restored", actor=actor, target=render)
    except Overtaken:
        if not Render.objects.filter(pk=render.pk, trashed_at=None).exists():
            raise NotTrashed from None


def trash_all(renders: Sequence[Render], *, actor: User, now: datetime) -> tuple[UUID, ...]:
    """Those of these films that have ended, with as many questions as one of them takes; which had not ended. All that
    are brought here at one moment can be brought back by it. Those in the trash already stay as they are.
    """
    waiting = {render.pk for render in renders if not render.final}
    rows = Render.objects.filter(pk__in=[render.pk for render in renders if render.final], trashed_at=None)
    columns = {"trashed_at": now, "trashed_by": actor}
    _change_all(rows, Happening.TRASHED, "film.trashed", -1, actor=actor, now=now, **columns)
    return tuple(waiting)


def restore_all(renders: Sequence[Render], *, actor: User, now: datetime) -> tuple[UUID, ...]:
    """Those of these films that are in the trash; which were deleted for good a moment ago."""
    rows = Render.objects.filter(pk__in=[render.pk for render in renders], trashed_at__isnull=False, doomed_at=None)
    columns = {"trashed_at": None, "trashed_by": None}
    _change_all(rows, Happening.RESTORED, "film.restored", 1, actor=actor, now=now, **columns)
    doomed = Render.objects.filter(pk__in=[render.pk for render in renders], doomed_at__isnull=False)
    return tuple(doomed.values_list("pk", flat=True))


@transaction.atomic
def _change_all(
    rows: RenderQuerySet, happening: Happening, code: str, step: int, *, actor: User, now: datetime, **columns: Any
) -> None:
    """What `Render.note` does to one row, to all of these. They are locked in one order, so that two do not wait for
    each other.
    """
    found = list(rows.select_for_update(of=("self",)).order_by("pk").only("pk", "state", "space_id", "submission_id"))
    ours = Render.objects.filter(pk__in=[film.pk for film in found])
    ours.update(version=F("version") + 1, changed_at=now, **columns)
    Event.objects.bulk_create(
        Event(
            render=film,
            submission_id=film.submission_id,
            at=now,
            happening=happening,
            from_state=film.state,
            to_state=film.state,
            actor=actor,
        )
        for film in found
    )
    audit.note_all(code, actor=actor, targets=found)
    saved = Counter(film.space_id for film in found if film.state == State.SAVED)
    for space, films in saved.items():
        Space.objects.filter(pk=space).update(films=F("films") + step * films)


def _count(render: Render, step: int) -> None:
    """The figure of saved films that its space keeps."""
    if render.state == State.SAVED:
        Space.objects.filter(pk=render.space_id).update(films=F("films") + step)


def delete(render: Render, *, actor: User, now: datetime | None = None) -> None:
    """No way back from here. Its files and words are for whoever purges; nobody sees it any more. Twice is once.

    :raises NotTrashed: it is not in the trash.
    :raises Kept: a legal hold keeps it.
    :raises InHand: somebody draws its pictures.
    """
    now = now or timezone.now()
    try:
        with transaction.atomic():
            render.note(Happening.DELETED, now=now, actor=actor, only=doomable(now), **doom(now))
            audit.note("film.deleted", actor=actor, target=render)
    except Overtaken:
        _why_not(Render.objects.get(pk=render.pk))


def _why_not(render: Render) -> None:
    if render.doomed_at is not None:
        return
    if render.trashed_at is None:
        raise NotTrashed from None
    raise (Kept if render.kept_at else InHand) from None


def keep(render: Render, *, actor: User, now: datetime | None = None) -> None:
    """A legal hold: neither its days nor a person delete it. Twice is once."""
    now = now or timezone.now()
    columns: dict[str, Any] = {"kept_at": now, "kept_by": actor}
    try:
        with transaction.atomic():
            free = Q(kept_at=None, doomed_at=None)
            render.note(Happening.KEPT, now=now, actor=actor, only=free, **columns)
            audit.note("film.kept", actor=actor, target=render)
    except Overtaken:
        return


def let_go(render: Render, *, actor: User, now: datetime | None = None) -> None:
    """End the legal hold; what is in the trash for more than its days is gone with the next purge."""
    now = now or timezone.now()
    columns: dict[str, Any] = {"kept_at": None, "kept_by": None}
    try:
        with transaction.atomic():
            render.note(Happening.LET_GO, now=now, actor=actor, only=Q(kept_at__isnull=False), **columns)
            audit.note("film.let-go", actor=actor, target=render)
    except Overtaken:
        return
