"""Into the database, in portions: memory does not grow with the number of films."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from typing import TypeVar

from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone

from jobs.actions import orders
from jobs.catalogue import OrderSpec
from jobs.management.demo.past import past, today
from jobs.management.demo.people import Troupe
from jobs.management.demo.reels import Reel
from jobs.management.demo.rows import Stage, told
from jobs.management.demo.scenes import scene
from jobs.management.demo.showcase import RENDERS as SHOWN
from jobs.management.demo.telling import ADDRESS, Telling
from jobs.media import stock
from jobs.models import (
    Asset,
    Event,
    Favourite,
    FoundTask,
    LedgerLine,
    Order,
    ProviderAccount,
    Render,
    Space,
    Submission,
)
from jobs.queries.holds import practice_now
from jobs.states import AccountKind, AssetKind, Door

PORTION = 400
"""Renders in one transaction; about 6,000 rows."""
LIVING = 2
"""Takes of the one order that is real: practice, which the workers render."""
FEWEST = SHOWN + LIVING
LUCK = 20260901
"""Every new demonstration has the same prompts and ends; only the moments move with the clock."""

Say = Callable[[int], None]
Row = TypeVar("Row", bound=Model)


def seed(renders: int, troupe: Troupe, reels: tuple[Reel, ...], say: Say, *, still: bool) -> int:
    """Make so many films up; `say` hears how many there are after every portion. Answers how many it were in the end.

    `still` leaves out the practice order, so that nothing at all is due.
    """
    now = timezone.now()
    chance = random.Random(LUCK + Render.objects.count())  # noqa: S311 - repeatable, but not within one studio
    living = LIVING if practice_now() and not still else 0
    briefs = chain(past(renders - SHOWN - living, now=now, chance=chance), today(now))
    stage = Stage(troupe=troupe, account=_account(), reels=reels, chance=chance, now=now)
    count = 0
    for portion in _portions(chain.from_iterable(told(brief, stage) for brief in briefs)):
        _write(portion, troupe, chance)
        count += len(portion)
        say(count)
    if living:
        _order_for_practice(troupe, now)
    return count + living


def _portions(tellings: Iterator[Telling]) -> Iterator[tuple[Telling, ...]]:
    while portion := tuple(islice(tellings, PORTION)):
        yield portion


def _account() -> ProviderAccount:
    """No key, no lane, not among the real ones, and an address that never resolves."""
    account, _ = ProviderAccount.objects.get_or_create(
        kind=AccountKind.DEMO, defaults={"name": "Demo", "base_url": f"{ADDRESS}/api/v1", "is_active": False}
    )
    return account


def _order_for_practice(troupe: Troupe, now: datetime) -> None:
    """So that something really moves: two takes through the practice provider, as soon as a worker runs."""
    words = scene("Paper boat")
    spec = OrderSpec(
        prompt=words.prompt, title=words.title, model="v6", tier="360P", ratio="16:9", duration=5, takes=LIVING
    )
    orders.order(troupe.people[0], spec, token=orders.new_token(), door=Door.SHELL, now=now)


def _write(portion: tuple[Telling, ...], troupe: Troupe, chance: random.Random) -> None:
    """Files first, as the pipeline does: a row never names a file that is not there."""
    for telling in portion:
        _store(telling)
    with transaction.atomic():
        _insert(Order, (one.order for one in portion if one.render.take == 1))
        _insert(Render, (one.render for one in portion))
        _insert(Submission, (one.submission for one in portion))
        _insert(Event, chain.from_iterable(one.events for one in portion))
        _insert(LedgerLine, chain.from_iterable(one.lines for one in portion))
        _insert(Asset, chain.from_iterable(one.assets for one in portion))
        _insert(FoundTask, chain.from_iterable(one.found for one in portion))
        _insert(Favourite, _favourites(portion, troupe, chance))
        _count(portion)


def _insert(model: type[Row], rows: Iterable[Row]) -> None:
    model._default_manager.bulk_create(rows)


def _store(telling: Telling) -> None:
    """The assets' files: three links to the few films that there are."""
    for asset in telling.assets:
        asset.storage_key = stock.storage_key(asset.kind, telling.render.pk, telling.render.created_at)
        stock.share(telling.footage[AssetKind(asset.kind)].file, asset.storage_key)


def _favourites(portion: tuple[Telling, ...], troupe: Troupe, chance: random.Random) -> Iterator[Favourite]:
    """About one film in six, for one or two people; the owner likes most."""
    for one in portion:
        if one.render.saved_at and chance.random() < 0.17:
            fans = {troupe.people[0], chance.choice(troupe.people)}
            yield from (Favourite(user=fan, render=one.render, created_at=one.at) for fan in fans)


def _count(portion: tuple[Telling, ...]) -> None:
    for space, films in Counter(one.render.space_id for one in portion if one.render.saved_at).items():
        Space.objects.filter(pk=space).update(films=F("films") + films)
