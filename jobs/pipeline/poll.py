"""Asking after a task every 15 seconds. A poll is free and losing it costs the film, so it is repeated for 48 hours."""

import time
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
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


def poll(*films: UUID) -> bool:
    """Ask once after each of these renders that is at the provider: a few in one message where many are due.

    They are taken into hand together, and what changes nothing is written for all of them together. True when one of
    them has ended there.
    """
    pace = settings.PACE
    taken = Render.objects.claim_all(films, AT_PROVIDER, now=timezone.now(), seconds=pace.poll_lease, due_in=pace.poll)
    by_account: dict[UUID, list[Render]] = {}
    for render in taken:
        if render.submission and render.submission.account_id:
            by_account.setdefault(render.submission.account_id, []).append(render)
    for account in ProviderAccount.objects.filter(pk__in=by_account):
        _ask_all(account, by_account[account.pk])
    return any(render.state not in AT_PROVIDER for render in taken)


def _ask_all(account: ProviderAccount, renders: list[Render]) -> None:
    """An error ends the round: what it says of the account is to be thought of before the next question."""
    lease = renders[0].lease
    if lease is None:
        return
    for render in renders:
        if render.submission:
            render.submission.account = account
    try:
        access = keyring.access(account)
    except keyring.NoKey:
        _leave(renders, lease, settings.PACE.hold_recheck)
        return
    except Unreadable:
        holds.hold_unreadable_key(account, now=timezone.now())
        _leave(renders, lease, settings.PACE.hold_recheck)
        return
    _Round(account=account, access=access, lease=lease).take(renders)


@dataclass(kw_only=True)
class _Round:
    """One question after the other, on one line."""

    account: ProviderAccount
    access: Access
    lease: UUID
    unchanged: list[Render] = field(default_factory=list)
    over: bool = False

    def take(self, renders: list[Render]) -> None:
        ends = time.monotonic() + settings.PACE.poll_round
        asked = 0
        try:
            for render in renders:
                self._ask(render)
                asked += 1
                if self.over or time.monotonic() >= ends:
                    break
        finally:
            self._write_unchanged()
        _leave(renders[asked:], self.lease, 0.0)

    def _ask(self, render: Render) -> None:
        submission = render.submission
        if submission is None:
            return
        try:
            try:
                self._question(render, submission)
            except ProviderError as error:
                self.over = True
                _failed_query(self._asked(render, submission), self.access.key, error)
        except Overtaken:
            return  # swept or decided meanwhile; what was learned is stored

    def _question(self, render: Render, submission: Submission) -> None:
        client = self.access.client
        if render.state == State.PENDING and render.cancel_requested_at and not render.cancel_asked_at:
            _ask_to_cancel(render, self.account, client, self.lease)
        self._hear(render, submission, query(submission, self.account, client))

    def _hear(self, render: Render, submission: Submission, reading: TaskReading) -> None:
        asked = self._asked(render, submission)
        if answer.goes_on(asked, reading):
            self.unchanged.append(render)
            return
        answer.store(submission, reading, now=asked.now)
        act(asked, self.access.client, reading)

    def _asked(self, render: Render, submission: Submission) -> Asked:
        return Asked(render=render, submission=submission, account=self.account, lease=self.lease, now=timezone.now())

    def _write_unchanged(self) -> None:
        if not self.unchanged:
            return
        now = timezone.now()
        with transaction.atomic():
            submissions = [render.submission_id for render in self.unchanged if render.submission_id]
            Submission.objects.filter(pk__in=submissions).update(last_polled_at=now)
            _leave(self.unchanged, self.lease, settings.PACE.poll)


def query(submission: Submission, account: ProviderAccount, client: Client) -> TaskReading:
    """Ask for the task.

    :raises ProviderError: no readable answer.
    """
    query_permit(account)
    reply = client.query(submission.task_id or "")
    now = timezone.now()
    facts.measure_clock(account, reply, now=now)
    reading = read_task(reply)
    breaker.heard(account, None, now=now)
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
        _leave([render], lease, 0.0)
    elif error.retry is RetryClass.FINAL:
        _leave([render], lease, settings.PACE.slow_retry)
    else:
        least = max(settings.PACE.backoff_first, error.retry_after or 0.0)
        _leave([render], lease, full_jitter(settings.PACE, submission.failed_polls + 3, least=least))


def _leave(renders: list[Render], lease: UUID, seconds: float) -> None:
    if renders:
        now = timezone.now()
        Render.objects.let_go([render.pk for render in renders], lease, due_at=now + timedelta(seconds=seconds))
