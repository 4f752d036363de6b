"""Ordering films: one click is one order, however often its request arrives."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs import money
from jobs.actions import boards
from jobs.catalogue import SEED_MAX, OrderSpec, Problem, problems
from jobs.models import Board, Event, Membership, Order, Render, Space, Submission, User
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
    space = _space(user, spec)
    broken = problems(spec) + _unplaced(spec, space)
    if broken or space is None:
        raise Refused(broken)
    digest = _digest(spec, space, parent)
    stored = f"{door}:{token}:{digest}" if door is Door.PAGE else f"{door}:{token}"
    if earlier := _earlier(user, stored, digest):
        return earlier
    try:
        with transaction.atomic():
            return _place(user, spec, space, parent, token=stored, digest=digest, door=door, now=now)
    except IntegrityError:
        # the same click, a moment earlier in another process
        if earlier := _earlier(user, stored, digest):
            return earlier
        raise


def _space(user: User, spec: OrderSpec) -> Space | None:
    mine = Membership.objects.filter(user=user).select_related("space")
    wanted = mine.filter(space=spec.space) if spec.space else mine.order_by("-space__is_default", "created_at")
    membership = wanted.first()
    return membership.space if membership else None


def _unplaced(spec: OrderSpec, space: Space | None) -> tuple[Problem, ...]:
    """What is wrong with where the films shall go."""
    if space is None:
        return (Problem(code="space-unknown", field="space"),)
    there = spec.board is None or Board.objects.filter(pk=spec.board, space=space).exists()
    return () if there else (_NO_BOARD,)


_NO_BOARD = Problem(code="board-unknown", field="space")


def _digest(spec: OrderSpec, space: Space, parent: Render | None) -> str:
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


def _place(
    user: User,
    spec: OrderSpec,
    space: Space,
    parent: Render | None,
    *,
    token: str,
    digest: str,
    door: Door,
    now: datetime,
) -> Placed:
    board = _board(spec, space)
    placed = Order.objects.create(
        space=space,
        author=user,
        door=door,
        token=token,
        digest=digest,
        practice=practice_now(),
        title=spec.title.strip(),
        takes=spec.takes,
        created_at=now,
        **_settings(spec),
    )
    price = money.quote_order(spec, at=now)
    seeds = draw_seeds(spec.seed, spec.takes)
    renders = tuple(_take(placed, take, seed, price, parent, now) for take, seed in enumerate(seeds, start=1))
    if board:
        boards.put(board, renders, actor=user)
    return Placed(order=placed, renders=renders, created=True)


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


def _take(placed: Order, take: int, seed: int, price: money.Quote, parent: Render | None, now: datetime) -> Render:
    render = Render.objects.create(
        order=placed,
        take=take,
        parent=parent,
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
    promise(render, price, number=1, now=now)
    Event.objects.create(
        render=render,
        submission=render.submission,
        at=now,
        happening=Happening.ORDERED,
        to_state=render.state,
        actor=placed.author,
    )
    return render


def promise(render: Render, price: money.Quote, *, number: int, now: datetime) -> Submission:
    """Plan a submission and reserve its price, inside the caller's transaction."""
    submission = Submission.objects.create(render=render, number=number, model=render.model, created_at=now)
    Render.objects.filter(pk=render.pk).update(submission=submission)
    render.submission = submission
    money.reserve(submission, price, now=now)
    return submission
