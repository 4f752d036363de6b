"""Films that are at the provider already: two thousand creates in a row would take a quarter of an hour."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from jobs.actions import keys
from jobs.actions.orders import new_token, order
from jobs.catalogue import OrderSpec
from jobs.models import ProviderAccount, ProviderKey, Render, Submission, User
from jobs.states import Door, Outcome, State
from tests.bench.toll import AGO, Toll

TAKES = 8
Span = tuple[float, float]
"""Seconds from now."""
_DAY = timedelta(hours=24)


def key_of(number: int) -> str:
    """Of an account of its own."""
    return f"sk-bench{number}-1"


def accounts_at(base_url: str, count: int) -> list[ProviderAccount]:
    """So many accounts with a key each; those of the measure before take no part."""
    ProviderAccount.objects.update(is_active=False)
    opened = [keys.open_account(f"Account {number}", base_url) for number in range(count)]
    for number, account in enumerate(opened):
        keys.add(account=account, secret=key_of(number), label="key", actor=None)
    return opened


@transaction.atomic
def afloat(toll: Toll, user: User, *, films: int, accounts: int, due: Span) -> list[str]:
    """Nothing but so many running films, dealt out to the accounts, each due at a moment of its own; their tasks."""
    Render.objects.update(state=State.CANCELED, final_at=timezone.now(), due_at=None)
    opened = accounts_at(toll.base_url, accounts)
    _order(user, films - Render.objects.count())
    renders = list(Render.objects.order_by("id").select_related("submission")[:films])
    return [
        task
        for number, account in enumerate(opened)
        for task in _give(toll, account, key_of(number), renders[number::accounts], due)
    ]


def _order(user: User, films: int) -> None:
    spec: dict[str, Any] = {"model": "v6", "size": "640*360", "duration": 1, "takes": TAKES}
    for number in range(max(-(-films // TAKES), 0)):
        order(user, OrderSpec(prompt=f"A heron lifts off, {number}", **spec), token=new_token(), door=Door.SHELL)


def _give(toll: Toll, account: ProviderAccount, secret: str, renders: Sequence[Render], due: Span) -> list[str]:
    now, key = timezone.now(), ProviderKey.objects.get(account=account)
    tasks, submissions = toll.make(secret, len(renders)), []
    for render, task_id in zip(renders, tasks, strict=True):
        assert render.submission is not None
        for name, value in {**_sent(now), "account": account, "key": key, "task_id": task_id}.items():
            setattr(render.submission, name, value)
        submissions.append(render.submission)
        render.state, render.final_at, render.deadline_at = State.RUNNING, None, now - timedelta(seconds=AGO) + _DAY
        render.due_at = now + timedelta(seconds=Random(task_id).uniform(*due))
    columns = [*_sent(now), "account", "key", "task_id"]
    Submission.objects.bulk_update(submissions, columns, batch_size=100)
    Render.objects.bulk_update(renders, ["state", "final_at", "deadline_at", "due_at"], batch_size=100)
    return tasks


def _sent(now: datetime) -> dict[str, Any]:
    """As a create leaves it, and a first question."""
    made = now - timedelta(seconds=AGO)
    return {
        "outcome": Outcome.ACKED,
        "posts": 1,
        "intent_at": made,
        "answered_at": made,
        "window_ends_at": made + _DAY,
        "confirmed": True,
        "provider_state": "RUNNING",
        "seen_alive": True,
        "last_polled_at": now,
    }


def longest_unseen(poll: float) -> float:
    """Seconds since the state of the film that waits longest was last told, by its own answer or by the list.

    A page of the list puts a film off for twice the usual pause; nothing else does.
    """
    now = timezone.now()
    rows = Render.objects.live().values_list("due_at", "submission__last_polled_at")
    listed = timedelta(seconds=2 * poll)
    return max((now - max(due - listed, asked)).total_seconds() for due, asked in rows if due and asked)
