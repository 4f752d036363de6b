"""What the provider lists and nobody here knows: made by another program, or by ourselves and lost.

Once an hour, and when the studio starts, the last 24 hours of every account are read over all models. Each unknown
task is kept once as found, asked for its prompt and its length, and waits for a person. A task that may be the one a
film is still looking for is nobody's stranger and left to `reconcile`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from jobs.catalogue import find
from jobs.dashscope import Client, ProviderError, RetryClass, TaskReading, TaskRow, read_task
from jobs.limiter import query_permit
from jobs.models import FoundTask, Overtaken, ProviderAccount, Render, Submission
from jobs.pipeline import facts, holds
from jobs.pipeline.answer import usage_json
from jobs.pipeline.listing import in_window, of_another_model, read_list
from jobs.states import HOLD_SLOWS_QUERIES, HOLD_STOPS_QUERIES, POSSIBLY_MADE, AccountKind, FoundState, State
from jobs.vault import keyring
from jobs.vault.box import Unreadable

LEASE = 60.0
"""Seconds a reading may be silent; each page and each question renews them."""

MOST_QUESTIONS = 60
"""Tasks one reading asks about, those whose 24 hours end first; films under way need the queries more."""

_ID_CHUNK = 500


def look_soon() -> None:
    """The studio starts: read all lists now."""
    ProviderAccount.objects.update(list_due_at=timezone.now())


def due(now: datetime) -> list[UUID]:
    """Accounts whose list is to be read now and that nobody is reading."""
    return list(_due(now).values_list("pk", flat=True))


def _due(now: datetime) -> QuerySet[ProviderAccount]:
    """A moment too far ahead was written before a clock was set back."""
    far = now + timedelta(seconds=2 * settings.PACE.list_every + LEASE)
    ready = Q(list_due_at__lte=now) | Q(list_due_at__gt=far)
    free = Q(list_until=None) | Q(list_until__lte=now) | Q(list_until__gt=now + timedelta(seconds=2 * LEASE))
    kinds = [AccountKind.DASHSCOPE] if settings.PIXSTUDIO.production else [AccountKind.DASHSCOPE, AccountKind.SANDBOX]
    silent = Q(hold_code__in=HOLD_STOPS_QUERIES | HOLD_SLOWS_QUERIES)
    return ProviderAccount.objects.filter(ready, free, kind__in=kinds).exclude(silent)


def look(pk: UUID) -> None:
    """Read one account's list, unless somebody is reading it or has just read it."""
    now = timezone.now()
    if _due(now).filter(pk=pk).update(list_until=now + timedelta(seconds=LEASE)) != 1:
        return
    try:
        whole = _look(ProviderAccount.objects.get(pk=pk), now)
    except Overtaken:
        return  # it was silent for too long, and somebody else reads
    pause = settings.PACE.list_every if whole else settings.PACE.slow_retry
    columns = {"list_due_at": timezone.now() + timedelta(seconds=pause), "list_until": None}
    ProviderAccount.objects.filter(pk=pk).update(**columns, **({"listed_at": now} if whole else {}))


def _look(account: ProviderAccount, now: datetime) -> bool:
    """Whether everything was read: the whole list, and all that it led to.

    :raises Overtaken: somebody else reads it.
    """
    try:
        access = keyring.access(account)
    except keyring.NoKey:
        return False
    except Unreadable:
        holds.hold_unreadable_key(account, now=now)
        return False
    hand = _Hand(account=account, client=access.client)
    try:
        reading = read_list(account, access.client, now=now, alive=hand.alive)
        keep(account, reading.rows, now=timezone.now())
        return hand.ask(reading.rows) and reading.complete
    except ProviderError as error:
        if error.retry is RetryClass.KEY:
            holds.blame(account, access.key, error, family="", now=timezone.now())
        return False


# ------------------------------------------------------------------ what is in the list


def keep(account: ProviderAccount, rows: Iterable[TaskRow], *, now: datetime) -> None:
    """Remember the tasks nobody knows, and what the list says now of those that are remembered."""
    for row, render in _strangers(account, tuple(row for row in rows if of_our_kind(row))):
        told = facts.of_row(row, account)
        found, new = FoundTask.objects.get_or_create(
            account=account, task_id=row.task_id, defaults={**told, "render": render, "first_seen_at": now}
        )
        if not new and found.state == FoundState.NEW:
            FoundTask.objects.filter(pk=found.pk, state=FoundState.NEW).update(
                **told, render=found.render_id or (render and render.pk)
            )
        if render and found.state == FoundState.NEW:
            _name_candidate(render, row.task_id, now)


@transaction.atomic
def _name_candidate(render: Render, task_id: str, now: datetime) -> None:
    """Whoever is asked "send again?" is told of a task that may be theirs, however late the list shows it."""
    submission = Submission.objects.select_for_update().filter(render=render).order_by("number").last()
    if submission is None:
        return
    asked = Render.objects.filter(pk=render.pk, state=State.UNCERTAIN, submission=submission)
    if task_id in submission.candidates or not asked.update(version=F("version") + 1, changed_at=now):
        return
    told = {"candidates": [*submission.candidates, task_id], "cross_checked": False}
    Submission.objects.filter(pk=submission.pk).update(**told)


def of_our_kind(row: TaskRow) -> bool:
    """An account may run other services too; their pictures and texts are no films of ours."""
    return not row.model or find(row.model) is not None or "pixverse" in row.model.lower()


def _strangers(account: ProviderAccount, rows: tuple[TaskRow, ...]) -> Iterator[tuple[TaskRow, Render | None]]:
    """Each with the film it may belong to. What is being sent or looked for is read before what is known: a task whose
    id arrives in between is then in one of the two.
    """
    unclear = list(_unclear(account))
    known, open_still = _known(account, rows)
    for row in rows:
        if row.task_id in known and row.task_id not in open_still:
            continue
        likely = next((one.render for one in unclear if _may_be(row, one, account)), None)
        if likely is None or likely.state == State.UNCERTAIN:
            yield row, likely


def _unclear(account: ProviderAccount) -> QuerySet[Submission]:
    lost = Submission.objects.filter(account=account, outcome__in=POSSIBLY_MADE, task_id=None, intent_at__isnull=False)
    return lost.select_related("render").order_by("intent_at")


def _may_be(row: TaskRow, submission: Submission, account: ProviderAccount) -> bool:
    if submission.request_id and row.request_id == submission.request_id:
        return True
    return in_window(row, submission, account) and not of_another_model(row, submission)


def _known(account: ProviderAccount, rows: tuple[TaskRow, ...]) -> tuple[set[str], set[str]]:
    """Ids of our own submissions, and ids that wait as found: a late answer is both."""
    ours: set[str] = set()
    waiting: set[str] = set()
    for start in range(0, len(rows), _ID_CHUNK):
        ids = [row.task_id for row in rows[start : start + _ID_CHUNK]]
        mine = Submission.objects.filter(account=account, task_id__in=ids).values_list("task_id", flat=True)
        ours |= {task for task in mine if task}
        found = FoundTask.objects.filter(account=account, task_id__in=ids, state=FoundState.NEW)
        waiting |= set(found.values_list("task_id", flat=True))
    return ours, waiting


# ------------------------------------------------------------------ what only a question tells


@dataclass(frozen=True, kw_only=True)
class _Hand:
    """A reading under way."""

    account: ProviderAccount
    client: Client

    def alive(self) -> None:
        """:raises Overtaken: it was silent for so long that another one has begun."""
        now = timezone.now()
        mine = ProviderAccount.objects.filter(pk=self.account.pk, list_until__gt=now)
        if mine.update(list_until=now + timedelta(seconds=LEASE)) != 1:
            raise Overtaken

    def ask(self, rows: Iterable[TaskRow]) -> bool:
        """Ask about what is new or has moved on; False where some must wait for the next reading.

        :raises ProviderError: the key was refused.
        """
        listed = {row.task_id: row.status[:40] for row in rows}
        waiting = FoundTask.objects.filter(account=self.account, state=FoundState.NEW).order_by("ends_at", "pk")
        curious = [one for one in waiting if one.task_id in listed and one.asked_state != listed[one.task_id]]
        for found in curious[:MOST_QUESTIONS]:
            self._question(found)
        return len(curious) <= MOST_QUESTIONS

    def _question(self, found: FoundTask) -> None:
        """One that cannot be asked about stays as the list tells of it."""
        self.alive()
        query_permit(self.account)
        try:
            reading = read_task(self.client.query(found.task_id))
        except ProviderError as error:
            if error.retry is RetryClass.KEY:
                raise
            return
        _store(found, reading, now=timezone.now())


def _store(found: FoundTask, reading: TaskReading, *, now: datetime) -> None:
    told = {
        "provider_state": reading.status[:40],
        "asked_state": reading.status[:40],
        "prompt": reading.orig_prompt or found.prompt,
        "usage": usage_json(reading.usage) if reading.usage else found.usage,
        "ended_at": reading.ended_at or found.ended_at,
        "link_seen_at": now if reading.video_url else found.link_seen_at,
    }
    FoundTask.objects.filter(pk=found.pk).update(**told)
