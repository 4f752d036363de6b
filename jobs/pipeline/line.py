"""The line of waiting films: creates of one model go out one after the other, as fast as its lane may send.

A tick wakes somebody for the first of a line, every two seconds. Would each message send one film only, ten could be on
their way at most where a film takes twenty seconds. So whoever has sent one goes on with the next, until the next tick.
"""

import time
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from jobs.limiter import submit_rate
from jobs.models import Lane
from jobs.pipeline.claim import Claimed, waiting
from jobs.pipeline.submit import submit


def send(pk: UUID) -> None:
    """Send this film; if the provider took it, also those behind it."""
    ends = time.monotonic() + settings.PACE.tick
    while sent := submit(pk):
        render, rest = sent.render, _rest(sent)
        line = waiting(render.model, practice=render.practice, now=timezone.now())
        following = line.values_list("pk", flat=True).first()
        if following is None or time.monotonic() + rest >= ends:
            return
        time.sleep(rest)
        pk = following


def _rest(sent: Claimed) -> float:
    """Seconds until the lane has a permit for another create."""
    lane = Lane.objects.get(account=sent.account, family=sent.render.family)
    since = timezone.now() - (sent.submission.intent_at or timezone.now())
    return max(1 / submit_rate(lane) - since.total_seconds(), 0.0)
