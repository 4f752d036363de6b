"""What a person decides about a task that was found at the provider: take it in, or leave it alone."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs import money
from jobs.actions import audit
from jobs.actions.renders import Choice, NoSuchCandidate, NotUncertain, resolve
from jobs.catalogue import Shape, shape_of
from jobs.models import Event, FoundTask, Membership, Order, Overtaken, Render, Space, Submission, User
from jobs.models.provider import REASON_MAX
from jobs.states import AccountKind, Door, FoundState, Happening, LineKind, Outcome, State

FILMLESS = frozenset({"FAILED", "CANCELED"})
"""States at the provider in which a task has ended without a film; nothing was charged for it."""


@dataclass(frozen=True, kw_only=True)
class Adopted:
    """The film a task became; `created` is False when it had become one before."""

    render: Render
    created: bool


class NotAdoptable(Exception):
    """It cannot become a film (any more). `code` has words in `jobs.words`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BadReason(Exception):
    """Leaving a task alone needs a reason. `code` has words in `jobs.words`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def estimate(found: FoundTask, prices: money.PriceList) -> Decimal | None:
    """What it probably cost: what the provider counted, at today's price; None while either is not known."""
    shape = shape_of(found.model, found.usage)
    if not shape.counted:
        return None
    return prices.quote(shape.model, shape.tier, (found.usage or {})["duration"], shape.audio).per_take


def adopt(found: FoundTask, *, actor: User, space: UUID | None = None, now: datetime | None = None) -> Adopted:
    """Make a film of it, which then comes home the usual way; twice is once.

    A task that may be the one an undecided film has lost becomes that film.

    :raises NotAdoptable: it ended without a film, its 24 hours are over, or this person has no such space.
    """
    now = now or timezone.now()
    for _ in range(2):
        found = FoundTask.objects.select_related("account", "render__submission").get(pk=found.pk)
        if found.state == FoundState.ADOPTED and found.render:
            return Adopted(render=found.render, created=False)
        _adoptable(found, now)
        try:
            with transaction.atomic():
                return Adopted(render=_adopt(found, actor, space, now), created=True)
        except (Overtaken, IntegrityError, NotUncertain, NoSuchCandidate):
            continue  # somebody was faster: the next look finds what became of it
    raise NotAdoptable("found-decided")


def _adoptable(found: FoundTask, now: datetime) -> None:
    """
    :raises NotAdoptable: there is nothing (any more) to fetch.
    """
    if found.provider_state in FILMLESS:
        raise NotAdoptable("found-filmless")
    if _ends(found) <= now or found.account.kind == AccountKind.DEMO:
        raise NotAdoptable("found-gone")


def _ends(found: FoundTask) -> datetime:
    return found.ends_at or found.first_seen_at + timedelta(seconds=settings.PACE.window)


def _adopt(found: FoundTask, actor: User, space: UUID | None, now: datetime) -> Render:
    """
    :raises Overtaken: somebody else decided about it.
    """
    lost = found.render
    if lost and lost.state == State.UNCERTAIN:
        render = resolve(lost, Choice.ADOPT, actor=actor, task_id=found.task_id, now=now)
    else:
        open_still = FoundTask.objects.filter(pk=found.pk).exclude(state=FoundState.ADOPTED)
        decided = {"decided_by": actor, "decided_at": now, "reason": ""}
        if open_still.update(state=FoundState.ADOPTED, **decided) != 1:
            raise Overtaken
        render = _followed(found) or _take_in(found, actor, _space(actor, space), now)
        FoundTask.objects.filter(pk=found.pk).update(render=render)
    audit.note("found.adopted", actor=actor, target=found, after={"task": found.task_id, "render": str(render.pk)})
    return render


def _space(actor: User, wanted: UUID | None) -> Space:
    """
    :raises NotAdoptable: this person is in no such space.
    """
    mine = Membership.objects.filter(user=actor).select_related("space")
    chosen = mine.filter(space=wanted) if wanted else mine.order_by("-space__is_default", "created_at")
    membership = chosen.first()
    if membership is None:
        raise NotAdoptable("found-space")
    return membership.space


def _followed(found: FoundTask) -> Render | None:
    """The film that took it meanwhile. One that was given up or sent anew before its late answer came lets it go."""
    owner = Submission.objects.filter(account=found.account, task_id=found.task_id).select_related("render").first()
    if owner is None:
        return None
    if owner.render.submission_id == owner.pk and owner.render.state not in (State.FAILED, State.CANCELED):
        return owner.render
    Submission.objects.filter(pk=owner.pk).update(task_id=None)
    if not owner.ledger.filter(kind=LineKind.SETTLE).exists():
        money.release(owner, now=timezone.now(), because="adopted-elsewhere")
    return None


def _take_in(found: FoundTask, actor: User, space: Space, now: datetime) -> Render:
    """Order, film and submission as if the studio had sent it itself, at the moment the provider made it."""
    shape = shape_of(found.model, found.usage)
    ends = _ends(found)
    made_at = ends - timedelta(seconds=settings.PACE.window)
    price = money.quote(shape.model, shape.tier, (found.usage or {}).get("duration") or 0, shape.audio, at=made_at)
    known = price if shape.counted else money.Quote(per_second=None, amount=None, per_take=None)
    render = Render.objects.create(
        order=_order(found, shape, actor, space, now),
        take=1,
        parent=found.render,
        space=space,
        author=actor,
        model=shape.model,
        family=shape.family,
        practice=found.account.practice,
        state=State.PENDING,
        estimate=known.per_take,
        currency=known.currency,
        due_at=now,
        deadline_at=ends,
        created_at=now,
        changed_at=now,
    )
    render.submission = _submission(found, render, made_at, now)
    Render.objects.filter(pk=render.pk).update(submission=render.submission)
    money.reserve(render.submission, known, now=now)
    _tell(render, actor, now)
    return render


def _order(found: FoundTask, shape: Shape, actor: User, space: Space, now: datetime) -> Order:
    """A task that tells no prompt yet goes by its id until it does."""
    return Order.objects.create(
        space=space,
        author=actor,
        door=Door.FOUND,
        token=f"{Door.FOUND}:{found.pk}",
        digest=hashlib.sha256(found.task_id.encode()).hexdigest(),
        practice=found.account.practice,
        title="" if found.prompt else found.task_id,
        prompt=found.prompt,
        model=shape.model,
        size=shape.size,
        tier=shape.tier,
        ratio=shape.ratio,
        duration=shape.duration,
        audio=shape.audio,
        watermark=False,
        shot_type=shape.shot_type,
        takes=1,
        created_at=now,
    )


def _submission(found: FoundTask, render: Render, made_at: datetime, now: datetime) -> Submission:
    columns: dict[str, Any] = {"usage": found.usage, "provider_state": found.provider_state}
    return Submission.objects.create(
        render=render,
        number=1,
        account=found.account,
        model=found.model or render.model,
        outcome=Outcome.MATCHED,
        task_id=found.task_id,
        confirmed=True,
        intent_at=made_at,
        clock_offset=found.account.clock_offset,
        answered_at=now,
        window_ends_at=_ends(found),
        echoed_prompt=found.prompt,
        created_at=made_at,
        **columns,
    )


def _tell(render: Render, actor: User, now: datetime) -> None:
    Event.objects.create(
        render=render,
        submission=render.submission,
        at=now,
        happening=Happening.TAKEN_IN,
        to_state=render.state,
        params={"task_id": render.task_id},
        actor=actor,
    )


def ignore(found: FoundTask, *, reason: str, actor: User, now: datetime | None = None) -> FoundTask:
    """Leave it alone, for a reason that is kept; it can still be adopted while the provider has it.

    :raises BadReason: there is none.
    :raises NotAdoptable: it is a film of this studio already.
    """
    reason = reason.strip()
    if not reason or len(reason) > REASON_MAX or "\0" in reason:
        raise BadReason("reason-missing" if not reason else "reason-bad")
    with transaction.atomic():
        open_still = FoundTask.objects.filter(pk=found.pk, state=FoundState.NEW)
        decided = {"decided_by": actor, "decided_at": now or timezone.now(), "reason": reason}
        if open_still.update(state=FoundState.IGNORED, **decided):
            audit.note("found.ignored", actor=actor, target=found, after={"task": found.task_id, "reason": reason})
    fresh = FoundTask.objects.select_related("account", "render").get(pk=found.pk)
    if fresh.state == FoundState.ADOPTED:
        raise NotAdoptable("found-decided")
    return fresh
