"""The end of a film: its files, and every text that a person or the provider wrote about it, are gone for good.

First nothing brings it back any more (`doomed_at`), then the files go, then in one transaction the words. Whoever is
killed in between leaves a doomed row, and the next hour goes on. What is left is an empty row for the ledger to count
by, the codes of its history, and the task's id, by which the provider's list is known to hold nothing new.
"""

import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from jobs.media import stock
from jobs.media.faults import LocalFault
from jobs.models import (
    TRASH_DAYS,
    Asset,
    AuditEntry,
    Batch,
    Board,
    Comment,
    Event,
    Favourite,
    FoundTask,
    News,
    Order,
    Overtaken,
    Pick,
    Render,
    Share,
    Shared,
    Shelved,
    Submission,
    Tag,
    Tagged,
    doom,
    doomable,
    wording,
)
from jobs.pipeline import spool
from jobs.states import FoundState, Happening

log = logging.getLogger(__name__)

SCRUBBED, CUT = timedelta(hours=2), timedelta(days=1)
"""How long after a purge, by hand too, the hourly round frees the index of it and cuts it out of the database's log:
the index once or twice, the log often, because whoever reads it is in the way."""

BLANK: Mapping[type[models.Model], Mapping[str, Any]] = {
    Render: {"error_params": {}, "error_raw": "", "hold_params": {}, "hold_raw": ""},
    Event: {"params": {}, "raw": ""},
    Submission: {
        "sent": {},
        "request_id": "",
        "code": "",
        "message": "",
        "candidates": [],
        "raw_times": {},
        "echoed_prompt": "",
        "poll_request_id": "",
        "video_url": "",
        "usage": None,
    },
    FoundTask: {"raw": {}, "prompt": "", "reason": "", "usage": None},
    Order: {"prompt": "", "title": ""},
    Batch: {"prompt": ""},
    Share: {"title": "", "note": ""},
    AuditEntry: {"before": {}, "after": {}},
}
"""Columns that hold what somebody wrote, and what is left of it; an order's when its last take is gone, a batch's with
its last order, a link's with its last film."""

GONE: tuple[type[models.Model], ...] = (Asset, Favourite, Shelved, Tagged, News, Comment, Pick, Shared)
"""Rows that are nothing without their film."""


def purge_due(now: datetime) -> None:
    """Everything whose days in the trash are over, and what an earlier purge did not bring to its end."""
    over = Render.objects.filter(doomable(now), trashed_at__lte=now - timedelta(days=TRASH_DAYS))
    over.set_free(**doom(now))
    due = unfinished()
    for pk in due:
        try:
            purge(pk, now=now)
        except LocalFault as fault:
            log.warning("files of film %s could not be removed: %s", pk, fault.params)
    purged = Render.objects.filter(purged_at__gte=now - CUT)
    if purged.filter(purged_at__gte=now - SCRUBBED).exists():
        wording.scrub()
    if purged.exists() and not wording.cut_log():
        log.warning("Words of deleted films are still in the database's log, because somebody reads it.")


def unfinished() -> list[UUID]:
    """Films of which nothing may be left, and something is."""
    rows = Render.objects.filter(trashed_at__isnull=False, purged_at__isnull=True, doomed_at__isnull=False)
    return list(rows.order_by("trashed_at").values_list("pk", flat=True))


def purge(pk: UUID, *, now: datetime) -> None:
    """Of one doomed film. Two at once, or one again after it was killed, end in the same.

    :raises LocalFault: a file cannot be removed; nothing else was, and the next hour tries again.
    """
    render = Render.objects.filter(pk=pk, doomed_at__isnull=False, purged_at=None).first()
    if render is None:
        return
    stock.forget(pk, render.created_at, *render.assets.values_list("storage_key", flat=True))
    try:
        for submission in render.submissions.all():
            spool.forget(submission.pk)
    except OSError as error:
        raise LocalFault(error) from error
    with suppress(Overtaken):  # somebody else was at the same work
        _wipe(render, now)


@transaction.atomic
def _wipe(render: Render, now: datetime) -> None:
    order = Order.objects.select_for_update().get(pk=render.order_id)  # two last takes at once see each other
    list(Batch.objects.select_for_update().filter(orders=order))  # and two last orders
    links = [link.pk for link in Share.objects.select_for_update().filter(shared__render=render).order_by("pk")]
    carried = list(Tagged.objects.filter(render=render).values_list("tag", flat=True))
    News.objects.filter(render=render).drop()  # its figure goes with it
    for kind in GONE:
        kind._default_manager.filter(render=render).delete()
    Tag.objects.filter(pk__in=carried, tagged=None).delete()  # a word that was written about this film alone
    _blank(Share, Q(pk__in=links, shared=None))
    Board.objects.filter(cover=render).update(cover=None)
    _blank(Event, Q(render=render))
    _blank(Submission, Q(render=render))
    found = list(FoundTask.objects.filter(render=render).values_list("pk", flat=True))
    _blank(FoundTask, Q(pk__in=found))
    FoundTask.objects.filter(pk__in=found, state=FoundState.NEW).update(state=FoundState.IGNORED, decided_at=now)
    render.note(Happening.PURGED, now=now, only=Q(purged_at=None), purged_at=now, **BLANK[Render])
    names = [str(pk) for pk in (render.pk, *found)]
    if not order.renders.filter(purged_at=None).exists():
        _blank(Order, Q(pk=order.pk))
        names.append(str(order.pk))
        _blank(Batch, Q(~Exists(_left(OuterRef("pk"))), orders=order))
    seen = FoundTask.objects.filter(pk__in=found).values_list("first_seen_at", flat=True)
    _blank(AuditEntry, Q(at__gte=min([order.created_at, *seen]), target_id__in=names))


def _left(batch: OuterRef) -> QuerySet[Render]:
    """What is still there of a batch."""
    return Render.objects.filter(order__batch=batch, purged_at=None)


def _blank(kind: type[models.Model], rows: Q) -> None:
    kind._default_manager.filter(rows).update(**BLANK[kind])
