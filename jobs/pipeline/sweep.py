"""What dead workers, jumped clocks and full disks left behind, put back to where it is safe."""

import errno
import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from jobs.media import stock
from jobs.media.faults import LocalFault
from jobs.media.parts import discard
from jobs.models import Asset, Event, Overtaken, Render, Studio, Submission
from jobs.pipeline import holds, spool
from jobs.pipeline.submit import heard
from jobs.states import LIVE, Happening, HoldCode, Outcome, State

log = logging.getLogger(__name__)
CRASHES_MAX = 3


def sweep(now: datetime) -> None:
    """Everything a tick does before it wakes anybody."""
    cut_far_leases(now)
    free_dead_submits(now)
    replay_spool(now)
    free_dead_saves(now)
    hold_poison(now)
    holds.clear_elapsed(now)
    holds.release_readable()
    watch_disk(now)
    ring_alarms(now)


def _nobody(now: datetime) -> Q:
    """Has it in hand: the lease ran out, or a hold that a person has cleared since had ended it. Made-up films, which
    are never due, stand in the middle of a step for good.
    """
    return Q(lease_until__lte=now) | Q(lease_until=None, due_at__isnull=False)


def free_dead_submits(now: datetime) -> None:
    """A submit whose worker is gone was perhaps sent: it is looked for, never sent again."""
    for render in Render.objects.live().filter(_nobody(now), state=State.SUBMITTING).select_related("submission"):
        try:
            with transaction.atomic():
                open_still = render.submissions.filter(outcome=Outcome.OPEN)
                open_still.update(outcome=Outcome.UNCLEAR)
                render.move(
                    State.CONFIRMING,
                    Happening.WORKER_LOST,
                    now=now,
                    lease=render.lease,
                    due_at=now,
                    crashes=render.crashes,
                )
        except Overtaken:
            continue


def free_dead_saves(now: datetime) -> None:
    """A download whose worker is gone goes on from its part file."""
    for render in Render.objects.live().filter(_nobody(now), state=State.SAVING):
        try:
            render.move(
                State.SUCCEEDED,
                Happening.WORKER_LOST,
                now=now,
                lease=render.lease,
                due_at=now,
                crashes=render.crashes,
            )
        except Overtaken:
            continue


def replay_spool(now: datetime) -> None:
    """Read answers again whose worker died, or lost its row, between the answer and the commit."""
    for kept in spool.kept():
        submission = Submission.objects.select_related("account", "render").filter(pk=kept.submission).first()
        if submission is None:
            log.error("spool file %s belongs to no submission and is kept", kept.path.name)
            continue
        if submission.render.state == State.SUBMITTING and submission.render.submission_id == submission.pk:
            continue  # its worker may be about to commit; if not, the lease ends soon
        heard(submission, kept.post, kept.reply, lease=None)
        spool.drop(kept.path)


def cut_far_leases(now: datetime) -> None:
    """After a clock was set back, leases, wake marks and due moments lie too far ahead to be true."""
    pace = settings.PACE
    longest = max(pace.submit_lease, pace.poll_lease, pace.save_lease, pace.derive_lease)
    far = now + timedelta(seconds=longest + 60)
    moving = Render.objects.moving()
    moving.filter(lease_until__gt=far).update(lease_until=now + timedelta(seconds=longest))
    moving.filter(woken_until__gt=now + timedelta(seconds=pace.woken + 60)).update(woken_until=None)
    Render.objects.live().filter(due_at__gt=now + timedelta(seconds=pace.late_poll + 60)).update(due_at=now)
    holds.cut_far(now)


def hold_poison(now: datetime) -> None:
    """A render that took its worker down three times waits for a person; the others go on."""
    poison = Render.objects.due(now).filter(crashes__gte=CRASHES_MAX, due_at__isnull=False)
    # a state of a newer version is none of our business, and what a worker has begun must be put back first
    for render in poison.filter(state__in=LIVE - {State.SUBMITTING, State.SAVING}):
        try:
            render.hold(HoldCode.CRASHED, now=now, params={"crashes": render.crashes})
        except Overtaken:
            continue
    given_up = poison.filter(state=State.SAVED)  # a film that cannot be pictured is still a film
    for render in given_up:
        try:
            render.note(Happening.DERIVE_FAILED, now=now, params={"crashes": render.crashes}, due_at=None, crashes=0)
        except Overtaken:
            continue
        stock.clear_workplaces(render.pk)


def watch_disk(now: datetime) -> None:
    """Hold the studio while there is no room or the media folder is not ours; release it when that is over."""
    try:
        room = stock.room_left()
        ours = stock.ours(Studio.objects.get(pk=1).mark, first=not Asset.objects.exists())
        stock.try_writing()
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        code = HoldCode.DISK if full else HoldCode.MEDIA_FOLDER
        holds.hold_studio(code, now=now, raw=error.strerror or "")
        return
    if not ours:
        holds.hold_studio(HoldCode.MEDIA_FOLDER, now=now)
    elif not room:
        holds.hold_studio(HoldCode.DISK, now=now)
    else:
        holds.release_studio(HoldCode.DISK, HoldCode.MEDIA_FOLDER)


def ring_alarms(now: datetime) -> None:
    """Note once, six hours and one hour before the provider deletes it, that a paid film is not home yet."""
    alarms = settings.PACE.alarms
    if not Render.objects.paid_unsaved().filter(deadline_at__lte=now + timedelta(seconds=max(alarms))).exists():
        return  # as nearly always
    for left in alarms:
        near = Render.objects.paid_unsaved().filter(deadline_at__lte=now + timedelta(seconds=left))
        rung = Event.objects.filter(render=OuterRef("pk"), submission=OuterRef("submission"), params__seconds=left)
        for render in near.exclude(Exists(rung.filter(happening=Happening.ALARM))).select_related("submission"):
            try:
                render.note(Happening.ALARM, now=now, params={"seconds": left})
            except Overtaken:
                continue


def sweep_parts() -> None:
    """Remove part files that no live render owns, and workplaces of pictures that nobody will draw any more."""
    folder = stock.part_path(UUID(int=0)).parent
    names = [path.name for path in folder.iterdir()] if folder.exists() else []
    parts = Render.objects.filter(final_at=None)
    for pk in _owners(names, ".part", ".part.json") - set(parts.values_list("pk", flat=True)):
        try:
            discard(stock.part_path(pk))
        except LocalFault as fault:
            log.warning("part file of %s could not be removed: %s", pk, fault.params)
    pictured = Render.objects.filter(due_at__isnull=False)
    for pk in _owners(names, stock.WORKPLACE) - set(pictured.values_list("pk", flat=True)):
        stock.clear_workplaces(pk)


def _owners(names: Iterable[str], *endings: str) -> set[UUID]:
    """The renders to which files with such an ending belong; of some parts only the note is left."""
    owners = set()
    for name in names:
        if name.endswith(endings):
            with suppress(ValueError):  # not one of ours
                owners.add(UUID(name.partition(".")[0]))
    return owners
