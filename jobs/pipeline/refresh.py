"""A fresh link for a finished film whose old one did not lead home."""

from collections.abc import Callable

from django.utils import timezone

from jobs.dashscope import ProviderError, RetryClass
from jobs.models import Submission
from jobs.pipeline import answer, holds
from jobs.pipeline.listing import read_list
from jobs.pipeline.poll import query
from jobs.vault import keyring
from jobs.vault.box import Unreadable


def refresh_link(submission: Submission) -> None:
    """Ask for the task once and store what is said; a new link replaces the old one, none leaves it.

    :raises ProviderError: no readable answer.
    """
    account = submission.account
    if account is None:
        return
    try:
        access = keyring.access(account)
    except (keyring.NoKey, Unreadable):
        return  # the account's hold says so; the old link stays
    try:
        reading = query(submission, account, access.client)
    except ProviderError as error:
        if error.retry is RetryClass.KEY:
            holds.blame(account, access.key, error, family=submission.render.family, now=timezone.now())
        raise
    answer.store(submission, reading, now=timezone.now())


def missing_in_list(submission: Submission, *, alive: Callable[[], None]) -> bool:
    """Whether a complete reading of the list shows that the task is gone; `alive` is called before each page."""
    account = submission.account
    if account is None:
        return False
    try:
        client = keyring.client(account)
        reading = read_list(account, client, model=submission.model, now=timezone.now(), alive=alive)
    except (ProviderError, keyring.NoKey, Unreadable):
        return False
    return reading.complete and not reading.has(submission.task_id or "")
