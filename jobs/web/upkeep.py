"""What the page of keys and health shows, decided here, so that its templates only show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs import access, words
from jobs.actions.keys import PROOF
from jobs.models import Render, User
from jobs.money import quote_order
from jobs.queries import holds, keys, upkeep
from jobs.queries.health import look
from jobs.states import HoldCode
from jobs.web.accounts import AccountCard, Saying, account_card, hold, hold_of
from jobs.web.cards import stamp
from jobs.web.days import moment
from jobs.words import machine


@dataclass(frozen=True, kw_only=True)
class Part:
    """A row of the machine; `advice` only when something is wrong."""

    name: str
    good: bool
    figure: str
    advice: str = ""


@dataclass(frozen=True, kw_only=True)
class Away:
    """A film that is not home; `url` and `name` where the reader is in its space."""

    name: str
    url: str
    state: words.StateWords
    left: str
    late: bool

    @property
    def tone(self) -> str:
        tone = "ask" if self.late else self.state.tone
        return f"tone-{tone}" if tone else ""


class Upkeep:
    """Read once for one answer."""

    def __init__(self, user: User) -> None:
        self.now = timezone.now()
        self._standing = access.standing(user)
        self._holds = holds.standing()
        self._rows = keys.account_rows(self.now)
        self._unsaved, self._held = upkeep.unsaved(), upkeep.held()

    @cached_property
    def stamp(self) -> str:
        """Changes when anything on the page does."""
        return stamp((self.headline, self.accounts, self.machine, self.films, self.unsaved, self.holds))

    @cached_property
    def headline(self) -> Saying:
        """One sentence about the whole: what is wrong first, or that all is well."""
        wrong = [*self._wrong()]
        return wrong[0] if wrong else Saying(icon="check", tone="tone-done", message=self._well())

    def _wrong(self) -> Iterator[Saying]:
        yield from self._site()
        yield from (card.held for card in self.accounts if card.held and card.active)
        for part in self.machine:
            if not part.good:
                yield Saying(icon="triangle-alert", tone="tone-fail", message=part.figure, advice=part.advice)
        if self.accounts and not any(card.active for card in self.accounts):
            yield hold(HoldCode.PAUSED)
        yield from (film_hold for film_hold in self.holds if film_hold.place)
        yield from (self._late(film) for film in self.films if film.late)

    def _well(self) -> str:
        saved = keys.last_saved()
        if not self.accounts:
            return _("Everything works in practice; there is no key yet.")
        if saved is None:
            return _("Everything works. No film was saved yet.")
        return _("Everything works. Last film saved: %(at)s.") % {"at": moment(saved)}

    def _late(self, film: Away) -> Saying:
        message = _("A finished film is not saved yet: %(left)s.") % {"left": film.left}
        advice = _("Look at the machine and the disk below; the provider keeps a film for 24 hours.")
        return Saying(icon="timer-off", tone="tone-ask", message=message, advice=advice, url=film.url)

    def _site(self) -> Iterator[Saying]:
        site = self._holds.site()
        if site:
            yield hold(site.code, site.params, site.raw, place=_("Studio"), since=site.since)

    # accounts

    @cached_property
    def accounts(self) -> tuple[AccountCard, ...]:
        return tuple(map(self._account, self._rows))

    @cached_property
    def waiting(self) -> int:
        return keys.waiting()

    def _account(self, row: keys.AccountRow) -> AccountCard:
        price = self._price if row.account.pk == self._sole else ""
        return account_card(row, self._holds.lock(row.account), price)

    @cached_property
    def _sole(self) -> UUID | None:
        return keys.sole_account()

    @cached_property
    def _price(self) -> str:
        return proof_price()

    # the machine

    @cached_property
    def machine(self) -> tuple[Part, ...]:
        life = upkeep.signs_of_life()
        web = Part(name=machine.part("web"), good=True, figure=machine.figure("web-ok"))
        return (web, *(_part(found, life) for found in look(upkeep.LOOKED_AT)))

    # films

    @property
    def unsaved(self) -> int:
        return self._unsaved.count

    @cached_property
    def films(self) -> tuple[Away, ...]:
        return tuple(map(self._film, self._unsaved.films))

    def _film(self, film: Render) -> Away:
        left = words.time_left(film.deadline_at, self.now) if film.deadline_at else ""
        alarm = settings.PACE.alarms[0]
        late = film.deadline_at is not None and (film.deadline_at - self.now).total_seconds() <= alarm
        state = words.state(film, words.Beside(held=self._holds.of(film)))
        return Away(name=self._name(film), url=self._url(film), state=state, left=left, late=late)

    def _name(self, film: Render) -> str:
        """Nobody reads here what they could not read elsewhere."""
        if not self._standing.sees(film):
            return _("A film of another space")
        return film.order.title or " ".join(film.order.prompt.split())[:120]

    def _url(self, film: Render) -> str:
        return reverse("render", args=[film.pk]) if self._standing.sees(film) else ""

    @cached_property
    def holds(self) -> tuple[Saying, ...]:
        """Everything that waits: the studio, accounts, lanes, single films."""
        accounts = [
            hold(lock.code, lock.params, lock.raw, place=row.account.name, since=lock.since)
            for row in self._rows
            if (lock := self._holds.lock(row.account))
        ]
        lanes = [
            hold_of(seats.lane, place=f"{row.account.name} · {seats.lane.family}")
            for row in self._rows
            for seats in row.seats
            if seats.lane.held
        ]
        films = [hold_of(film, place=self._name(film), url=self._url(film)) for film in self._held.films]
        return (*self._site(), *accounts, *lanes, *films)


def proof_price() -> str:
    return words.money(quote_order(PROOF).amount)


_VENDORS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def _part(found: Any, life: dict[str, upkeep.Life]) -> Part:
    name = machine.part(found.part)
    if not found.good:
        told = words.finding(found.code, found.params)
        return Part(name=name, good=False, figure=told.message, advice=told.advice)
    alive = life.get(found.part, upkeep.Life())
    heard = moment(alive.heard) if alive.heard else ""
    known = {**found.params, "alive": alive.alive, "heard": heard, "name": _VENDORS.get(connection.vendor, "")}
    return Part(name=name, good=True, figure=machine.figure(found.code, **known))
