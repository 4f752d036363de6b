"""The details of a film as JSON: what was ordered, what came of it, what it cost, and that a machine made it.

Nothing is in it that would lead to a person or into the house: no key, no name or address of anybody, no space, no
path, no account. `docs/provenance.md` describes the format for others.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from jobs.provenance.label import KEYWORD, label_of

FORMAT = "pixstudio-film"
VERSION = 1
"""Rises when an older reader would misunderstand; what is only added does not change it."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What was ordered: enough to order it again. `seed` is null unless one was kept.

    `watermark` is null where another program ordered the film and the provider does not tell.
    """

    prompt: str
    title: str
    model: str
    size: str
    tier: str
    ratio: str
    duration: int
    audio: bool
    watermark: bool | None
    shot_type: str | None
    seed: int | None
    takes: int


@dataclass(frozen=True, kw_only=True)
class Film:
    """What came of it. `sha256` and `bytes` are those of the stored film, which is the provider's own file."""

    id: str
    take: int
    seed: int | None
    practice: bool
    task_id: str | None
    sha256: str
    bytes: int
    width: int
    height: int
    seconds: float | None


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Both null while nobody knows, and for practice, which costs nothing and says so elsewhere."""

    amount: Decimal | None
    currency: str | None


@dataclass(frozen=True, kw_only=True)
class Times:
    ordered: datetime
    finished: datetime | None
    saved: datetime | None


@dataclass(frozen=True, kw_only=True)
class Details:
    order: Wish
    film: Film
    cost: Cost
    times: Times


def write(details: Details) -> bytes:
    """The same details are always the same bytes."""
    film = details.film
    told = {
        "format": FORMAT,
        "version": VERSION,
        **asdict(details),
        KEYWORD: label_of(practice=film.practice, produce_id=film.task_id or film.id),
    }
    return (json.dumps(told, ensure_ascii=False, indent=2, default=_plain) + "\n").encode()


def _plain(value: Any) -> str:
    """Money and moments, which JSON does not know."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    raise TypeError(type(value))
