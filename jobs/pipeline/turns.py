"""A place for downloads is given back by a slow line while another film waits: its part goes on at its next turn.

A server that drips keeps a line alive for hours, and a few of them would keep all others from coming home in time.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from jobs.media.parts import read_note
from jobs.pipeline import handout

SLOW = 64 * 1024
"""Bytes per second below which a line is slow: a film of ten megabytes would take three minutes."""
PATIENT = 60
"""So many turns has a download that would have to begin anew, as the server does not vouch for its part."""


@dataclass(kw_only=True)
class Turn:
    """One attempt at a download, and how it gets on."""

    part: Path
    clock: Callable[[], float] = time.monotonic
    _since: float | None = None
    _had: int = 0

    def over(self, here: int, *, now: datetime) -> bool:
        """Whether the place is to be given to a film that waits, `here` being the bytes that have come so far."""
        moment = self.clock()
        lasted = moment - self._since if self._since is not None else 0.0
        if lasted < settings.PACE.save_turn and self._since is not None:
            return False
        if self._since is None or here - self._had >= SLOW * lasted:
            self._since, self._had = moment, here
            return False
        goes_on = read_note(self.part) is not None
        return (goes_on or lasted >= PATIENT * settings.PACE.save_turn) and handout.film_waits(now)
