"""What an admin sees of the provider's accounts: keys, seats, queries, money. As many queries for one as for many."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from jobs.models import Lane, LedgerLine, ProviderAccount, ProviderKey, Render, Space
from jobs.states import AccountKind, KeyState, LineKind, State

_ABOUT = timedelta(days=1)
"""How far the moment of a booking may lie from the moment its row, and so its id, was made."""


@dataclass(frozen=True, kw_only=True)
class Seats:
    """One family's seats at an account."""

    lane: Lane
    taken: int
    all: int


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """An account with everything its card shows. `queries`: a second, of the last seconds. `spent`: this month."""

    account: ProviderAccount
    keys: tuple[ProviderKey, ...]
    retired: tuple[ProviderKey, ...]
    seats: tuple[Seats, ...]
    queries: float
    spent: Decimal


def real_accounts() -> QuerySet[ProviderAccount]:
    return ProviderAccount.objects.filter(kind=AccountKind.DASHSCOPE).order_by("created_at")


def account_rows(now: datetime) -> tuple[AccountRow, ...]:
    """The real accounts, oldest first: six queries."""
    keys = list(ProviderKey.objects.select_related("created_by").order_by("-created_at"))
    lanes = list(Lane.objects.order_by("pk"))
    taken, asked, spent = _seated(), _asked(now), _spent(now)
    return tuple(
        AccountRow(
            account=account,
            keys=tuple(key for key in keys if key.account_id == account.pk and key.state != KeyState.RETIRED),
            retired=tuple(key for key in keys if key.account_id == account.pk and key.state == KeyState.RETIRED),
            seats=tuple(_seats(lane, taken) for lane in lanes if lane.account_id == account.pk),
            queries=asked.get(account.pk, 0) / settings.PACE.poll,
            spent=spent.get(account.pk) or Decimal(0),
        )
        for account in real_accounts()
    )


def _seats(lane: Lane, taken: Mapping[tuple[UUID, str], int]) -> Seats:
    seats = settings.PIXSTUDIO.lane_seats if lane.seats is None else lane.seats
    return Seats(lane=lane, taken=taken.get((lane.account_id, lane.family), 0), all=seats)


def _seated() -> dict[tuple[UUID, str], int]:
    rows = Render.objects.seated().order_by().values_list("submission__account", "family")
    return {(account, family): count for account, family, count in rows.annotate(count=Count("pk"))}


def _asked(now: datetime) -> dict[UUID, int]:
    """Films asked about within one poll interval, in which each is asked about once."""
    since = now - timedelta(seconds=settings.PACE.poll)
    rows = Render.objects.live().filter(submission__last_polled_at__gte=since).order_by()
    return dict(rows.values_list("submission__account").annotate(count=Count("pk")))


def _spent(now: datetime) -> dict[UUID, Decimal]:
    """Charged since the first of the month. Ids sort by time, so the key's own index finds the first row of it."""
    first = timezone.localtime(now, timezone.get_default_timezone()).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    since = UUID(int=int((first - _ABOUT).timestamp() * 1000) << 80)
    lines = LedgerLine.objects.filter(pk__gte=since, kind=LineKind.SETTLE, at__gte=first).order_by()
    return dict(lines.values_list("submission__account").annotate(sum=Sum("amount")))


def key_of(pk: UUID) -> ProviderKey | None:
    """A key of a real account, with its account."""
    keys = ProviderKey.objects.select_related("account").filter(account__kind=AccountKind.DASHSCOPE)
    return keys.filter(pk=pk).first()


def sole_account() -> UUID | None:
    """The account to which any real film ordered now would go; None where it might be another, or none."""
    rows = list(real_accounts().filter(is_active=True, keys__state=KeyState.ACTIVE).distinct()[:2])
    return rows[0].pk if len(rows) == 1 and not rows[0].held else None


def away(account: ProviderAccount) -> int:
    """Films that are paid for at this account and not home: without a key nobody can ask for them."""
    return Render.objects.paid_unsaved().filter(submission__account=account).count()


def waiting() -> int:
    """Real films that wait to be sent."""
    return Render.objects.live().filter(state=State.QUEUED, practice=False).count()


def last_saved() -> datetime | None:
    """When a film last came home; of each space the index knows its newest."""
    newest = Render.objects.filter(space=OuterRef("pk"), saved_at__isnull=False, trashed_at=None)
    rows = Space.objects.annotate(newest=Subquery(newest.order_by("-saved_at", "-id").values("saved_at")[:1]))
    return max((at for at in rows.values_list("newest", flat=True) if at is not None), default=None)
