"""What a query of a task means for its render: facts onto the submission first, then the decision.

Shared by the poll and by a save that needs a fresh link.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from jobs import money
from jobs.catalogue import find, shape_of
from jobs.dashscope import CAUSES, RetryClass, TaskReading, Usage, prompt_fit
from jobs.models import Order, ProviderAccount, Render, Submission
from jobs.pipeline import facts, holds
from jobs.states import Door, Happening, HoldCode, State

LINKLESS_MAX = 5
_WAITING = {"PENDING": State.PENDING, "RUNNING": State.RUNNING}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A render in hand whose task was just queried."""

    render: Render
    submission: Submission
    account: ProviderAccount
    lease: UUID
    now: datetime


def store(submission: Submission, reading: TaskReading, *, now: datetime) -> None:
    """Keep everything the provider said, whoever holds the row; a link, once seen, is kept."""
    columns = _said(submission, reading, now)
    columns |= {"last_polled_at": now, "poll_request_id": reading.request_id[:120]}
    Submission.objects.filter(pk=submission.pk).update(**columns)
    for name, value in columns.items():
        setattr(submission, name, value)


def _said(submission: Submission, reading: TaskReading, now: datetime) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "provider_state": reading.status[:40],
        "failed_polls": 0,
        "raw_times": dict(reading.raw_times) or submission.raw_times,
        "scheduled_at": reading.scheduled_at or submission.scheduled_at,
        "ended_at": reading.ended_at or submission.ended_at,
        "echoed_prompt": reading.orig_prompt or submission.echoed_prompt,
    }
    if reading.status == "UNKNOWN":
        columns["unknown_at"] = submission.unknown_at or now
    else:
        columns |= {"unknown_at": None, "seen_alive": True}
    if reading.video_url:
        columns |= {"video_url": reading.video_url, "link_seen_at": now}
    if reading.usage:
        columns["usage"] = usage_json(reading.usage)
    return columns


def goes_on(asked: Asked, reading: TaskReading) -> bool:
    """Whether all that was said is known already and asks for no decision: the next question comes as usual."""
    submission, usual = asked.submission, asked.now + timedelta(seconds=settings.PACE.poll)
    as_known = _WAITING.get(reading.status) == asked.render.state and submission.confirmed
    if not as_known or next_poll(asked) != usual:
        return False
    return all(getattr(submission, name) == value for name, value in _said(submission, reading, asked.now).items())


def usage_json(usage: Usage) -> dict[str, Any]:
    return {
        "duration": usage.duration,
        "size": usage.size,
        "resolution": usage.resolution,
        "fps": usage.fps,
        "audio": usage.audio,
        "video_count": usage.video_count,
        "shot_type": usage.shot_type,
    }


def prompt_differs(asked: Asked, reading: TaskReading) -> bool:
    """Check an adopted task by its prompt; a clearly different one is detached and goes to a person.

    :raises Overtaken: the row is no longer ours.
    """
    submission = asked.submission
    if submission.confirmed:
        return False
    fit = prompt_fit(asked.render.order.prompt, reading.orig_prompt)
    if fit == "unknown":
        return False
    if fit != "different":
        Submission.objects.filter(pk=submission.pk).update(confirmed=True)
        if fit == "similar":
            asked.render.note(Happening.ADOPTED, now=asked.now, lease=asked.lease, params={"fit": fit})
        return False
    task_id = submission.task_id or ""
    with transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(
            task_id=None, outcome="unclear", candidates=[], cross_checked=False, video_url="", usage=None
        )
        facts.keep_found(submission, task_id, render=None, now=asked.now, prompt=reading.orig_prompt)
        said = {"task_id": task_id}
        asked.render.move(
            State.UNCERTAIN,
            Happening.DETACHED,
            now=asked.now,
            lease=asked.lease,
            params=said,
            due_at=None,
            deadline_at=None,
        )
    return True


def decide(asked: Asked, reading: TaskReading) -> None:
    """Follow the provider's word for the task's state; UNKNOWN is the caller's question.

    :raises Overtaken: the row is no longer ours.
    """
    if reading.status == "SUCCEEDED":
        _succeeded(asked)
    elif reading.status == "FAILED":
        _failed(asked, reading)
    elif reading.status == "CANCELED":
        _ended(asked, State.CANCELED, Happening.PROVIDER_CANCELED, {}, "", charged=False)
    else:
        _still_waiting(asked, reading)


def _still_waiting(asked: Asked, reading: TaskReading) -> None:
    render, due = asked.render, next_poll(asked)
    state = _WAITING.get(reading.status)
    if state is not None and state != render.state:
        happening = Happening.STARTED if state == State.RUNNING else Happening.ACCEPTED
        render.move(state, happening, now=asked.now, lease=asked.lease, due_at=due)
        return
    if (
        state is None
        and render.events.filter(happening=Happening.ODD_STATE, params__status=reading.status).first() is None
    ):
        render.note(Happening.ODD_STATE, now=asked.now, lease=asked.lease, params={"status": reading.status[:40]})
    render.let_go(asked.lease, now=asked.now, due_at=due)


def next_poll(asked: Asked) -> datetime:
    """15 seconds on; hourly once the provider's 24 hours are over."""
    ends = asked.submission.window_ends_at
    late = ends is not None and asked.now > ends
    return asked.now + timedelta(seconds=settings.PACE.late_poll if late else settings.PACE.poll)


def _succeeded(asked: Asked) -> None:
    render, submission = asked.render, asked.submission
    if not submission.video_url:
        _linkless(asked)
        return
    with transaction.atomic():
        _complete(asked)
        cost = _settle(asked)
        render.move(
            State.SUCCEEDED,
            Happening.FINISHED,
            now=asked.now,
            lease=asked.lease,
            due_at=asked.now,
            cost=cost,
            charged=not render.practice,
        )


def _complete(asked: Asked) -> None:
    """What another program ordered is known for sure only now: its words, size, length and sound."""
    order, submission = asked.render.order, asked.submission
    if order.door != Door.FOUND:
        return
    shape = shape_of(submission.model, submission.usage)
    columns: dict[str, Any] = {"prompt": order.prompt or submission.echoed_prompt}
    if columns["prompt"] and order.title == submission.task_id:  # the name it had while nobody knew its words
        columns["title"] = ""
    if submission.usage:
        told = ("size", "tier", "ratio", "duration", "audio", "shot_type")
        columns |= {name: getattr(shape, name) for name in told}
    Order.objects.filter(pk=order.pk).update(**columns)
    for name, value in columns.items():
        setattr(order, name, value)


def _linkless(asked: Asked) -> None:
    """Finished but without a link: asked again five times, then held."""
    count = asked.submission.linkless + 1
    Submission.objects.filter(pk=asked.submission.pk).update(linkless=F("linkless") + 1)
    if count >= LINKLESS_MAX:
        asked.render.hold(HoldCode.NO_LINK, now=asked.now, lease=asked.lease, due_at=asked.now)
    else:
        asked.render.let_go(asked.lease, now=asked.now, due_at=next_poll(asked))


def _settle(asked: Asked) -> Decimal | None:
    """Book what the provider counted, or else what was ordered, at the price of the day it was promised."""
    order, usage = asked.render.order, asked.submission.usage or {}
    seconds, resolution = usage.get("duration"), usage.get("resolution")
    audio = usage.get("audio")
    model = find(order.model)
    tier = f"{resolution}P" if model and f"{resolution}P" in model.tiers else order.tier
    estimated = not seconds or tier != f"{resolution}P" or audio is None
    sound = order.audio if audio is None else bool(audio)
    price = money.quote(order.model, tier, seconds or order.duration, sound, at=asked.submission.created_at)
    return money.settle(asked.submission, price, estimated=estimated, params=usage, now=asked.now)


def _failed(asked: Asked, reading: TaskReading) -> None:
    said = {"code": reading.code, "request_id": reading.request_id}
    cause = reading.cause or "task-failed"
    charged = CAUSES[cause].charged if cause in CAUSES else False
    with transaction.atomic():
        if reading.retry in (RetryClass.ACCOUNT, RetryClass.KEY):
            family = asked.render.family if reading.by_model else ""
            holds.hold_account(
                asked.account,
                cause,
                now=asked.now,
                family=family,
                raw=reading.message,
                request_id=reading.request_id,
                costs_a_film=True,
            )
        _ended(
            asked, State.FAILED, Happening.PROVIDER_FAILED, {"cause": cause, **said}, reading.message, charged=charged
        )


def _ended(
    asked: Asked, to: State, happening: Happening, said: dict[str, Any], raw: str, *, charged: bool | None
) -> None:
    """The task ended without a film. Usage counts successes only, so the reserve is given back."""
    columns: dict[str, Any] = {"charged": charged}
    if to is not State.CANCELED:
        columns |= {"error_code": said["cause"], "error_params": said, "error_raw": raw}
    with transaction.atomic():
        asked.render.move(to, happening, now=asked.now, lease=asked.lease, params=said, raw=raw, **columns)
        money.release(asked.submission, now=asked.now, because=said.get("cause", "canceled"))


def expire(asked: Asked, happening: Happening) -> None:
    """The film can no longer be had. Whether it was charged nobody can tell, so the reserve stays.

    :raises Overtaken: the row is no longer ours.
    """
    asked.render.move(State.EXPIRED, happening, now=asked.now, lease=asked.lease, error_code="expired", charged=None)
