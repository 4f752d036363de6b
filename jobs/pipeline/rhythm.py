"""When a new task is asked after for the first time.

The questions that follow come a pause apart, so the first one decides for how long a finished film stays unnoticed:
half a pause on average, if it is put anywhere. Films of a kind take about equally long, though. So the first question
is put where the latest films of the kind would have been noticed soonest, at most a pause after the create.

The films of a kind that end first are its shortest ones, and would lead the question to come too early for the others.
So only films are looked at of whose time all have ended, many of them, and the question stays where it is until moving
it is worth a second.
"""

from collections.abc import Sequence
from datetime import timedelta
from statistics import fmean

from django.conf import settings
from django.utils import timezone

from jobs.models import Order
from jobs.queries.waiting import Took, alike, took

STEPS = 15
"""Moments within a pause that are tried."""

KNOWN = 20
"""Films of a kind before the first question follows them."""

WORTH = 1.0
"""Seconds of waiting that must be won on average before it does; less may be chance."""


def first_pause(order: Order) -> float:
    """Seconds from the create to the first question; a whole pause while too few films of the kind are known."""
    pause = settings.PACE.poll
    known = took(order.model, practice=order.practice)
    lengths = _settled(alike(known, order.tier, order.duration))
    if len(lengths) < KNOWN:
        return pause
    unnoticed = {
        moment: fmean((moment - length) % pause for length in lengths)
        for moment in (pause * step / STEPS for step in range(STEPS, 0, -1))
    }
    best = min(unnoticed, key=unnoticed.__getitem__)
    return best if unnoticed[pause] - unnoticed[best] > WORTH else pause


def _settled(known: Sequence[Took]) -> list[float]:
    """Seconds of those made longer ago than the longest took."""
    longest = timedelta(seconds=max((one.whole for one in known), default=0.0))
    last = timezone.now() - longest
    return [one.whole for one in known if one.made <= last]
