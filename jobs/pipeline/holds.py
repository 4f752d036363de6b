"""Setting and clearing the holds above single renders. No render changes state by a hold: its work is just not due."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from jobs.dashscope import ProviderError, RetryClass
from jobs.models import Lane, ProviderAccount, ProviderKey, Render, Studio, hold_columns, no_hold
from jobs.states import AT_PROVIDER, HOLD_REFUTES, HOLD_SLOWS_QUERIES, HOLD_STOPS_QUERIES, HoldCode, KeyState
from jobs.vault import keyring
from jobs.vault.box import Unreadable


def hold_account(
    account: ProviderAccount,
    cause: str,
    *,
    now: datetime,
    family: str = "",
    raw: str = "",
    request_id: str = "",
    costs_a_film: bool = False,
) -> None:
    """Hold an account, or with `family` only that lane of it. A first cause stays, unless a key's own outweighs it.

    Causes the provider may lift without telling (a paid bill, an activation) are tried again after a while, but not
    where every try `costs_a_film`; a refused key waits for another key. Practice clears itself soon.
    """
    until = _until(account, now, waits_for_person=costs_a_film or cause in HOLD_STOPS_QUERIES)
    columns = hold_columns(cause, now, params={"request_id": request_id} if request_id else {}, raw=raw, until=until)
    if family:
        Lane.objects.filter(account=account, family=family, hold_code="").update(**columns)
        return
    rows = ProviderAccount.objects.filter(pk=account.pk)
    if cause in HOLD_REFUTES:
        rows.update(proven_at=None)
    weaker = ~Q(hold_code__in=HOLD_STOPS_QUERIES) if cause in HOLD_STOPS_QUERIES else Q(hold_code="")
    rows.filter(weaker).update(**columns)


def _until(account: ProviderAccount, now: datetime, *, waits_for_person: bool) -> datetime | None:
    if account.practice:
        return now + timedelta(seconds=settings.PACE.sandbox_hold)
    return None if waits_for_person else now + timedelta(seconds=settings.PACE.hold_recheck)


def blame(
    account: ProviderAccount, key: ProviderKey | None, error: ProviderError, *, family: str, now: datetime
) -> None:
    """Put the hold where this refusal belongs: the key, the lane or the account."""
    with transaction.atomic():
        if error.retry is RetryClass.KEY and key is not None and _other_key(account, key, now):
            return
        lane = family if error.by_model else ""
        hold_account(account, error.cause, now=now, family=lane, raw=error.message, request_id=error.request_id)


def _other_key(account: ProviderAccount, refused: ProviderKey, now: datetime) -> bool:
    """Retire the refused key from use; whether another one of the same account goes on.

    The account stays locked until the hold is set: a key added meanwhile would find no hold to clear.
    """
    ProviderAccount.objects.select_for_update().get(pk=account.pk)
    keys = ProviderKey.objects.filter(account=account, state=KeyState.ACTIVE)
    keys.filter(pk=refused.pk).update(state=KeyState.REFUSED, state_since=now)
    return keys.exists()


def hold_unreadable_key(account: ProviderAccount, *, now: datetime) -> None:
    """The key ring no longer opens the account's keys."""
    hold_account(account, HoldCode.KEY_UNREADABLE, now=now)


def release_readable() -> None:
    """Go on by itself once the old key ring is back in its place."""
    for account in ProviderAccount.objects.filter(hold_code=HoldCode.KEY_UNREADABLE):
        with suppress(keyring.NoKey, Unreadable):
            keyring.client(account)
            ProviderAccount.objects.filter(pk=account.pk, hold_code=HoldCode.KEY_UNREADABLE).update(**no_hold())


def hold_studio(code: HoldCode, *, now: datetime, raw: str = "") -> None:
    """Nothing is sent and nothing is brought home until the cause is gone."""
    Studio.objects.filter(pk=1, hold_code="").update(**hold_columns(code, now, raw=raw))


def release_studio(*codes: HoldCode) -> None:
    Studio.objects.filter(pk=1, hold_code__in=codes).update(**no_hold())


def cut_far(now: datetime) -> None:
    """End waits that seem to have begun in the future: a clock was set back, and they would last as much longer."""
    ahead = now + timedelta(seconds=60)
    ProviderAccount.objects.filter(hold_since__gt=ahead, hold_until__isnull=False).update(hold_until=now)
    Lane.objects.filter(hold_since__gt=ahead, hold_until__isnull=False).update(hold_until=now)
    Lane.objects.filter(throttled_at__gt=ahead, rest_until__isnull=False).update(rest_until=None)


def clear_elapsed(now: datetime) -> None:
    """End the holds whose time is over; the next submit shows whether the cause is gone. Where the provider did not
    answer, a free question is asked first if there is one to ask.
    """
    over = Q(hold_until__lte=now)
    asking = Render.objects.live().filter(state__in=AT_PROVIDER, hold_code="", submission__account=OuterRef("pk"))
    ProviderAccount.objects.filter(over).exclude(Exists(asking), hold_code__in=HOLD_SLOWS_QUERIES).update(**no_hold())
    Lane.objects.filter(over).update(**no_hold())
