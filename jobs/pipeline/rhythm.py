"""When a new task is asked after for the first time.

The questions that follow come a pause apart, so the first one decides for how long a finished film stays unnoticed:
half a pause on average. While nothing better is known, first questions are spread over a whole pause: put at one
moment, they would come in bursts, and all films of one length would be noticed equally late.

Films of a kind take about equally long, though. Where many are known, the first question is put where they would have
been noticed soonest. The films of a kind that end first are its shortest ones, and would lead it to come too early for
the others; so only films are looked at of whose time all have ended.
"""

from collections.abc import Sequence
from datetime import timedelta
from statistics import fmean

from django.conf import settings
from django.utils import timezone

from jobs.models import Render
from jobs.queries.waiting import Took, alike, took

STEPS = 15
"""Moments within a pause that are tried."""

KNOWN = 20
"""Films of a kind before the first question follows them."""

WORTH = 1.0
"""Seconds of waiting that must be won on average before it does; less may be chance."""

_PLACES = 2**16


def first_pause(render: Render) -> float:
    """Seconds from the create to the first question: more than none, a whole pause at most."""
    pause, order = settings.PACE.poll, render.order
    known = took(order.model, practice=order.practice)
    lengths = _settled(alike(known, order.tier, order.duration))
    if len(lengths) >= KNOWN:
        moment, unnoticed = _soonest(lengths, pause)
        if pause / 2 - unnoticed > WORTH:
            return moment
    return pause * (1 - render.pk.int % _PLACES / _PLACES)  # the end of the number is drawn by chance


def _soonest(lengths: Sequence[float], pause: float) -> tuple[float, float]:
    """The best moment, and for how many seconds it leaves these films unnoticed on average."""
    moments = (pause * step / STEPS for step in range(STEPS, 0, -1))
    unnoticed = {moment: fmean((moment - length) % pause for length in lengths) for moment in moments}
    best = min(unnoticed, key=unnoticed.__getitem__)
    return best, unnoticed[best]


def _settled(known: Sequence[Took]) -> list[float]:
    """Seconds of those made longer ago than the longest took."""
    longest = timedelta(seconds=max((one.whole for one in known), default=0.0))
    last = timezone.now() - longest
    return [one.whole for one in known if one.made <= last]
