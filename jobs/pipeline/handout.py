"""Which rows are due, and who is to be woken for them: nearest deadline first.

Picking changes neither state nor lease. It only marks a row as woken for a few seconds, so that the next tick does
not wake somebody else for it; the claim decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from jobs.models import Heartbeat, Lane, ProviderAccount, Render, RenderQuerySet, Studio
from jobs.pipeline import breaker, rounds
from jobs.pipeline.claim import accounts_of, free_now, waiting
from jobs.queries.holds import practice_now
from jobs.states import ASKED, AT_PROVIDER, HOLD_SLOWS_QUERIES, HOLD_STOPS_QUERIES, HOLD_STOPS_SAVES, Door, State

QUICK, SAVE = "quick", "save"
"""Queues: calls that take a second, and downloads that take as long as the line needs."""
SLOTS = 12
"""Worker slots assumed while no worker has told how many it has."""
PER_SLOT = 4
ALIVE = 30.0
"""Seconds after which a silent worker no longer counts."""


@dataclass(frozen=True, kw_only=True)
class Wake:
    """One message to publish: a step of one render, or a question about each of several, to be taken up at `at`."""

    renders: tuple[UUID, ...]
    queue: str
    at: datetime


def pick(now: datetime) -> list[Wake]:
    """Mark due rows as woken and say for whom to publish; at most four messages per worker slot.

    Questions that come due before the next tick are handed out with their moment: else each would wait for a tick.
    """
    slots = worker_slots(now)
    room = PER_SLOT * slots
    with transaction.atomic():
        asking = _rounds(now, room) + [Wake(renders=(pk,), queue=QUICK, at=now) for pk in _probes(now)]
        return asking + _going_on(now, slots)


def freed(now: datetime) -> list[Wake]:
    """What a film that has ended makes possible: it is brought home itself, and another one takes its seat."""
    with transaction.atomic():
        return _going_on(now, worker_slots(now))


def _going_on(now: datetime, slots: int) -> list[Wake]:
    sending = [row for model in _waiting_models(now) for row in _take(_queued(now, model), now, _free(model, now))]
    saving = _take(_films(now), now, max(saving_slots(slots) - _saving(now), 0))
    sent = [Wake(renders=(pk,), queue=QUICK, at=now) for pk in sending[: PER_SLOT * slots]]
    return sent + [Wake(renders=(pk,), queue=SAVE, at=now) for pk in saving]


def worker_slots(now: datetime) -> int:
    """Slots of all workers that gave a sign of life lately."""
    beats = Heartbeat.objects.filter(kind="worker", at__gte=now - timedelta(seconds=ALIVE)).values_list(
        "info", flat=True
    )
    return sum(int(info.get("threads", 0)) for info in beats) or SLOTS


def saving_slots(slots: int) -> int:
    """A third of all slots may be busy with downloads, so that questions and submits never wait for a slow line."""
    return max(slots // 3, 1)


def _ready(now: datetime, *, by: datetime | None = None) -> RenderQuerySet:
    return Render.objects.due(now, by=by).filter(_unmarked(now))


def _unmarked(now: datetime) -> Q:
    return Q(woken_until=None) | Q(woken_until__lte=now)


def _rounds(now: datetime, room: int) -> list[Wake]:
    """Mark films to be asked after; in at most so many messages."""
    rows = list(_questions(now).values_list("pk", "submission__account", "crashes", "state", "order__door", "due_at"))
    messages = rounds.messages(
        [
            rounds.Question(
                render=pk, account=account, alone=crashes > 0 or state == State.CONFIRMING or door == Door.DEMO
            )
            for pk, account, crashes, state, door, _ in rows
        ],
        loads=_loads(now),
        query_rate=settings.PIXSTUDIO.query_rate,
        room=room,
    )
    wanted = [pk for message in messages for pk in message]
    marked = set(_mark(_ready(now, by=_ahead(now)).filter(pk__in=wanted), now))
    kept = [tuple(pk for pk in message if pk in marked) for message in messages]
    due = {pk: due_at for pk, *_, due_at in rows}
    return [Wake(renders=pks, queue=QUICK, at=max(due[pk] or now for pk in pks)) for pks in kept if pks]


def _ahead(now: datetime) -> datetime:
    """When the next tick comes."""
    return now + timedelta(seconds=settings.PACE.tick)


def _loads(now: datetime) -> dict[UUID | None, rounds.Load]:
    asked = Render.objects.live().filter(state__in=ASKED).order_by().values_list("submission__account")
    counted = asked.annotate(films=Count("pk"), handed=Count("pk", filter=_in_hand(now)))
    return {account: rounds.Load(films=films, handed=handed) for account, films, handed in counted}


def _questions(now: datetime) -> RenderQuerySet:
    """All that may be asked; where the provider does not answer, no tasks but those near the end of their 24 hours."""
    silent = ProviderAccount.objects.filter(hold_code__in=HOLD_STOPS_QUERIES)
    slowed = ProviderAccount.objects.filter(hold_code__in=HOLD_SLOWS_QUERIES)
    near = Q(deadline_at__lte=now + timedelta(seconds=settings.PACE.last_hours))
    rows = _asking(now, ASKED).exclude(submission__account__in=silent)
    return rows.exclude(~near, submission__account__in=slowed, state__in=AT_PROVIDER)


def _probes(now: datetime) -> list[UUID]:
    """One question for each account whose circuit breaker may be tried."""
    found: list[UUID] = []
    for account in breaker.open_now():
        rows = _asking(now, AT_PROVIDER).filter(submission__account=account)
        if rows.exists() and breaker.may_probe(account, now):
            found += _take(rows, now, 1)
    return found


def _asking(now: datetime, states: Iterable[State]) -> RenderQuerySet:
    """Nearest deadline first, but nobody waits for ever: where more are due than can be asked, those go ahead that
    have waited for half a pause.
    """
    starving = Q(due_at__lte=now - timedelta(seconds=settings.PACE.poll / 2))
    turn = Case(When(starving, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = _ready(now, by=_ahead(now)).filter(state__in=list(states))
    return rows.order_by(turn, F("deadline_at").asc(nulls_last=True), "due_at")


def _films(now: datetime) -> RenderQuerySet:
    states = [State.SAVED] if _site_stops_saves() else [State.SUCCEEDED, State.SAVED]
    return _ready(now).filter(state__in=states).order_by(F("final_at").desc(nulls_first=True), "deadline_at", "due_at")


def _site_stops_saves() -> bool:
    return Studio.objects.filter(pk=1, hold_code__in=HOLD_STOPS_SAVES).exists()


def _saving(now: datetime) -> int:
    """Downloads and pictures being made right now, or about to be."""
    return Render.objects.moving().filter(_in_hand(now), state__in=[State.SUCCEEDED, State.SAVING, State.SAVED]).count()


def _in_hand(now: datetime) -> Q:
    return Q(lease_until__gt=now) | Q(woken_until__gt=now)


def film_waits(now: datetime) -> bool:
    """Whether a finished film waits because all places for downloads are taken."""
    full = _saving(now) >= saving_slots(worker_slots(now))
    return full and _films(now).filter(state=State.SUCCEEDED).exists()


def _waiting_models(now: datetime) -> list[tuple[str, str, bool]]:
    """(model, family, practice) of which something waits and may be sent."""
    if Studio.objects.filter(pk=1).exclude(hold_code="").exists():
        return []
    waiting = _ready(now).filter(state=State.QUEUED).values_list("model", "family", "practice").distinct().order_by()
    practice = practice_now()
    return [row for row in waiting if practice or not row[2]]


def _queued(now: datetime, which: tuple[str, str, bool]) -> RenderQuerySet:
    model, _, practice = which
    return waiting(model, practice=practice, now=now).filter(_unmarked(now))


def _free(which: tuple[str, str, bool], now: datetime) -> int:
    """How many accounts would take one more create of this model now. A hint: the claim looks again under the lock."""
    model, family, practice = which
    accounts = accounts_of(practice=practice)
    lanes = Lane.objects.filter(account__in=accounts, family=family)
    return sum(1 for lane in lanes if free_now(lane, model, now=now))


def _take(rows: RenderQuerySet, now: datetime, most: int) -> list[UUID]:
    """Mark the first of these rows as woken."""
    return _mark(rows[:most], now) if most > 0 else []


def _mark(rows: RenderQuerySet, now: datetime) -> list[UUID]:
    """Mark rows as woken; those another tick marked first are left out."""
    return rows.set_free(woken_until=now + timedelta(seconds=settings.PACE.woken))
