"""Reading the provider's list of tasks, the only way to learn what became of a create whose answer got lost.

The list covers the whole account, the last 24 hours, without prompts; its sort order and the delay until a task
appears in it are not documented. So a reading is only worth something when it is *complete* (every page, the total
unchanged meanwhile), and an absence only when it is *clean* too: a task we know must be in it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from jobs.catalogue import find
from jobs.dashscope import Client, TaskRow, read_page
from jobs.limiter import query_permit
from jobs.models import FoundTask, ProviderAccount, Submission
from jobs.pipeline import facts
from jobs.states import FoundState

MOST_PAGES = 400


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One pass over all pages. `rows` are unique by task id."""

    rows: tuple[TaskRow, ...]
    complete: bool
    clean: bool

    def has(self, task_id: str) -> bool:
        return any(row.task_id == task_id for row in self.rows)


def read_list(
    account: ProviderAccount,
    client: Client,
    *,
    model: str = "",
    status: str = "",
    now: datetime,
    alive: Callable[[], None] = lambda: None,
) -> Reading:
    """Read every page of the tasks, or of those of one model or in one state; `alive` is called before each page and
    may raise to stop.

    :raises ProviderError: a page could not be read.
    """
    rows: dict[str, TaskRow] = {}
    totals: set[int] = set()
    number, last = 1, 1
    while number <= min(last, MOST_PAGES):
        alive()
        query_permit(account)
        reply = client.tasks(model=model, status=status, page=number)
        facts.measure_clock(account, reply, now=timezone.now())
        page = read_page(reply)
        rows |= {row.task_id: row for row in page.rows}
        totals.add(page.total)
        number, last = number + 1, max(last, page.total_pages)
    complete = totals == {len(rows)} and last <= MOST_PAGES
    found = tuple(rows.values())
    return Reading(rows=found, complete=complete, clean=complete and _cross_checked(account, model, rows, now))


def _cross_checked(account: ProviderAccount, model: str, rows: dict[str, TaskRow], now: datetime) -> bool:
    """The positive control: a task of this model that we were given in the last 23 hours is in the list."""
    since = now - timedelta(seconds=settings.PACE.window * 23 / 24)
    known = Submission.objects.filter(account=account, model=model, intent_at__gte=since, task_id__in=list(rows))
    return known.exists()


def strangers(reading: Reading, account: ProviderAccount) -> tuple[TaskRow, ...]:
    """Rows that belong to none of our submissions and were not decided upon before."""
    ids = [row.task_id for row in reading.rows]
    ours = set(Submission.objects.filter(account=account, task_id__in=ids).values_list("task_id", flat=True))
    decided = FoundTask.objects.filter(account=account, task_id__in=ids).exclude(state=FoundState.NEW)
    ours |= set(decided.values_list("task_id", flat=True))
    return tuple(row for row in reading.rows if row.task_id not in ours)


def of_another_model(row: TaskRow, submission: Submission) -> bool:
    """Whether a list that was asked for one model shows a row of another: that it filters is not documented for sure.
    A name we do not know is no proof, the list may spell it in its own way.
    """
    model = find(row.model)
    return model is not None and model.id != submission.model


def foreign_tasks(account: ProviderAccount, now: datetime) -> bool:
    """Whether other programs made tasks at this account in the last 24 hours, as far as we came across them."""
    since = now - timedelta(seconds=settings.PACE.window)
    return FoundTask.objects.filter(account=account, render=None, first_seen_at__gte=since).exists()


def in_window(row: TaskRow, submission: Submission, account: ProviderAccount) -> bool:
    """Whether this task was made when that of the submission must have been made, by the provider's clock.

    Where our clock was set between the intent and now, nobody knows which offset was true then: both windows count.
    """
    if submission.intent_at is None:
        raise ValueError(f"submission {submission.pk} was never sent")
    length = timedelta(seconds=settings.PACE.create_total + 2 * submission.margin)
    offsets = {submission.clock_offset, account.clock_offset}
    starts = [submission.intent_at + timedelta(seconds=offset - submission.margin) for offset in offsets]
    return any(start <= row.created_at <= start + length for start in starts)
