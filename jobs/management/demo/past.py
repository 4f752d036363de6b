"""The weeks behind us: orders over the days as people place them, oldest first.

Made one at a time, whatever their number: nobody holds more than a day of them.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings

from jobs.catalogue import MODELS, Model, find
from jobs.management.demo.plots import PAST
from jobs.management.demo.reels import PLAN, Shape
from jobs.management.demo.scenes import SCENES, Scene
from jobs.management.demo.showcase import PIECES, Piece

WEEKS = 5
A_DAY, MOST_DAYS = 80, 540
"""More than so many films a day make the studio older instead of busier, up to a year and a half."""

_WEIGHT = (1.0, 1.1, 1.15, 1.1, 0.8, 0.2, 0.1)
"""Monday to Sunday."""
_TAKES = ((1, 38), (2, 24), (3, 8), (4, 21), (6, 5), (8, 4))
_MODELS = (("v6", 52), ("c1", 28), ("v5.6", 20))
_TIERS = (("720P", 46), ("1080P", 30), ("540P", 16), ("360P", 8))
_SHAPES = (38, 20, 10, 6, 8, 6, 5, 7)

Choice = TypeVar("Choice")


@dataclass(frozen=True, kw_only=True)
class Brief:
    """One order as it will be placed: at `at`, with a plot for each of its takes."""

    at: datetime
    author: str
    scene: Scene
    model: Model
    tier: str
    shape: Shape
    plots: tuple[str, ...]
    campaign: bool
    watermark: bool
    seeded: bool
    again: bool = False


def _one(chance: random.Random, rows: tuple[tuple[Choice, int], ...]) -> Choice:
    return chance.choices([row[0] for row in rows], [row[1] for row in rows])[0]


def past(renders: int, *, now: datetime, chance: random.Random) -> Iterator[Brief]:
    """Orders with exactly so many takes in all, the last of them yesterday."""
    done = 0
    for day, share in _days(renders, now):
        wanted = round(renders * share) - done
        done += wanted
        takes = list(_takes(wanted, chance))
        moments = sorted(_moment(day, chance) for _ in takes)
        for at, count in zip(moments, takes, strict=True):
            yield _brief(at, count, chance)


def _days(renders: int, now: datetime) -> list[tuple[date, float]]:
    """Each day with the share of all films that there are by its end."""
    today = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    count = min(max(WEEKS * 7, renders // A_DAY), MOST_DAYS)
    days = [today - timedelta(days=count - number) for number in range(count)]
    # a young studio does less than it does now
    weights = [_WEIGHT[day.weekday()] * (0.4 + number / count) for number, day in enumerate(days)]
    total = sum(weights)
    return [(day, reached / total) for day, reached in zip(days, accumulate(weights), strict=True)]


def _takes(wanted: int, chance: random.Random) -> Iterator[int]:
    while wanted > 0:
        takes = min(_one(chance, _TAKES), wanted)
        wanted -= takes
        yield takes


def _moment(day: date, chance: random.Random) -> datetime:
    """Late in the morning and in the middle of the afternoon."""
    hour = chance.choice((chance.gauss(10.8, 1.0), chance.gauss(15.6, 1.5)))
    start = datetime.combine(day, time(), tzinfo=ZoneInfo(settings.TIME_ZONE))
    return start + timedelta(hours=min(max(hour, 7.5), 21.5), microseconds=chance.randrange(10**6))


def _brief(at: datetime, takes: int, chance: random.Random) -> Brief:
    shape = chance.choices([shape for shape, _ in PLAN], _SHAPES)[0]
    scene = chance.choice(SCENES)
    return Brief(
        at=at,
        author=scene.author,
        scene=scene,
        model=_model(shape, scene, chance),
        tier=_one(chance, _TIERS),
        shape=shape,
        plots=tuple(_one(chance, PAST) for _ in range(takes)),
        campaign=chance.random() < 0.3,
        watermark=chance.random() < 0.15,
        seeded=chance.random() < 0.15,
    )


def _model(shape: Shape, scene: Scene, chance: random.Random) -> Model:
    """One that offers the shape, and v6 for several shots."""
    name = "v6" if scene.multi else _one(chance, _MODELS)
    wanted = find(name)
    if wanted and shape.ratio in wanted.ratios and shape.seconds in wanted.seconds["720P"]:
        return wanted
    return next(iter(MODELS.values()))


def today(now: datetime) -> Iterator[Brief]:
    """The showcase, the newest last."""
    for piece in PIECES:
        yield _shown(piece, now)


def _shown(piece: Piece, now: datetime) -> Brief:
    model = find(piece.model)
    shape = next(shape for shape, _ in PLAN if shape.ratio == piece.ratio)
    if model is None:
        raise ValueError(f"no model {piece.model}")
    return Brief(
        at=now - timedelta(minutes=piece.minutes),
        author=piece.author,
        scene=piece.scene,
        model=model,
        tier=piece.tier,
        shape=shape,
        plots=piece.plots,
        campaign=piece.campaign,
        watermark=piece.watermark,
        seeded=piece.seeded,
        again=piece.again,
    )
