"""The circuit breaker: a provider that does not answer is left in peace, and nothing new is paid for meanwhile.

Every create that goes out now would end as perhaps made, and wait for a person when the list stays silent too. So
after a few creates and queries in a row without an answer the account is held: films that are asked for wait behind one
of them, which goes ahead as a probe, later each time; where nothing is asked for, a create is preceded by a question
that costs nothing. A film near the end of its 24 hours does not wait. The first answer of any kind ends the hold.
https://learn.microsoft.com/en-us/azure/architecture/patterns/circuit-breaker

Lists do not count: one that fails for reasons of its own must not keep new films waiting.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from jobs.dashscope import Client, ProviderError, RetryClass, read_task
from jobs.limiter import query_permit
from jobs.models import ProviderAccount, hold_columns, no_hold
from jobs.pace import Pace
from jobs.states import HoldCode

BREAKS_AT = 5
"""Calls in a row without an answer. Fewer happen on a bad line every day."""

_SILENT = frozenset({RetryClass.UNKNOWN, RetryClass.NEVER_SENT})


def heard(account: ProviderAccount, error: ProviderError | None, *, now: datetime) -> None:
    """Note what became of one call; a refusal is an answer like any other."""
    if error is not None and error.retry in _SILENT:
        _missed(account, now)
    elif account.unanswered:
        ProviderAccount.objects.filter(pk=account.pk).update(unanswered=0)
        ProviderAccount.objects.filter(pk=account.pk, hold_code=HoldCode.NO_ANSWER).update(**no_hold())
        account.unanswered = 0


def answers(account: ProviderAccount, client: Client) -> bool:
    """Ask for a task that does not exist; whatever the provider says of it is an answer."""
    query_permit(account)
    try:
        read_task(client.query(str(uuid4())))
    except ProviderError as error:
        heard(account, error, now=timezone.now())
        return error.retry not in _SILENT
    heard(account, None, now=timezone.now())
    return True


def _missed(account: ProviderAccount, now: datetime) -> None:
    row = ProviderAccount.objects.filter(pk=account.pk)
    row.update(unanswered=F("unanswered") + 1)
    account.refresh_from_db(fields=["unanswered"])
    if account.unanswered < BREAKS_AT:
        return
    until = now + timedelta(seconds=pause(account.unanswered, settings.PACE))
    if row.filter(hold_code=HoldCode.NO_ANSWER).update(hold_until=until) == 0:
        row.filter(hold_code="").update(**hold_columns(HoldCode.NO_ANSWER, now, until=until))


def pause(unanswered: int, pace: Pace) -> float:
    """Seconds until the next probe: doubled with each one that got no answer."""
    return min(pace.breaker_first * 2.0 ** min(unanswered - BREAKS_AT, 16), pace.breaker_most)


def open_now() -> list[ProviderAccount]:
    return list(ProviderAccount.objects.filter(hold_code=HoldCode.NO_ANSWER))


def may_probe(account: ProviderAccount, now: datetime) -> bool:
    """Takes the turn, so that the next tick does not send a second probe after the first."""
    until = now + timedelta(seconds=settings.PACE.woken)
    due = ProviderAccount.objects.filter(pk=account.pk, hold_code=HoldCode.NO_ANSWER, hold_until__lte=now)
    return due.update(hold_until=until) == 1
