"""Celery tasks: each takes ids at most and calls one thing.

Messages only wake workers. They expire, are acknowledged early and never redelivered: recovery is the tick's alone.
"""

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from celery import Task, shared_task
from celery.signals import beat_init, worker_shutting_down
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from jobs.actions import shares
from jobs.models import Studio
from jobs.pipeline import found, handout, purge, sweep
from jobs.pipeline.advance import advance as take_step
from jobs.pipeline.poll import poll
from jobs.pipeline.save import closing
from jobs.pipeline.survey import crowded
from jobs.pipeline.survey import survey as take_survey

log = logging.getLogger(__name__)


@worker_shutting_down.connect
def let_go(**_: Any) -> None:
    """A worker told to end leaves its downloads to the next one instead of waiting for slow lines."""
    closing.set()


@beat_init.connect
def look_around(**_: Any) -> None:
    """A studio that starts reads the provider's lists at once."""
    found.look_soon()


@shared_task(ignore_result=True)
def tick() -> None:
    """Sweep up, then wake workers for due rows; one at a time in the whole studio, two beats do no harm."""
    now, most = timezone.now(), timedelta(seconds=settings.PACE.tick_most)
    free = Q(tick_until=None) | Q(tick_until__lte=now) | Q(tick_until__gt=now + 2 * most)
    if Studio.objects.filter(free, pk=1).update(tick_until=now + most) != 1:
        return
    try:
        sweep.sweep(now)
        wake(handout.pick(now))
        send_readers(now)
    finally:
        Studio.objects.filter(pk=1, tick_until=now + most).update(tick_until=None)


def wake(messages: list[handout.Wake]) -> None:
    """One message for each row; those of a list wait no longer than its mark."""
    for message in messages:
        task = advance if len(message.renders) == 1 else ask
        if not _sent(task, *message.renders, queue=message.queue, expires=settings.PACE.woken, at=message.at):
            return


def send_readers(now: datetime) -> None:
    """One message for each list that is to be read; two lead to one reading."""
    for account in crowded(now):
        _sent(survey, account, expires=settings.PACE.poll)
    for account in found.due(now):
        _sent(look, account, expires=settings.PACE.woken)


def _sent(
    task: "Task[..., None]", *pks: UUID, expires: float, queue: str = handout.QUICK, at: datetime | None = None
) -> bool:
    """Publish after the marks are committed; a broker that is away costs the seconds until the next turn."""
    ahead: dict[str, Any] = {"eta": at} if at and at > timezone.now() else {}
    try:
        task.apply_async(tuple(map(str, pks)), queue=queue, expires=expires, **ahead)
    except OperationalError as error:
        log.warning("the broker takes no messages (%s); the next tick tries again", error)
        return False
    return True


@shared_task(ignore_result=True)
def look(account: str) -> None:
    """Read the list of one account for tasks nobody here knows."""
    found.look(UUID(account))


@shared_task(ignore_result=True)
def advance(render: str) -> None:
    """Take the next step of one render."""
    if take_step(UUID(render)):
        wake(handout.freed(timezone.now()))


@shared_task(ignore_result=True)
def ask(*renders: str) -> None:
    """Ask after several films of one account."""
    if poll(*map(UUID, renders)):
        wake(handout.freed(timezone.now()))


@shared_task(ignore_result=True)
def survey(account: str) -> None:
    """Look in the list which of an account's many tasks only go on."""
    take_survey(UUID(account))


@shared_task(ignore_result=True)
def clean() -> None:
    """Once an hour: part files nobody owns, links that ended long ago, and films whose days in the trash are over."""
    sweep.sweep_parts()
    shares.clean(timezone.now())
    purge.purge_due(timezone.now())
