"""When a new task is asked after for the first time.

The questions that follow come a pause apart, so the first one decides for how long a finished film stays unnoticed:
half a pause on average, if it is put anywhere. Films of a kind take about equally long, though. So the first question
is put where the latest films of the kind would have been noticed soonest, at most a pause after the create.
"""

from statistics import fmean

from django.conf import settings

from jobs.models import Order
from jobs.queries.waiting import alike, took

STEPS = 15
"""Moments within a pause that are tried."""


def first_pause(order: Order) -> float:
    """Seconds from the create to the first question; a whole pause while too few films of the kind are known."""
    pause = settings.PACE.poll
    known = took(order.model, practice=order.practice)
    lengths = [one.whole for one in alike(known, order.tier, order.duration)]
    if not lengths:
        return pause
    moments = [pause * step / STEPS for step in range(STEPS, 0, -1)]
    return min(moments, key=lambda moment: fmean((moment - length) % pause for length in lengths))
