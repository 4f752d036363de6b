"""Waiting in a shell for films that the workers make, and telling what happens meanwhile."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jobs import words
from jobs.models import Heartbeat, Render
from jobs.queries import holds
from jobs.queries.holds import HoldView
from jobs.states import State
from jobs.words import Beside

EVERY = 0.5  # seconds between two looks into the database
TOLD_EVERY = timedelta(seconds=15)
SILENCE = timedelta(seconds=30)


class NoWorker(Exception):
    """No worker has given a sign of life for 30 seconds; nothing will move until one runs."""


@dataclass(kw_only=True)
class Watch:
    """`say` gets a line whenever a film's state or hold changes, and now and then between."""

    ids: tuple[UUID, ...]
    say: Callable[[str], None]
    clock: Callable[[], datetime] = timezone.now
    sleep: Callable[[float], None] = time.sleep
    _told: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    _told_at: dict[UUID, datetime] = field(default_factory=dict)

    def until_settled(self) -> tuple[Render, ...]:
        """All films, in the order of their takes, once each has ended or needs a person.

        :raises NoWorker: waiting is of no use.
        """
        began = self.clock()
        while True:
            renders = self._look()
            if all(map(settled, renders)):
                return renders
            self._listen(began)
            self.sleep(EVERY)

    def _look(self) -> tuple[Render, ...]:
        renders = tuple(Render.objects.filter(pk__in=self.ids).for_card().order_by("take"))
        standing = holds.standing()
        for render in renders:
            self._tell(render, standing.of(render))
        return renders

    def _tell(self, render: Render, held: HoldView | None) -> None:
        now, news = self.clock(), (render.state, held.code if held else "")
        quiet_since = self._told_at.get(render.pk)
        if news == self._told.get(render.pk) and quiet_since and now - quiet_since < TOLD_EVERY:
            return
        self._told[render.pk], self._told_at[render.pk] = news, now
        self.say(told(render, held, now, many=len(self.ids) > 1))

    def _listen(self, began: datetime) -> None:
        newest = Heartbeat.objects.filter(kind="worker").order_by("-at").values_list("at", flat=True).first()
        if self.clock() - max(newest or began, began) > SILENCE:
            raise NoWorker


def settled(render: Render) -> bool:
    return render.final or needs_person(render)


def needs_person(render: Render) -> bool:
    return not render.final and (render.state == State.UNCERTAIN or render.held)


def told(render: Render, held: HoldView | None, now: datetime, *, many: bool) -> str:
    """`Take 2 · Rendering · 0:12`; a hold with what would end it."""
    beside = Beside(held=held)
    parts = [words.state(render, beside).word, words.line(render, now, beside)]
    if held:
        parts.append(words.hold(held.code, held.params, held.raw).advice)
    if many:
        parts.insert(0, _("Take %(number)s") % {"number": render.take})
    return " · ".join(part for part in parts if part)
