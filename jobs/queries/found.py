"""Tasks found at the provider: those that wait for a person, and how programs read one."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, F, Q, QuerySet, When

from jobs.models import FoundTask
from jobs.queries.presenting import Id, Moment, Money, Told
from jobs.states import AccountKind, FoundState

LISTED = 500
"""Tasks that are told at once, to programs and in the shell."""


class FoundTold(Told):
    """A task at the provider that no film here follows. `status` is the provider's word, `render` the film it became
    or may belong to; what the provider has not told yet is null.
    """

    id: Id
    task_id: str
    account: str
    state: FoundState
    status: str
    practice: bool
    model: str
    prompt: str
    size: str | None
    duration: float | None
    audio: bool | None
    estimate: Money | None
    currency: str
    created_at: Moment | None
    deadline: Moment | None
    render: Id | None
    reason: str


def waiting(now: datetime) -> QuerySet[FoundTask]:
    """Those a person has to decide about while the provider keeps them, the nearest end first. A task that ended
    without a film leads nowhere and costs nothing; it is told last. Nobody fetches made-up ones.
    """
    return adoptable(now).filter(state=FoundState.NEW)


def adoptable(now: datetime) -> QuerySet[FoundTask]:
    """The same, and behind them those that were left alone and can still be taken in."""
    began = now - timedelta(seconds=settings.PACE.window)
    kept = Q(ends_at__gt=now) | Q(ends_at=None, first_seen_at__gt=began)
    left_alone = Case(When(state=FoundState.IGNORED, then=1), default=0)
    filmless = Case(When(provider_state__in=["FAILED", "CANCELED"], then=1), default=0)
    real = FoundTask.objects.exclude(account__kind=AccountKind.DEMO).exclude(state=FoundState.ADOPTED)
    rows = real.filter(kept).select_related("account", "render", "decided_by")
    return rows.order_by(left_alone, filmless, F("ends_at").asc(nulls_first=True), "pk")


def task_of(pk: UUID | str) -> FoundTask | None:
    """One of them by its id, whatever was decided; None for what is no id."""
    try:
        wanted = UUID(str(pk))
    except ValueError:
        return None
    return FoundTask.objects.select_related("account", "render").filter(pk=wanted).first()


def told(found: FoundTask, estimate: Decimal | None, currency: str = "CNY") -> FoundTold:
    usage: dict[str, Any] = found.usage or {}
    return FoundTold(
        id=found.pk,
        task_id=found.task_id,
        account=found.account.name,
        state=FoundState(found.state),
        status=found.provider_state,
        practice=found.account.practice,
        model=found.model,
        prompt=found.prompt,
        size=usage.get("size") or None,
        duration=usage.get("duration"),
        audio=usage.get("audio"),
        estimate=estimate,
        currency=currency,
        created_at=found.provider_created_at,
        deadline=found.ends_at,
        render=found.render_id,
        reason=found.reason,
    )
