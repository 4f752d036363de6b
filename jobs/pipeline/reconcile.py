"""A lost answer is resolved by looking, never by sending again.

Reads the provider's list until it shows a row with the request id of our error answer, or exactly one task nobody
else knows within the window of our create. What is adopted on the window alone stays unconfirmed until its prompt
fits. What cannot be resolved goes to a person, with what is known.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from jobs import money
from jobs.dashscope import Client, ProviderError, RetryClass, TaskRow, prompt_fit, read_task
from jobs.limiter import query_permit
from jobs.models import Overtaken, ProviderAccount, Render, Submission
from jobs.pipeline import facts, holds
from jobs.pipeline.backoff import confirm_delay
from jobs.pipeline.listing import Reading, foreign_tasks, in_window, of_another_model, read_list, strangers
from jobs.pipeline.submit import refuse
from jobs.states import POSSIBLY_MADE, Happening, Outcome, State
from jobs.vault import keyring
from jobs.vault.box import Unreadable
from jobs.vault.keyring import Access

ENOUGH_READINGS = 3


@dataclass(frozen=True, kw_only=True)
class Look:
    """One attempt to resolve."""

    render: Render
    submission: Submission
    account: ProviderAccount
    lease: UUID

    def age(self, now: datetime) -> float:
        return facts.age(self.submission, self.account, now=now)

    def alive(self) -> None:
        """Keep the row while pages are read.

        :raises Overtaken: it is no longer ours.
        """
        if not self.render.renew(self.lease, now=timezone.now(), seconds=settings.PACE.poll_lease):
            raise Overtaken


def confirm(pk: UUID) -> None:
    """Take one look for a render whose create has an unknown outcome."""
    now = timezone.now()
    render = Render.claim(pk, {State.CONFIRMING}, now=now, seconds=settings.PACE.poll_lease)
    if render is None or render.lease is None or render.submission is None:
        return
    try:
        if render.submission.outcome in POSSIBLY_MADE:
            _look(render, render.submission, render.lease)
        else:
            _follow_fact(render, render.submission, render.lease, now)
    except Overtaken:
        return  # a late answer, or a person, was quicker


def _follow_fact(render: Render, submission: Submission, lease: UUID, now: datetime) -> None:
    """The answer came after all."""
    if submission.task_id:
        _go_on(render, submission, lease, Happening.LATE_FACT, now)
    elif submission.outcome == Outcome.REFUSED:
        refuse(render, submission, _as_error(submission), lease=lease, now=now)
    elif render.cancel_requested_at:
        _cancel(render, submission, lease, now)
    else:
        render.move(State.QUEUED, Happening.NOT_SENT, now=now, lease=lease, params={"late": True}, due_at=now)


def _as_error(submission: Submission) -> ProviderError:
    return ProviderError(
        retry=RetryClass.FINAL,
        cause=submission.cause,
        code=submission.code,
        message=submission.message,
        request_id=submission.request_id,
        status=submission.http_status,
    )


def _look(render: Render, submission: Submission, lease: UUID) -> None:
    account = submission.account
    if account is None:
        raise ValueError(f"submission {submission.pk} was sent without an account")
    look = Look(render=render, submission=submission, account=account, lease=lease)
    try:
        access = keyring.access(account)
    except Unreadable:
        holds.hold_unreadable_key(account, now=timezone.now())
        _unread(look)
    except keyring.NoKey:
        _unread(look)
    else:
        _read(look, access)


def _read(look: Look, access: Access) -> None:
    account, model = look.account, look.submission.model
    try:
        reading = read_list(account, access.client, model=model, now=timezone.now(), alive=look.alive)
        _judge(look, reading, access.client)
    except ProviderError as error:
        if error.retry is RetryClass.KEY:
            holds.blame(account, access.key, error, family=look.render.family, now=timezone.now())
        _unread(look)


def _judge(look: Look, reading: Reading, client: Client) -> None:
    """:raises ProviderError: a candidate could not be asked for its prompt."""
    submission, now = look.submission, timezone.now()
    submission.refresh_from_db(fields=["clock_offset"])
    unknown = [row for row in strangers(reading, look.account) if not of_another_model(row, submission)]
    named = [row for row in unknown if submission.request_id and row.request_id == submission.request_id]
    if named:
        _adopt(look, named[0], confirmed=True, now=now)
        return
    inside = [row for row in unknown if in_window(row, submission, look.account)]
    if not reading.complete:
        _unread(look, candidates=[row.task_id for row in inside])
        return
    fits = {row.task_id: _fit(look, row, client, now) for row in inside}
    possible = [row for row in inside if fits[row.task_id] != "different"]
    _count(submission, reading, now)
    others_about = len(unknown) > len(possible) or foreign_tasks(look.account, now)
    _resolve(look, possible, fits, others_about=others_about, now=now)


def _fit(look: Look, row: TaskRow, client: Client, now: datetime) -> str:
    """How well the candidate's prompt fits; a clearly different one is kept as found.

    One that cannot be asked stays a candidate: it is in the list, and a person must see it.

    :raises ProviderError: the key was refused.
    """
    look.alive()
    query_permit(look.account)
    try:
        echoed = read_task(client.query(row.task_id)).orig_prompt
    except ProviderError as error:
        if error.retry is RetryClass.KEY:
            raise
        return "unknown"
    fit = prompt_fit(look.render.order.prompt, echoed)
    if fit == "different":
        facts.keep_found(look.submission, row.task_id, render=None, now=now, prompt=echoed, row=row)
    return fit


def _resolve(look: Look, possible: list[TaskRow], fits: dict[str, str], *, others_about: bool, now: datetime) -> None:
    fitting = [row for row in possible if fits[row.task_id] in ("same", "similar")]
    if len(possible) == 1 and (fitting or not others_about):
        _adopt(look, possible[0], confirmed=fits[possible[0].task_id] == "same", now=now)
    elif _searched_enough(look, now):
        _give_to_person(look, possible, now)
    else:
        _look_again(look, now)


def _count(submission: Submission, reading: Reading, now: datetime) -> None:
    """One more complete reading."""
    Submission.objects.filter(pk=submission.pk).update(
        readings=F("readings") + 1,
        clean_readings=F("clean_readings") + (1 if reading.clean else 0),
        last_complete_at=now,
        first_reading_at=submission.first_reading_at or now,
    )
    submission.refresh_from_db()


def _searched_enough(look: Look, now: datetime) -> bool:
    """At least three complete readings, and ten minutes since the intent: lists lag."""
    if _too_old(look, now):
        return True
    return look.submission.readings >= ENOUGH_READINGS and look.age(now) >= settings.PACE.absent_after


def _too_old(look: Look, now: datetime) -> bool:
    """The list covers 24 hours: after 23 its silence proves nothing any more."""
    return look.age(now) >= settings.PACE.confirm_ends


def _adopt(look: Look, row: TaskRow, *, confirmed: bool, now: datetime) -> None:
    submission = look.submission
    columns = {
        "outcome": Outcome.MATCHED,
        "task_id": row.task_id,
        "confirmed": confirmed,
        "answered_at": now,
        "window_ends_at": facts.window_end(submission, now),
    }
    try:
        with transaction.atomic():
            open_still = Submission.objects.filter(pk=submission.pk, outcome__in=POSSIBLY_MADE)
            if open_still.update(**columns) != 1:
                raise Overtaken
            for name, value in columns.items():
                setattr(submission, name, value)
            _go_on(look.render, submission, look.lease, Happening.ADOPTED, now)
            facts.claimed(submission, look.render, now=now)
    except IntegrityError:
        raise Overtaken from None


def _go_on(render: Render, submission: Submission, lease: UUID, happening: Happening, now: datetime) -> None:
    render.move(
        State.PENDING,
        happening,
        now=now,
        lease=lease,
        params={"task_id": submission.task_id, "confirmed": submission.confirmed},
        due_at=now,
        deadline_at=submission.window_ends_at,
        tries=0,
    )


def _give_to_person(look: Look, possible: list[TaskRow], now: datetime) -> None:
    render, submission = look.render, look.submission
    clean = submission.clean_readings >= ENOUGH_READINGS and not _too_old(look, now)
    if not possible and clean and render.cancel_requested_at:
        _cancel(render, submission, look.lease, now)
        return
    candidates = [row.task_id for row in possible]
    cross_checked = clean and not possible
    happening = Happening.SEVERAL_FOUND if possible else Happening.NOT_FOUND
    with transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(candidates=candidates, cross_checked=cross_checked)
        said = {"candidates": candidates, "cross_checked": cross_checked}
        render.move(State.UNCERTAIN, happening, now=now, lease=look.lease, params=said, due_at=None)
        for row in possible:
            facts.keep_found(submission, row.task_id, render=render, now=now, row=row)


def _cancel(render: Render, submission: Submission, lease: UUID, now: datetime) -> None:
    """The wish to cancel is granted: nothing was made."""
    with transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(outcome=Outcome.WITHDRAWN, cross_checked=True)
        actor = render.cancel_requested_by
        render.move(State.CANCELED, Happening.CANCELED_HERE, now=now, lease=lease, actor=actor, charged=False)
        money.release(submission, now=now, because="canceled")


def _look_again(look: Look, now: datetime) -> None:
    wait = confirm_delay(settings.PACE, look.age(now))
    look.render.let_go(look.lease, now=now, due_at=now + timedelta(seconds=wait))


def _unread(look: Look, candidates: list[str] | None = None) -> None:
    """The list could not be read whole; after half an hour without a complete reading a person must know."""
    now, submission = timezone.now(), look.submission
    last = submission.last_complete_at or submission.intent_at or now
    if (now - last).total_seconds() < settings.PACE.list_unreadable_after:
        _look_again(look, now)
        return
    with transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(candidates=candidates or [], cross_checked=False)
        said = {"candidates": candidates or []}
        look.render.move(
            State.UNCERTAIN, Happening.LIST_UNREADABLE, now=now, lease=look.lease, params=said, due_at=None
        )
