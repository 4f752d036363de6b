"""What was learned from the provider about a create, stored whoever learns it and however late.

Facts go to their own submission without asking for a lease; what follows from them (queue again, give up) needs it.
A task id that comes too late carries a searching or undecided render on; for any other it is kept as found.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from jobs.dashscope import Created, ProviderError, Reply, RetryClass, TaskRow
from jobs.models import FoundTask, Overtaken, ProviderAccount, Render, Submission
from jobs.states import POSSIBLY_MADE, FoundState, Happening, Outcome, State

Answer = Created | ProviderError

_OUTCOMES = {
    RetryClass.NEVER_SENT: Outcome.PLANNED,
    RetryClass.THROTTLED: Outcome.PLANNED,
    RetryClass.ACCOUNT: Outcome.PLANNED,
    RetryClass.KEY: Outcome.PLANNED,
    RetryClass.FINAL: Outcome.REFUSED,
    RetryClass.UNKNOWN: Outcome.UNCLEAR,
}


def learn(submission: Submission, post: int, answer: Answer, *, status: int | None, now: datetime) -> bool:
    """Store what the answer to request number `post` says; False when it was already known or is out of date."""
    columns = _acked(submission, answer, now) if isinstance(answer, Created) else _refused(answer)
    columns |= {"answered_at": now, "http_status": status, "request_id": answer.request_id[:120]}
    still_open = Submission.objects.filter(pk=submission.pk, posts=post).filter(_may_follow(columns["outcome"]))
    try:
        with transaction.atomic():
            changed = still_open.update(**columns) == 1
    except IntegrityError:
        return False  # the task id belongs to another submission already
    if changed:
        for name, value in columns.items():
            setattr(submission, name, value)
    return changed


def _may_follow(outcome: Outcome) -> Q:
    """A task id is worth knowing after anything but another task id; the rest only while nothing is settled, also the
    request id of an error that leaves all open: the list knows it.
    """
    if outcome is Outcome.ACKED:
        return Q(task_id=None)
    return Q(outcome__in=POSSIBLY_MADE)


def _acked(submission: Submission, answer: Created, now: datetime) -> dict[str, Any]:
    return {
        "outcome": Outcome.ACKED,
        "task_id": answer.task_id,
        "confirmed": True,
        "provider_state": answer.status[:40],
        "window_ends_at": window_end(submission, now),
        "cause": "",
        "code": "",
        "message": "",
        "retry": "",
    }


def window_end(submission: Submission, now: datetime) -> datetime:
    """The end of the provider's 24 hours, counted from our own intent: never later than the true one."""
    return (submission.intent_at or now) + timedelta(seconds=settings.PACE.window)


def _refused(error: ProviderError) -> dict[str, Any]:
    return {
        "outcome": _OUTCOMES[error.retry],
        "cause": error.cause,
        "code": error.code[:120],
        "message": error.message,
        "retry": error.retry,
    }


def carry_on(submission: Submission, answer: Answer, *, news: bool, now: datetime) -> None:
    """Follow a fact that came after its worker had lost the row; `news`: it was not known before."""
    if isinstance(answer, Created) and submission.task_id != answer.task_id:
        submission.refresh_from_db()
        if submission.task_id != answer.task_id:  # the list had given it another task: both are kept
            keep_found(submission, answer.task_id, render=submission.render, now=now)
            return
    render = Render.objects.select_related("submission", "submission__account").get(pk=submission.render_id)
    current = render.submission_id == submission.pk
    try:
        if current and render.state in (State.CONFIRMING, State.UNCERTAIN):
            _carry(render, submission, now)
        elif (
            news and submission.task_id and not (current and render.task_id == submission.task_id and not render.final)
        ):
            keep_found(submission, submission.task_id, render=render, now=now)
    except Overtaken:
        return  # it moved this moment; whoever moved it reads the fact


def _carry(render: Render, submission: Submission, now: datetime) -> None:
    if submission.outcome == Outcome.ACKED:
        with transaction.atomic():
            render.move(
                State.PENDING,
                Happening.LATE_FACT,
                now=now,
                params={"task_id": submission.task_id},
                due_at=now,
                deadline_at=submission.window_ends_at,
            )
            claimed(submission, render, now=now)
    elif submission.outcome in (Outcome.PLANNED, Outcome.REFUSED):
        # proven undone: sending again is safe, and the next search step or the person acts on it
        Submission.objects.filter(pk=submission.pk).update(cross_checked=True)
        if render.state == State.CONFIRMING:
            Render.objects.filter(pk=render.pk, state=State.CONFIRMING).update(due_at=now)


def keep_found(
    submission: Submission,
    task_id: str,
    *,
    render: Render | None,
    now: datetime,
    prompt: str = "",
    row: TaskRow | None = None,
) -> None:
    """Remember a task no render follows, so that a person can take it in; `render`: the film it may belong to."""
    if submission.account is None:
        return
    told = of_row(row, submission.account) if row else {"ends_at": submission.window_ends_at}
    first = {"render": render, "model": submission.model, "prompt": prompt, "first_seen_at": now}
    found, new = FoundTask.objects.get_or_create(account=submission.account, task_id=task_id, defaults=first | told)
    if new:
        return
    if found.state == FoundState.ADOPTED and not _followed(submission, task_id):
        let_go = {"state": FoundState.NEW, "render": render, "decided_by": None, "decided_at": None}
        FoundTask.objects.filter(pk=found.pk, state=FoundState.ADOPTED).update(**let_go)
    elif render and found.render_id is None:
        FoundTask.objects.filter(pk=found.pk, state=FoundState.NEW, render=None).update(render=render)


def _followed(submission: Submission, task_id: str) -> bool:
    """Whether another submission than this one has taken the task."""
    others = Submission.objects.filter(account=submission.account, task_id=task_id).exclude(pk=submission.pk)
    return others.exists()


def of_row(row: TaskRow, account: ProviderAccount) -> dict[str, Any]:
    """What a line of the list tells of a task. Its 24 hours end by our clock, not by the provider's."""
    made_at = row.created_at - timedelta(seconds=account.clock_offset)
    return {
        "model": row.model[:80],
        "provider_state": row.status[:40],
        "provider_created_at": row.created_at,
        "ends_at": made_at + timedelta(seconds=settings.PACE.window),
        "raw": dict(row.raw),
    }


def claimed(submission: Submission, render: Render, *, now: datetime) -> None:
    """A render follows this task now: nobody needs to take it in any more."""
    found = FoundTask.objects.filter(account=submission.account, task_id=submission.task_id, state=FoundState.NEW)
    found.update(state=FoundState.ADOPTED, render=render, decided_at=now)


CLOCK_OFTEN, CLOCK_CHANGE = 60, 1.0
"""Times within the hour in which an offset counts as fresh that it is written anew, and the change in seconds that is
written at once: the row is the limiter's too.
"""


def measure_clock(account: ProviderAccount, reply: Reply, *, now: datetime) -> None:
    """Note the provider's clock from the answer's `Date` header."""
    offset = reply.clock_offset
    if offset is None:
        return
    seconds, measured = offset.total_seconds(), account.clock_measured_at
    fresh = measured is not None and abs((now - measured).total_seconds()) < settings.PACE.offset_fresh / CLOCK_OFTEN
    if fresh and abs(seconds - account.clock_offset) < CLOCK_CHANGE:
        return
    if measured is None:  # what was sent before anybody had looked at the provider's clock
        blind = Submission.objects.filter(account=account, outcome__in=POSSIBLY_MADE, clock_offset=0.0)
        blind.update(clock_offset=seconds)
    columns = {"clock_offset": seconds, "clock_measured_at": now}
    ProviderAccount.objects.filter(pk=account.pk).update(**columns)
    account.clock_offset, account.clock_measured_at = seconds, now


def age(submission: Submission, account: ProviderAccount, *, now: datetime) -> float:
    """Seconds since the create was tried: by our clock or the provider's, whichever says less, as ours may have been
    set meanwhile. What is believed after a time is then never believed too early.
    """
    ours = (now - (submission.intent_at or now)).total_seconds()
    return max(min(ours, ours + account.clock_offset - submission.clock_offset), 0.0)
