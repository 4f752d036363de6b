"""Taking a waiting render into hand: the one place that decides that money may be spent now.

Seats, submit rate and "one unclear create at a time" are checked under the row lock of the lane, and the intent is
written in the same transaction. What the tick saw before was only a hint.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from jobs.dashscope import Wish
from jobs.limiter import submit_wait
from jobs.models import Lane, Overtaken, ProviderAccount, ProviderKey, Render, RenderQuerySet, Studio, Submission
from jobs.pace import Pace
from jobs.queries.holds import practice_now
from jobs.states import POSSIBLY_MADE, AccountKind, Door, Happening, KeyState, Outcome, State
from jobs.vault.keyring import usable_key


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A render in hand, its intent on record; the create may be sent once."""

    render: Render
    submission: Submission
    account: ProviderAccount
    key: ProviderKey | None
    lease: UUID


def claim_queued(pk: UUID, *, now: datetime) -> Claimed | None:
    """Claim a waiting render and write down the intent; None when it must go on waiting.

    :raises Overtaken: somebody else cancelled or sent it since it was read.
    """
    with transaction.atomic():
        render = Render.objects.due(now).select_related("order", "submission").filter(pk=pk, state=State.QUEUED).first()
        if render is None:
            return None
        for account in accounts_for(render):
            lane = Lane.objects.select_for_update().filter(account=account, family=render.family).first()
            key = usable_key(account)
            if lane and (key or account.practice) and free_now(lane, render.model, now=now):
                return _take(render, account, lane, key, now)
        _wait(render)
    return None


def waiting(model: str, *, practice: bool, now: datetime) -> RenderQuerySet:
    """Whose turn it is: first come, first served; identifiers sort by the moment of the order."""
    mine = Render.objects.due(now).filter(state=State.QUEUED, model=model, practice=practice)
    return mine.order_by("created_at", "id")


def accounts_for(render: Render) -> list[ProviderAccount]:
    """The accounts this render may be sent to, oldest first; none while the studio is held or practice is over, and
    never any for a film of a demonstration.
    """
    if render.order.door == Door.DEMO:
        return []
    if Studio.objects.filter(pk=1).exclude(hold_code="").exists() or (render.practice and not practice_now()):
        return []
    return accounts_of(practice=render.practice)


def accounts_of(*, practice: bool) -> list[ProviderAccount]:
    kind = AccountKind.SANDBOX if practice else AccountKind.DASHSCOPE
    accounts = ProviderAccount.objects.filter(kind=kind, is_active=True, hold_code="")
    if not practice:
        accounts = accounts.filter(keys__state=KeyState.ACTIVE).distinct()
    return list(accounts.order_by("created_at"))


def free_now(lane: Lane, model: str, *, now: datetime) -> bool:
    """A seat is free, the provider asked for no rest, and no create of this model is unclear."""
    if lane.held or (lane.rest_until and lane.rest_until > now):
        return False
    return free_seats(lane) > 0 and not pair_busy(lane.account_id, model, settings.PACE, now=now)


def free_seats(lane: Lane) -> int:
    seats = lane.seats if lane.seats is not None else settings.PIXSTUDIO.lane_seats
    taken = Render.objects.seated().filter(submission__account=lane.account_id, family=lane.family).count()
    return seats - taken


def pair_busy(account: UUID, model: str, pace: Pace, *, now: datetime) -> bool:
    """Whether a create of this model at this account is on its way, or its answer lost and its window still open.

    The provider's list shows no prompt: only when creates do not overlap does "the one unknown task in the window"
    mean "ours".
    """
    unsettled = Submission.objects.filter(
        account=account, model=model, task_id=None, outcome__in=POSSIBLY_MADE
    ).values_list("outcome", "intent_at", "margin")
    return any(
        outcome == Outcome.OPEN or intent is None or now < window_closes(intent, margin, pace)
        for outcome, intent, margin in unsettled
    )


def window_closes(intent: datetime, margin: float, pace: Pace) -> datetime:
    """From here on, windows of later creates cannot overlap the one of this intent."""
    return intent + timedelta(seconds=pace.create_total + 2 * margin)


def _wait(render: Render) -> None:
    """Leave it to the next tick at once."""
    Render.objects.filter(pk=render.pk, state=State.QUEUED).update(woken_until=None)


def _take(
    render: Render, account: ProviderAccount, lane: Lane, key: ProviderKey | None, now: datetime
) -> Claimed | None:
    if submit_wait(lane, now.timestamp()) > 0:
        _wait(render)
        return None
    submission = render.submission
    if submission is None:
        raise ValueError(f"render {render.pk} waits without a submission")
    _write_intent(render, submission, account, key, now)
    lease = uuid4()
    until = now + timedelta(seconds=settings.PACE.submit_lease)
    render.move(
        State.SUBMITTING,
        Happening.CLAIMED,
        now=now,
        params={"post": submission.posts},
        lease_until=until,
        new_lease=lease,
        due_at=until,
        crashes=render.crashes + 1,
    )
    return Claimed(render=render, submission=submission, account=account, key=key, lease=lease)


def wish_of(render: Render) -> Wish:
    """What goes on the wire for this take."""
    asked = render.order
    return Wish(
        model=asked.model,
        prompt=asked.prompt,
        size=asked.size,
        duration=asked.duration,
        audio=asked.audio,
        watermark=asked.watermark,
        seed=render.seed,
        shot_type=asked.shot_type,
    )


def _write_intent(
    render: Render, submission: Submission, account: ProviderAccount, key: ProviderKey | None, now: datetime
) -> None:
    """Committed before the request leaves: an open row whose worker is gone means "perhaps created".

    The film was read before the lane was locked. That no other attempt began or ended since then is asked here, of the
    submission itself: its state alone would not tell one attempt from the next.

    :raises Overtaken: it was sent or withdrawn since it was read.
    """
    untouched = Submission.objects.filter(pk=submission.pk, outcome=Outcome.PLANNED, posts=submission.posts)
    columns: dict[str, Any] = {
        "account": account,
        "key": key,
        "outcome": Outcome.OPEN,
        "posts": submission.posts + 1,
        "sent": {name: value for name, value in asdict(wish_of(render)).items() if name != "prompt"},
        "intent_at": now,
        "clock_offset": account.clock_offset,
        "margin": _margin(account, now),
        "answered_at": None,
        "http_status": None,
        "request_id": "",
    }
    if untouched.update(**columns) != 1:
        raise Overtaken(f"submission {submission.pk} is no longer as planned")
    for name, value in columns.items():
        setattr(submission, name, value)


def _margin(account: ProviderAccount, now: datetime) -> float:
    """Tolerance in seconds when the provider's list is searched: small while its clock was measured lately."""
    pace, measured = settings.PACE, account.clock_measured_at
    fresh = measured is not None and (now - measured).total_seconds() <= pace.offset_fresh
    return pace.margin_measured if fresh else pace.margin_unmeasured
