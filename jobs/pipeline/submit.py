"""The one call that costs money.

Committed before: the intent (`claim`). Then the request, once, on a connection of its own. Committed after: what was
learned (`facts`) and, while the lease holds, what follows from it.
"""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jobs import money
from jobs.dashscope import CAUSES, Created, ProviderError, Reply, RetryClass, read_created
from jobs.models import Lane, Overtaken, ProviderAccount, ProviderKey, Render, Submission
from jobs.pipeline import breaker, facts, holds, spool
from jobs.pipeline.backoff import confirm_delay, full_jitter
from jobs.pipeline.claim import Claimed, claim_queued, wish_of
from jobs.pipeline.rhythm import first_pause
from jobs.states import Happening, Outcome, State
from jobs.vault import keyring
from jobs.vault.box import Unreadable

log = logging.getLogger(__name__)
_SLOWEST = 0.2
"""Submits per second below which a throttled lane is not slowed further."""


def submit(pk: UUID) -> Claimed | None:
    """Send a waiting render to the provider, if it is due and a seat is free; None unless the provider took it."""
    try:
        claimed = claim_queued(pk, now=timezone.now())
    except Overtaken:
        return None
    if claimed is None:
        return None
    _send(claimed)
    taken = Submission.objects.filter(pk=claimed.submission.pk, outcome=Outcome.ACKED).exists()
    return claimed if taken else None


def _send(claimed: Claimed) -> None:
    try:
        client = keyring.client(claimed.account, claimed.key)
    except Unreadable:
        holds.hold_unreadable_key(claimed.account, now=timezone.now())
        _not_sent(claimed, ProviderError(retry=RetryClass.KEY, cause="key-unreadable"))
        return
    if claimed.account.unanswered >= breaker.BREAKS_AT and not breaker.answers(claimed.account, client):
        _not_sent(claimed, ProviderError(retry=RetryClass.NEVER_SENT, cause=""))
        return
    if _since(claimed.submission, timezone.now()) > _latest(claimed.submission):
        _not_sent(claimed, ProviderError(retry=RetryClass.NEVER_SENT, cause=""))
        return
    try:
        reply = client.create(wish_of(claimed.render))
    except ProviderError as error:
        conclude(claimed.submission, claimed.submission.posts, error, lease=claimed.lease)
        return
    path = _spool(claimed.submission, reply)
    heard(claimed.submission, claimed.submission.posts, reply, lease=claimed.lease)
    if path:
        spool.drop(path)


def _latest(submission: Submission) -> float:
    """Seconds after the intent at which the request may still leave: it ends within the lease, and what it makes lies
    well within the window in which a lost answer is looked for.
    """
    return min(settings.PACE.submit_lease - settings.PACE.create_total, submission.margin / 2)


def _spool(submission: Submission, reply: Reply) -> Path | None:
    try:
        return spool.keep(submission.pk, submission.posts, reply)
    except OSError as error:
        # the commit that follows is what counts; without the file only a crash in between needs the list
        log.warning("the answer to a create could not be spooled: %s", error.strerror)
        return None


def _not_sent(claimed: Claimed, why: ProviderError) -> None:
    """Nothing left the house: the key ring does not open the key, or this process stood still since the intent. What
    is sent so late could end after the lease, and outside the time in which a lost answer is looked for.
    """
    now = timezone.now()
    facts.learn(claimed.submission, claimed.submission.posts, why, status=None, now=now)
    said = {"cause": why.cause} if why.cause else {}
    try:
        claimed.render.move(State.QUEUED, Happening.NOT_SENT, now=now, lease=claimed.lease, params=said, due_at=now)
    except Overtaken:
        facts.carry_on(claimed.submission, why, news=False, now=now)


def heard(submission: Submission, post: int, reply: Reply, *, lease: UUID | None) -> None:
    """Read an answer to request number `post` and act on it; also used when a spooled answer is read again."""
    answer: Created | ProviderError
    try:
        answer = read_created(reply)
    except ProviderError as error:
        answer = error
    if submission.account is not None:
        facts.measure_clock(submission.account, reply, now=timezone.now())
        submission.refresh_from_db(fields=["clock_offset"])
    conclude(submission, post, answer, lease=lease, status=reply.status)


def conclude(
    submission: Submission, post: int, answer: facts.Answer, *, lease: UUID | None, status: int | None = None
) -> None:
    """Fact and decision in one transaction while the lease holds; else the fact alone, and the row is carried on."""
    now = timezone.now()
    status = status if isinstance(answer, Created) else answer.status
    render = Render.objects.select_related("order", "submission", "submission__account").get(pk=submission.render_id)
    if lease is not None and submission.account is not None:  # an answer that was spooled is an old one
        breaker.heard(submission.account, None if isinstance(answer, Created) else answer, now=now)
    try:
        if lease is None or render.lease != lease:
            raise Overtaken
        with transaction.atomic():
            facts.learn(submission, post, answer, status=status, now=now)
            answer = _doubted(submission, post, answer, now)
            _decide(render, submission, answer, lease, now)
    except Overtaken:
        submission.refresh_from_db()  # what was learned above was rolled back, and others may have learned since
        news = facts.learn(submission, post, answer, status=status, now=now)
        facts.carry_on(submission, answer, news=news, now=now)


def _doubted(submission: Submission, post: int, answer: facts.Answer, now: datetime) -> facts.Answer:
    """A task id that another submission holds already cannot be ours: then the outcome is unknown."""
    if not isinstance(answer, Created) or submission.task_id == answer.task_id:
        return answer
    log.error("the provider gave task %s to two submissions", answer.task_id)
    doubt = ProviderError(retry=RetryClass.UNKNOWN, cause="unreadable", request_id=answer.request_id)
    facts.learn(submission, post, doubt, status=None, now=now)
    return doubt


def _decide(render: Render, submission: Submission, answer: facts.Answer, lease: UUID, now: datetime) -> None:
    account = submission.account
    if account is None:
        raise ValueError(f"submission {submission.pk} was sent without an account")
    if isinstance(answer, Created):
        _accepted(render, submission, account, answer, lease, now)
    elif answer.retry is RetryClass.FINAL:
        refuse(render, submission, answer, lease=lease, now=now)
    elif answer.retry is RetryClass.UNKNOWN:
        due = now + timedelta(seconds=confirm_delay(settings.PACE, _since(submission, now)))
        said = {"cause": answer.cause, "request_id": answer.request_id}
        render.move(
            State.CONFIRMING, Happening.ANSWER_LOST, now=now, lease=lease, params=said, raw=answer.message, due_at=due
        )
    else:
        _again_later(render, submission, account, answer, lease, now)


def _since(submission: Submission, now: datetime) -> float:
    return (now - (submission.intent_at or now)).total_seconds()


def _accepted(
    render: Render, submission: Submission, account: ProviderAccount, answer: Created, lease: UUID, now: datetime
) -> None:
    state = State.RUNNING if answer.status == State.RUNNING.upper() else State.PENDING
    render.move(
        state,
        Happening.ACCEPTED,
        now=now,
        lease=lease,
        params={"task_id": answer.task_id},
        due_at=now + timedelta(seconds=first_pause(render)),
        deadline_at=submission.window_ends_at,
        tries=0,
    )
    ProviderAccount.objects.filter(pk=account.pk).update(proven_at=now)
    if submission.key_id:
        ProviderKey.objects.filter(pk=submission.key_id).update(last_success_at=now)
    _speed_up(account, render.family)


def refuse(render: Render, submission: Submission, error: ProviderError, *, lease: UUID | None, now: datetime) -> None:
    """The provider said no for good before anything was made."""
    said = {"code": error.code, "request_id": error.request_id, "status": error.status}
    charged = CAUSES[error.cause].charged if error.cause in CAUSES else False
    render.move(
        State.FAILED,
        Happening.REFUSED,
        now=now,
        lease=lease,
        params={"cause": error.cause, **said},
        raw=error.message,
        error_code=error.cause,
        error_params=said,
        error_raw=error.message,
        charged=charged,
    )
    money.release(submission, now=now, because=error.cause)


def _again_later(
    render: Render, submission: Submission, account: ProviderAccount, error: ProviderError, lease: UUID, now: datetime
) -> None:
    happening, wait = Happening.NOT_SENT, 0.0
    if error.retry in (RetryClass.THROTTLED, RetryClass.NEVER_SENT):
        throttled = error.retry is RetryClass.THROTTLED
        happening = Happening.THROTTLED if throttled else Happening.NEVER_SENT
        wait = full_jitter(settings.PACE, render.tries + 1, least=error.retry_after or 0.0)
        if throttled:
            _slow_down(account, render.family, error.retry_after, now)
    else:
        holds.blame(account, submission.key, error, family=render.family, now=now)
    render.move(
        State.QUEUED,
        happening,
        now=now,
        lease=lease,
        params={"cause": error.cause, "code": error.code, "request_id": error.request_id},
        raw=error.message,
        due_at=now + timedelta(seconds=wait),
        tries=render.tries + 1,
    )


def _slow_down(account: ProviderAccount, family: str, retry_after: float | None, now: datetime) -> None:
    """Halve the submit rate of the lane and honour the provider's own wish for a rest."""
    lane = Lane.objects.select_for_update().get(account=account, family=family)
    rate = lane.submit_rate or settings.PIXSTUDIO.submit_rate
    columns: dict[str, Any] = {"submit_rate": max(rate / 2, _SLOWEST), "throttled_at": now}
    if retry_after:
        columns["rest_until"] = now + timedelta(seconds=retry_after)
    Lane.objects.filter(pk=lane.pk).update(**columns)


def _speed_up(account: ProviderAccount, family: str) -> None:
    """A quarter faster with every create that was taken, until the setting is reached again."""
    lane = Lane.objects.select_for_update().get(account=account, family=family)
    if lane.submit_rate is None:
        return
    rate = lane.submit_rate * 1.25
    Lane.objects.filter(pk=lane.pk).update(submit_rate=rate if rate < settings.PIXSTUDIO.submit_rate else None)
