"""From a brief to the rows of its order: one telling per take."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import sha256
from itertools import cycle
from uuid import uuid4

from jobs import money
from jobs.catalogue import SEED_MAX
from jobs.management.demo.past import Brief
from jobs.management.demo.people import Troupe
from jobs.management.demo.plots import PLOTS
from jobs.management.demo.reels import Reel, Shape
from jobs.management.demo.telling import Tariff, Telling, id_at
from jobs.models import Order, ProviderAccount, Render, Submission
from jobs.states import Door


@dataclass(kw_only=True)
class Stage:
    """What every order of one seeding is made from. `now` is the moment whose prices count for all of them."""

    troupe: Troupe
    account: ProviderAccount
    reels: tuple[Reel, ...]
    chance: random.Random
    now: datetime
    newest: dict[str, Render] = field(default_factory=dict)
    """The last render under each title."""

    def __post_init__(self) -> None:
        self.tariff = cache(self._tariff)
        self.rolls = {reel.shape: cycle(reel.films) for reel in self.reels}

    def _tariff(self, model: str, tier: str, audio: bool) -> Tariff:
        quote = money.quote(model, tier, 1, audio, at=self.now)
        return Tariff(price=quote.price, per_second=quote.per_second)


def told(brief: Brief, stage: Stage) -> Iterator[Telling]:
    """Every take of the order with its story up to its end, or to where it stands now."""
    order = _order(brief, stage)
    first = stage.chance.randrange(SEED_MAX) if order.seed is None else order.seed
    for take, plot in enumerate(brief.plots, start=1):
        seed = stage.chance.randrange(SEED_MAX) if order.seed is None else (first + take - 1) % (SEED_MAX + 1)
        telling = _telling(order, take, seed, brief.shape, stage)
        telling.render.parent = stage.newest.get(order.title) if brief.again else None
        PLOTS[plot](telling)
        yield telling
    stage.newest[order.title] = telling.render


def _order(brief: Brief, stage: Stage) -> Order:
    size = brief.model.size_for(brief.tier, brief.shape.ratio)
    if size is None:
        raise ValueError(f"{brief.model.short} has no {brief.tier} {brief.shape.ratio}")
    token = uuid4().hex
    return Order(
        id=id_at(brief.at),
        space=stage.troupe.campaign if brief.campaign else stage.troupe.studio,
        author=stage.troupe.named(brief.author),
        door=Door.DEMO,
        token=f"{Door.DEMO}:{token}",
        digest=sha256(token.encode()).hexdigest(),
        practice=False,
        title=brief.scene.title,
        prompt=brief.scene.prompt,
        model=brief.model.id,
        size=size.size,
        tier=brief.tier,
        ratio=brief.shape.ratio,
        duration=brief.shape.seconds,
        audio=brief.shape.audio,
        watermark=brief.watermark,
        shot_type=("multi" if brief.scene.multi else "single") if brief.model.shot_type else "",
        seed=stage.chance.randrange(SEED_MAX) if brief.seeded else None,
        takes=len(brief.plots),
        created_at=brief.at,
    )


def _telling(order: Order, take: int, seed: int, shape: Shape, stage: Stage) -> Telling:
    at, tariff = order.created_at, stage.tariff(order.model, order.tier, order.audio)
    render = Render(
        id=id_at(at),
        order=order,
        take=take,
        space=order.space,
        author=order.author,
        model=order.model,
        family=order.family,
        practice=False,
        seed=seed,
        estimate=tariff.of(order.duration),
        due_at=None,
        created_at=at,
    )
    submission = Submission(id=id_at(at), render=render, number=1, model=order.model, created_at=at)
    render.submission = submission
    return Telling(
        order=order,
        render=render,
        submission=submission,
        account=stage.account,
        tariff=tariff,
        roll=stage.rolls[shape],
        chance=stage.chance,
        at=at,
    )
