"""Many films at once: the list says in pages of fifty which tasks only go on, and only the others are asked for.

Twenty queries a second are one per film and quarter of a minute for three hundred films. An account with a raised limit
may have thousands on their way. A survey decides nothing: it only puts off the next query of tasks that the list shows
as they are known here. What the list leaves out, shows in another state or has not been asked about itself for ten
minutes becomes due as always, and so does everything when the list cannot be read.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from jobs.dashscope import ProviderError
from jobs.models import ProviderAccount, Render
from jobs.models.querysets import RenderQuerySet
from jobs.pipeline.listing import read_list
from jobs.pipeline.rounds import CROWD
from jobs.states import AT_PROVIDER
from jobs.vault import keyring
from jobs.vault.box import Unreadable

_AT_ONCE = 500
"""Rows of one update: databases bound the number of parameters."""


def crowded(now: datetime) -> list[UUID]:
    """Accounts whose turn for a survey it is; asking takes the turn."""
    running = Render.objects.live().filter(state__in=AT_PROVIDER, hold_code="", submission__account__hold_code="")
    crowds = running.values_list("submission__account").annotate(number=Count("pk")).filter(number__gt=CROWD).order_by()
    due = Q(surveyed_at=None) | Q(surveyed_at__lte=now - timedelta(seconds=settings.PACE.poll))
    accounts = ProviderAccount.objects.filter(due)
    return [pk for pk, _ in crowds if accounts.filter(pk=pk).update(surveyed_at=now)]


def survey(pk: UUID) -> None:
    """Put off the queries of tasks that the list shows unchanged."""
    account = ProviderAccount.objects.get(pk=pk)
    try:
        client = keyring.client(account)
        for state in sorted(AT_PROVIDER):
            status = state.upper()
            reading = read_list(account, client, status=status, now=timezone.now())
            _put_off(account, state, [row.task_id for row in reading.rows if row.status == status])
    except (ProviderError, keyring.NoKey, Unreadable):
        return  # they become due by themselves


def _put_off(account: ProviderAccount, state: str, tasks: list[str]) -> None:
    """Twice the usual pause: the next survey comes before it is over."""
    now, pace = timezone.now(), settings.PACE
    later = now + timedelta(seconds=2 * pace.poll)
    trusted = now - timedelta(seconds=pace.survey_trust)
    for start in range(0, len(tasks), _AT_ONCE):
        _free(now).filter(
            state=state,
            submission__account=account,
            submission__task_id__in=tasks[start : start + _AT_ONCE],
            submission__last_polled_at__gt=trusted,
            cancel_requested_at=None,
            deadline_at__gt=now + timedelta(seconds=pace.last_hours),
        ).set_free(due_at=later, woken_until=None)


def _free(now: datetime) -> RenderQuerySet:
    """In nobody's hands."""
    return Render.objects.live().filter(Q(lease_until=None) | Q(lease_until__lte=now), hold_code="")
