"""The lanes of the queue: each model family's seats, who sits in them and who waits for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from jobs import words
from jobs.access import Standing
from jobs.catalogue import FAMILIES
from jobs.models import Render
from jobs.queries import holds, queue
from jobs.queries.waiting import Waiting

DRAWN = 12
"""Seats that can still be told apart at a glance."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A film in a seat or in line. `name` is empty where its words are another space's; `number` is that in line."""

    number: int | None
    initial: str
    person: str
    name: str
    url: str
    word: str
    time: str


@dataclass(frozen=True, kw_only=True)
class Lane:
    """One family. `free` are seats nobody sits in, `more` those in line who are only counted."""

    family: str
    taken: int
    all: int
    dots: tuple[bool, ...]
    seats: tuple[Place, ...]
    free: range
    waiting: int
    line: tuple[Place, ...]
    more: int
    held: str


class Lanes:
    """Read once for one answer."""

    def __init__(self, standing: Standing, found: holds.Standing, now: datetime) -> None:
        self._standing, self._holds, self._now = standing, found, now
        self._waiting = Waiting(found, now)
        self._practice = found.practice

    def all(self) -> tuple[Lane, ...]:
        """The families of the catalogue, and any other that has a film in its seats."""
        seated = queue.seated(practice=self._practice)
        line = queue.in_line(self._waiting, practice=self._practice)
        families = dict.fromkeys([*FAMILIES, *(film.family for film in seated), *(film.family for film in line)])
        return tuple(self._lane(family, seated, line) for family in families)

    def _lane(self, family: str, seated: Iterable[Render], line: Iterable[Render]) -> Lane:
        seats = tuple(self._place(film) for film in seated if film.family == family)
        shown = tuple(film for film in line if film.family == family)
        row = self._waiting.row(family, practice=self._practice)
        every = max(row.seats or settings.PIXSTUDIO.lane_seats, len(seats))
        return Lane(
            family=family,
            taken=len(seats),
            all=every,
            dots=tuple(number < len(seats) for number in range(every)) if every <= DRAWN else (),
            seats=seats,
            free=range(max(every - len(seats), 0) if every <= DRAWN else 0),
            waiting=row.waiting,
            line=tuple(self._place(film) for film in shown),
            more=row.waiting - len(shown),
            held=self._held(shown) if not row.seats else "",
        )

    def _held(self, line: Iterable[Render]) -> str:
        """Why nothing is sent, as the first in line sees it."""
        if self._holds.site():
            return _("On hold")  # the banner above says why
        hold = next((found for film in line if (found := self._holds.of(film))), None)
        return words.hold(hold.code, hold.params, hold.raw).message if hold else _("On hold")

    def _place(self, film: Render) -> Place:
        sees = self._standing.sees(film)
        number = self._waiting.place(film)
        return Place(
            number=number,
            initial=film.author.name[:1].upper(),
            person=film.author.name,
            name=name_of(film) if sees else "",
            url=reverse("render", args=[film.pk]) if sees else "",
            word=words.state(film).word,
            time=self._wait(film) if number else words.clock(words.so_far(film, self._now)),
        )

    def _wait(self, film: Render) -> str:
        wait = self._waiting.starts_in(film)
        return "" if wait is None else words.starts(wait) if not wait else words.about(wait)


def name_of(film: Render) -> str:
    """What a film is called in one line."""
    return film.order.title or " ".join(film.order.prompt.split())[:120]
