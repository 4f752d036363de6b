"""The card of an account at the provider: keys, seats, queries and money, and what is known of bill and activation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jobs import words
from jobs.models import Holdable, ProviderKey
from jobs.queries.holds import HoldView
from jobs.queries.keys import AccountRow, Seats
from jobs.states import HOLD_REFUTES, HoldCode, KeyState
from jobs.web.days import moment


@dataclass(frozen=True, kw_only=True)
class Saying:
    """A sentence with its icon, and what to do where something is wrong. `place` and `since` where that matters."""

    icon: str
    tone: str
    message: str
    advice: str = ""
    place: str = ""
    since: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Meter:
    """One family's seats. `dots` is empty where there are too many to draw."""

    family: str
    taken: int
    all: int
    dots: tuple[bool, ...]
    held: Saying | None


@dataclass(frozen=True, kw_only=True)
class KeyRow:
    id: UUID
    label: str
    ending: str
    state: str
    good: bool
    added: str
    worked: str
    tested: str
    lines: tuple[words.KeyLine, ...]


@dataclass(frozen=True, kw_only=True)
class AccountCard:
    """`proof`: what is known of bill and activation. `price`: of the film that would prove it, where it is offered."""

    id: UUID
    name: str
    region: str
    base_url: str
    active: bool
    held: Saying | None
    keys: tuple[KeyRow, ...]
    retired: tuple[str, ...]
    meters: tuple[Meter, ...]
    queries: str
    spent: str
    proof: Saying | None
    price: str


DRAWN = 12
"""Seats that can still be told apart at a glance."""


def account_card(row: AccountRow, lock: HoldView | None, price: str) -> AccountCard:
    """`lock`: what holds the account. `price`: of the film that would prove it, empty where none can."""
    account = row.account
    return AccountCard(
        id=account.pk,
        name=account.name,
        region=words.region(account.base_url),
        base_url=account.base_url,
        active=account.is_active,
        held=_held(row.account.is_active, lock),
        keys=tuple(map(_key, row.keys)),
        retired=tuple(map(_gone, row.retired)),
        meters=tuple(map(_meter, row.seats)),
        queries=f"{row.queries:.0f}" if row.queries >= 1 or not row.queries else "<1",
        spent=words.money(row.spent),
        proof=None if account.hold_code in HOLD_REFUTES else _proof(account.proven_at),
        price="" if account.proven_at else price,
    )


def _held(active: bool, lock: HoldView | None) -> Saying | None:
    if lock is None:
        return None if active else hold(HoldCode.PAUSED)
    return hold(lock.code, lock.params, lock.raw, since=lock.since)


def hold(
    code: str, params: Any = None, raw: str = "", *, place: str = "", since: datetime | None = None, url: str = ""
) -> Saying:
    said = words.hold(code, params, raw)
    return Saying(
        icon="circle-pause",
        tone="tone-ask",
        message=said.message,
        advice=said.advice,
        place=place,
        since=moment(since) if since else "",
        url=url,
    )


def hold_of(held: Holdable, *, place: str, url: str = "") -> Saying:
    return hold(held.hold_code, held.hold_params, held.hold_raw, place=place, since=held.hold_since, url=url)


def _proof(proven: datetime | None) -> Saying:
    if proven is None:
        return Saying(icon="minus", tone="", message=words.finding("account-unproven").message)
    told = words.finding("account-proven", {"at": moment(proven)})
    return Saying(icon="check", tone="tone-done", message=told.message)


def _key(key: ProviderKey) -> KeyRow:
    by = key.created_by.name if key.created_by else _("the settings")
    return KeyRow(
        id=key.pk,
        label=key.label,
        ending=f"••••{key.last_four}",
        state=words.key_state(key.state),
        good=key.state == KeyState.ACTIVE,
        added=_("Added by %(name)s, %(at)s") % {"name": by, "at": moment(key.created_at)},
        worked=_("last success %(at)s") % {"at": moment(key.last_success_at)} if key.last_success_at else "",
        tested=moment(key.tested_at) if key.tested_at else "",
        lines=words.key_check(key.test_result.get("findings", ())) if key.tested_at else (),
    )


def _gone(key: ProviderKey) -> str:
    return _("%(key)s, %(at)s") % {"key": f"{key.label} ••••{key.last_four}", "at": moment(key.state_since)}


def _meter(seats: Seats) -> Meter:
    taken = min(seats.taken, seats.all)
    dots = tuple(place < taken for place in range(seats.all)) if seats.all <= DRAWN else ()
    held = hold_of(seats.lane, place=seats.lane.family) if seats.lane.held else None
    return Meter(family=seats.lane.family, taken=seats.taken, all=seats.all, dots=dots, held=held)
