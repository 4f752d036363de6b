"""Ordering films: one click is one order, however often its request arrives."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs import money
from jobs.actions import boards
from jobs.catalogue import SEED_MAX, OrderSpec, Problem, problems
from jobs.models import Batch, Board, Event, Membership, Order, Render, Space, Submission, User
from jobs.models.fields import uuid7
from jobs.queries.holds import practice_now
from jobs.states import Door, Happening


@dataclass(frozen=True, kw_only=True)
class Placed:
    """An order and its takes; `created` is False when this click had arrived before."""

    order: Order
    renders: tuple[Render, ...]
    created: bool


class Refused(Exception):
    """The order breaks rules; nothing was stored and nothing is charged."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Slip:
    """An order that breaks no rule, ready to be stored. `digest` tells it from another order under the same token."""

    spec: OrderSpec
    token: str
    digest: str
    parent: Render | None = None


class AnotherOrder(Exception):
    """The token was used for another order; nothing was stored."""


def new_token() -> str:
    """A token for a form or a command that brings none."""
    return secrets.token_urlsafe(16)


def order(
    user: User,
    spec: OrderSpec,
    *,
    token: str,
    door: Door,
    parent: Render | None = None,
    now: datetime | None = None,
) -> Placed:
    """Store an order with its takes, reserve its price and leave the rest to the workers.

    `token` makes the click idempotent per person and door. On the page, whose token may come back with other words in
    the form, another content is another order.

    :raises Refused: rules are broken; all of them are named.
    :raises AnotherOrder: the token came before with another order (API and shell).
    """
    now = now or timezone.now()
    space = space_for(user, spec)
    broken = problems(spec) + unplaced(spec, space)
    if broken or space is None:
        raise Refused(broken)
    digest = digest_of(spec, space, parent)
    stored = f"{door}:{token}:{digest}" if door is Door.PAGE else f"{door}:{token}"
    if earlier := _earlier(user, stored, digest):
        return earlier
    slip = Slip(spec=spec, token=stored, digest=digest, parent=parent)
    try:
        with transaction.atomic():
            return place(user, space, [slip], door=door, now=now)[0]
    except IntegrityError:
        # the same click, a moment earlier in another process
        if earlier := _earlier(user, stored, digest):
            return earlier
        raise


def space_for(user: User, spec: OrderSpec) -> Space | None:
    """The wished one, if this person is in it, or their usual one."""
    mine = Membership.objects.filter(user=user).select_related("space")
    wanted = mine.filter(space=spec.space) if spec.space else mine.order_by("-space__is_default", "created_at")
    membership = wanted.first()
    return membership.space if membership else None


def unplaced(spec: OrderSpec, space: Space | None) -> tuple[Problem, ...]:
    """What is wrong with where the films shall go."""
    if space is None:
        return (Problem(code="space-unknown", field="space"),)
    there = spec.board is None or Board.objects.filter(pk=spec.board, space=space).exists()
    return () if there else (_NO_BOARD,)


_NO_BOARD = Problem(code="board-unknown", field="space")


def digest_of(spec: OrderSpec, space: Space, parent: Render | None = None) -> str:
    """What makes two orders the same: everything that is asked for, resolved."""
    content = _settings(spec) | {
        "space": str(space.pk),
        "takes": spec.takes,
        "title": spec.title,
        "parent": str(parent.pk) if parent else "",
    }
    if spec.board:
        content["board"] = str(spec.board)
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _settings(spec: OrderSpec) -> dict[str, Any]:
    model, size = spec.known_model, spec.resolved_size
    if model is None or size is None:
        raise ValueError("the rules of the catalogue let this order pass without a model or size")
    return {
        "prompt": spec.prompt,
        "model": model.id,
        "size": size.size,
        "tier": size.tier,
        "ratio": size.ratio,
        "duration": spec.duration,
        "audio": spec.audio,
        "watermark": spec.watermark,
        "shot_type": spec.resolved_shot_type or "",
        "seed": spec.seed,
    }


def _earlier(user: User, token: str, digest: str) -> Placed | None:
    earlier = Order.objects.filter(author=user, token=token).first()
    if earlier is None:
        return None
    if earlier.digest != digest:
        raise AnotherOrder
    renders = tuple(earlier.renders.for_card().order_by("take"))
    return Placed(order=earlier, renders=renders, created=False)


def place(
    user: User, space: Space, slips: Sequence[Slip], *, door: Door, now: datetime, batch: Batch | None = None
) -> list[Placed]:
    """Store these orders, all or none, inside the caller's transaction. The first gets the highest id, so that it
    stands on top where the newest does. They ask the database as often as one does.
    """
    board, practice, prices = _board(slips[0].spec, space), practice_now(), money.PriceList(now)
    ids = sorted((uuid7() for _ in slips), reverse=True)
    orders = [
        Order(
            pk=pk,
            batch=batch,
            space=space,
            author=user,
            door=door,
            token=slip.token,
            digest=slip.digest,
            practice=practice,
            title=slip.spec.title.strip(),
            takes=slip.spec.takes,
            created_at=now,
            **_settings(slip.spec),
        )
        for pk, slip in zip(ids, slips, strict=True)
    ]
    Order.objects.bulk_create(orders)
    quotes = {placed.pk: prices.quote(placed.model, placed.tier, placed.duration, placed.audio) for placed in orders}
    takes = [_takes(placed, slip, quotes[placed.pk], now) for placed, slip in zip(orders, slips, strict=True)]
    every = [take for some in takes for take in some]
    _store(every, quotes, now)
    if board:
        boards.put(board, every, actor=user)
    return [Placed(order=placed, renders=some, created=True) for placed, some in zip(orders, takes, strict=True)]


def _board(spec: OrderSpec, space: Space) -> Board | None:
    """Where the takes go; nobody deletes it before they are there.

    :raises Refused: somebody has deleted it a moment ago.
    """
    if spec.board is None:
        return None
    board = Board.objects.select_for_update().filter(pk=spec.board, space=space).first()
    if board is None:
        raise Refused((_NO_BOARD,))
    return board


def draw_seeds(wish: int | None, takes: int) -> list[int]:
    """One seed per take: the wished one and those that follow, or different drawn ones.

    The provider never tells its own, so the studio's is the only way to ask for a film again.
    """
    if wish is not None:
        return [(wish + take) % (SEED_MAX + 1) for take in range(takes)]
    drawn: dict[int, None] = {}
    while len(drawn) < takes:
        drawn[secrets.randbelow(SEED_MAX + 1)] = None
    return list(drawn)


def _takes(placed: Order, slip: Slip, price: money.Quote, now: datetime) -> tuple[Render, ...]:
    seeds = draw_seeds(slip.spec.seed, slip.spec.takes)
    takes = tuple(
        Render(
            order=placed,
            take=take,
            parent=slip.parent,
            space=placed.space,
            author=placed.author,
            model=placed.model,
            family=placed.family,
            practice=placed.practice,
            seed=seed,
            estimate=price.per_take,
            currency=price.currency,
            due_at=now,
            created_at=now,
            changed_at=now,
        )
        for take, seed in enumerate(seeds, start=1)
    )
    for take in takes:
        take.submission = Submission(render=take, number=1, model=take.model, created_at=now)
    return takes


def _store(takes: Sequence[Render], quotes: Mapping[UUID, money.Quote], now: datetime) -> None:
    """Film and submission name each other; the database looks whether both are there when the transaction ends."""
    Render.objects.bulk_create(takes)
    promised = [(take.submission, quotes[take.order_id]) for take in takes if take.submission]
    Submission.objects.bulk_create(submission for submission, _ in promised)
    money.reserve_all(promised, now=now)
    Event.objects.bulk_create(
        Event(
            render=take,
            submission=take.submission,
            at=now,
            happening=Happening.ORDERED,
            to_state=take.state,
            actor=take.author,
        )
        for take in takes
    )


def promise(render: Render, price: money.Quote, *, number: int, now: datetime) -> Submission:
    """Plan a submission and reserve its price, inside the caller's transaction."""
    submission = Submission.objects.create(render=render, number=number, model=render.model, created_at=now)
    Render.objects.filter(pk=render.pk).update(submission=submission)
    render.submission = submission
    money.reserve(submission, price, now=now)
    return submission
