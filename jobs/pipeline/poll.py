"""Asking after a task every 15 seconds. A poll is free and losing it costs the film, so it is repeated for 48 hours."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from jobs.dashscope import Client, ProviderError, RetryClass, TaskReading, read_cancel, read_task
from jobs.limiter import query_permit
from jobs.models import Overtaken, ProviderAccount, ProviderKey, Render, Submission
from jobs.pipeline import answer, breaker, facts, holds
from jobs.pipeline.answer import Asked
from jobs.pipeline.backoff import full_jitter
from jobs.pipeline.listing import read_list
from jobs.states import AT_PROVIDER, Happening, State
from jobs.vault import keyring
from jobs.vault.box import Unreadable
from jobs.vault.keyring import Access


def poll(pk: UUID) -> None:
    """Ask once after a render that is at the provider."""
    pace = settings.PACE
    render = Render.claim(pk, AT_PROVIDER, now=timezone.now(), seconds=pace.poll_lease, due_in=pace.poll)
    if render is None or render.lease is None or render.submission is None or render.submission.account is None:
        return
    try:
        access = keyring.access(render.submission.account)
        _poll(render, render.submission, render.submission.account, access, render.lease)
    except Overtaken:
        return  # swept or decided meanwhile; what was learned is stored
    except keyring.NoKey:
        _wait(render, render.lease, settings.PACE.hold_recheck)
    except Unreadable:
        holds.hold_unreadable_key(render.submission.account, now=timezone.now())
        _wait(render, render.lease, settings.PACE.hold_recheck)


def _poll(render: Render, submission: Submission, account: ProviderAccount, access: Access, lease: UUID) -> None:
    if render.state == State.PENDING and render.cancel_requested_at and not render.cancel_asked_at:
        _ask_to_cancel(render, account, access.client, lease)
    try:
        reading = query(submission, account, access.client)
    except ProviderError as error:
        _failed_query(_asked(render, submission, account, lease), access.key, error)
        return
    act(_asked(render, submission, account, lease), access.client, reading)


def _asked(render: Render, submission: Submission, account: ProviderAccount, lease: UUID) -> Asked:
    return Asked(render=render, submission=submission, account=account, lease=lease, now=timezone.now())


def query(submission: Submission, account: ProviderAccount, client: Client) -> TaskReading:
    """Ask for the task and store what was said.

    :raises ProviderError: no readable answer.
    """
    query_permit(account)
    reply = client.query(submission.task_id or "")
    now = timezone.now()
    facts.measure_clock(account, reply, now=now)
    reading = read_task(reply)
    breaker.heard(account, None, now=now)
    answer.store(submission, reading, now=now)
    return reading


def act(asked: Asked, client: Client, reading: TaskReading) -> None:
    """Decide by a reading of any kind.

    :raises Overtaken: the row is no longer ours.
    """
    if answer.prompt_differs(asked, reading):
        return
    if reading.status == "UNKNOWN":
        _unknown(asked, client)
    elif reading.status in ("SUCCEEDED", "FAILED", "CANCELED") or not overdue(asked):
        answer.decide(asked, reading)
    else:
        answer.expire(asked, Happening.OVERDUE)


def overdue(asked: Asked) -> bool:
    """48 hours after the submit nothing can come any more."""
    return _age(asked) >= settings.PACE.window_end


def _age(asked: Asked) -> float:
    return facts.age(asked.submission, asked.account, now=asked.now)


def _unknown(asked: Asked, client: Client) -> None:
    """UNKNOWN means "never was", "too old" or "cannot say": believed when read twice and missing in the list."""
    pace, submission = settings.PACE, asked.submission
    if overdue(asked):
        answer.expire(asked, Happening.OVERDUE)
        return
    since = (asked.now - (submission.unknown_at or asked.now)).total_seconds()
    believable = submission.seen_alive or _age(asked) >= pace.unknown_min_age
    if since >= pace.unknown_pause and believable and _missing_in_list(asked, client):
        answer.expire(asked, Happening.GONE)
        return
    wait = pace.unknown_pause if since < pace.unknown_pause else pace.slow_retry
    due = max(asked.now + timedelta(seconds=wait), answer.next_poll(asked))
    asked.render.let_go(asked.lease, now=asked.now, due_at=due)


def _missing_in_list(asked: Asked, client: Client) -> bool:
    def alive() -> None:
        if not asked.render.renew(asked.lease, now=timezone.now(), seconds=settings.PACE.poll_lease):
            raise Overtaken

    try:
        model = asked.submission.model
        reading = read_list(asked.account, client, model=model, now=asked.now, alive=alive)
    except ProviderError:
        return False
    return reading.complete and not reading.has(asked.submission.task_id or "")


def _ask_to_cancel(render: Render, account: ProviderAccount, client: Client, lease: UUID) -> None:
    """Ask once; what the provider made of it is read by the query that follows."""
    now = timezone.now()
    try:
        query_permit(account)
        read_cancel(client.cancel(render.task_id or ""))
    except ProviderError as error:
        happening = Happening.CANCEL_TOO_LATE if error.cause == "not-pending" else Happening.CANCEL_ASKED
        said = {"cause": error.cause, "request_id": error.request_id}
        asked_at = now if error.cause == "not-pending" else None  # anything else is tried again with the next poll
        told = render.events.filter(happening=happening, params__cause=error.cause).exists()
        if asked_at or not told:  # said once, however often it is tried
            render.note(happening, now=now, lease=lease, params=said, raw=error.message, cancel_asked_at=asked_at)
        return
    render.note(Happening.CANCEL_ASKED, now=now, lease=lease, cancel_asked_at=now)


def _failed_query(asked: Asked, key: ProviderKey | None, error: ProviderError) -> None:
    render, submission, lease, now = asked.render, asked.submission, asked.lease, asked.now
    breaker.heard(asked.account, error, now=now)
    if overdue(asked):
        answer.expire(asked, Happening.OVERDUE)
        return
    Submission.objects.filter(pk=submission.pk).update(failed_polls=F("failed_polls") + 1, last_polled_at=now)
    if error.retry is RetryClass.KEY:
        holds.blame(asked.account, key, error, family=render.family, now=now)
        _wait(render, lease, 0.0)
    elif error.retry is RetryClass.FINAL:
        _wait(render, lease, settings.PACE.slow_retry)
    else:
        least = max(settings.PACE.backoff_first, error.retry_after or 0.0)
        _wait(render, lease, full_jitter(settings.PACE, submission.failed_polls + 3, least=least))


def _wait(render: Render, lease: UUID, seconds: float) -> None:
    now = timezone.now()
    render.let_go(lease, now=now, due_at=now + timedelta(seconds=seconds))
