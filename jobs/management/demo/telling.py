"""One film's story as it is being made up: the rows it will leave, and a clock that runs on with every sentence.

Rows are built as the pipeline would have left them, but in memory and in order; nothing is read or written here.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from jobs.management.demo.reels import Print
from jobs.models import Asset, Event, FoundTask, LedgerLine, Order, Price, ProviderAccount, Render, Submission, User
from jobs.models.fields import uuid7_at
from jobs.states import AssetKind, Happening, LineKind, Outcome, State

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ADDRESS = "https://demo.invalid"
"""Where the films seem to lie. Names below `.invalid` never resolve."""


def id_at(moment: datetime) -> UUID:
    """An identifier that sorts where a row of that moment belongs."""
    return uuid7_at((moment - EPOCH) // timedelta(microseconds=1) * 1000)


@dataclass(frozen=True, kw_only=True)
class Tariff:
    """What a second costs, and the row that says so; both None where no price is set."""

    price: Price | None
    per_second: Decimal | None

    def of(self, seconds: int) -> Decimal | None:
        return None if self.per_second is None else self.per_second * seconds


@dataclass(kw_only=True)
class Telling:
    """`at` is the moment the story has reached. From `roll` comes the film, if one does."""

    order: Order
    render: Render
    submission: Submission
    account: ProviderAccount
    tariff: Tariff
    roll: Iterator[dict[AssetKind, Print]]
    chance: random.Random
    at: datetime
    events: list[Event] = field(default_factory=list)
    lines: list[LedgerLine] = field(default_factory=list)
    assets: list[Asset] = field(default_factory=list)
    found: list[FoundTask] = field(default_factory=list)

    @cached_property
    def footage(self) -> dict[AssetKind, Print]:
        """Taken when it is first needed, so that films beside each other differ."""
        return next(self.roll)

    def tell(
        self,
        happening: Happening,
        to: State | None = None,
        *,
        after: float = 0.0,
        actor: User | None = None,
        params: dict[str, Any] | None = None,
        raw: str = "",
    ) -> None:
        """One more sentence, so many seconds after the last; with `to` the film moves there."""
        self.wait(max(after, 0.002))
        was = "" if happening == Happening.ORDERED else self.render.state
        if to is not None:
            self.render.state = to
        self.events.append(
            Event(
                id=id_at(self.at),
                render=self.render,
                submission=self.submission,
                at=self.at,
                happening=happening,
                from_state=was,
                to_state=self.render.state,
                params=params or {},
                raw=raw,
                actor=actor,
            )
        )
        self.render.version = len(self.events)
        self.render.changed_at = self.at

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    def between(self, least: float, most: float) -> float:
        return self.chance.uniform(least, most)

    def book(self, kind: LineKind, **params: Any) -> None:
        """A line of the ledger: the same sum reserved, charged or given back."""
        self.lines.append(
            LedgerLine(
                id=id_at(self.at),
                render=self.render,
                submission=self.submission,
                kind=kind,
                amount=self.render.estimate,
                price=None if kind == LineKind.RELEASE else self.tariff.price,
                params=params,
                at=self.at,
            )
        )

    def learn(self, **columns: Any) -> None:
        """Facts about the submission."""
        for name, value in columns.items():
            setattr(self.submission, name, value)

    def end(self, state_at: datetime | None = None, **columns: Any) -> None:
        """The film is final: nothing is due and nothing was, but a final one says since when."""
        self.render.final_at = state_at or self.at
        for name, value in columns.items():
            setattr(self.render, name, value)

    def new_id(self) -> str:
        """A task or request id as the provider writes them."""
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    @property
    def sent(self) -> bool:
        return self.submission.outcome != Outcome.PLANNED
