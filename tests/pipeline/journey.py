"""Beat and worker in one pair of hands: ticks are given by the test and time passes when it says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, QuerySet
from django.utils import timezone
from time_machine import Traveller

from jobs.actions.renders import Choice, resolve
from jobs.models import Lane, ProviderAccount, Render, User
from jobs.pipeline import handout, survey, sweep
from jobs.pipeline.advance import advance
from jobs.pipeline.poll import poll
from jobs.states import Happening, State

STARTED = "2026-11-20T04:00:00+00:00"
FOREVER = timedelta(days=4)
"""A film on its way for longer has been forgotten."""


@dataclass(kw_only=True)
class Journey:
    """`saving` False leaves films where they are: most tests are about the paid half of a journey. `set_back`: the
    clock was, so that the order of events by their time is not the order in which they happened.
    """

    clock: Traveller
    saving: bool = True
    set_back: bool = False

    def tick(self) -> list[handout.Wake]:
        """One tick, and every step it wakes somebody for."""
        now = timezone.now()
        sweep.sweep(now)
        for account in survey.crowded(now):
            survey.survey(account)
        wakes = [wake for wake in handout.pick(now) if self.saving or wake.queue != handout.SAVE]
        for wake in sorted(wakes, key=lambda wake: wake.at):
            self.passes(max((wake.at - timezone.now()).total_seconds(), 0.0))
            advance(*wake.renders) if len(wake.renders) == 1 else poll(*wake.renders)
        return wakes

    def passes(self, seconds: float) -> None:
        self.set_back |= seconds < 0
        self.clock.shift(seconds)

    def until(self, render: Render, *states: State) -> Render:
        """Ticks until the film is in one of these states."""
        return self.until_true(render, lambda fresh: fresh.state in states)

    def until_true(self, render: Render, true: Callable[[Render], bool]) -> Render:
        started = timezone.now()
        while not true(fresh := look(render)):
            if timezone.now() - started > FOREVER:
                raise AssertionError(f"still {fresh.state} {fresh.hold_code}: {story(fresh)}")
            self.tick()
            if not true(look(render)):
                self.leap()
        return fresh

    def run(self, seconds: float) -> None:
        """Ticks for so long."""
        ends = timezone.now() + timedelta(seconds=seconds)
        while timezone.now() < ends:
            self.tick()
            self.leap(ends)

    def leap(self, latest: datetime | None = None) -> None:
        """To the next moment at which something can happen, two seconds at least: that is how often beat ticks."""
        now = timezone.now()
        moments = [
            _first_after(now, Render.objects.live().filter(hold_code=""), "due_at"),
            _first_after(now, Render.objects.live(), "lease_until"),
            _first_after(now, ProviderAccount.objects.all(), "hold_until"),
            _first_after(now, Lane.objects.all(), "hold_until"),
            now + timedelta(seconds=10 if _somebody_queues(now) else 600),
            latest,
        ]
        wait = min(filter(None, moments)) - now
        self.clock.shift(max(wait.total_seconds() + 0.001, 2.0))


def _first_after(now: datetime, rows: QuerySet[Any], column: str) -> datetime | None:
    moment: datetime | None = rows.filter(**{f"{column}__gt": now}).aggregate(at=Min(column))["at"]
    return moment


def _somebody_queues(now: datetime) -> bool:
    """What makes them wait (a seat, an unclear create) ends without a moment of its own."""
    return Render.objects.filter(state=State.QUEUED, due_at__lte=now).exists()


def look(render: Render) -> Render:
    """The film as it is stored now."""
    return Render.objects.select_related("order", "submission", "submission__account").get(pk=render.pk)


def story(render: Render) -> list[str]:
    """The codes of its timeline, from the first to the last."""
    return list(render.events.order_by("id").values_list("happening", flat=True))


def given_up(journey: Journey, person: User) -> None:
    """While its create is on its way, the only film is swept up, asked about and given up by this person."""
    journey.passes(90)
    sweep.sweep(timezone.now())
    film = Render.objects.get()
    film.move(State.UNCERTAIN, Happening.NOT_FOUND, now=timezone.now(), due_at=None)
    resolve(film, Choice.GIVE_UP, actor=person)
