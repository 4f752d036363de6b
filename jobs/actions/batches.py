"""Ordering many settings by one click: all of them or none, in one transaction, and twice is once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from jobs.actions.orders import AnotherOrder, Refused, Slip, digest_of, place, space_for, unplaced
from jobs.catalogue import Cell, Matrix, Plan, Problem, plan
from jobs.models import Batch, Render, Space, User
from jobs.states import Door

SAME_CLICK = timedelta(minutes=1)
"""Within it the same person's same wish from another page counts as the same click."""


@dataclass(frozen=True, kw_only=True)
class PlacedBatch:
    """A batch and its films, in the order of its cells. `created` is False when this click had arrived before, and
    `elsewhere` when that was from another page.
    """

    batch: Batch
    renders: tuple[Render, ...]
    created: bool
    elsewhere: bool = False


class Broken(Refused):
    """At least one cell breaks rules: nothing was stored. `problems` are those of the click as a whole."""

    def __init__(self, problems: tuple[Problem, ...], cells: tuple[Cell, ...]) -> None:
        super().__init__(problems or tuple(problem for cell in cells for problem in cell.problems))
        self.whole, self.cells = problems, cells


def order_all(
    user: User, matrix: Matrix, *, token: str, door: Door, again: bool = False, now: datetime | None = None
) -> PlacedBatch:
    """Store an order for every cell, reserve their prices and leave the rest to the workers.

    `token` makes the click idempotent as for a single order. Two pages that order the same at the same moment make one
    batch, unless one of them says `again`; programs and scripts say what they mean, so they are not asked.

    :raises Broken: rules are broken; all of them are named, cell by cell.
    :raises AnotherOrder: the token came before with another order (API and shell).
    """
    now = now or timezone.now()
    space, wanted = _checked(user, matrix)
    digests = [digest_of(cell.spec, space) for cell in wanted.cells]
    digest = hashlib.sha256("".join(digests).encode()).hexdigest()
    stored = f"{door}:{token}:{digest}" if door is Door.PAGE else f"{door}:{token}"
    with transaction.atomic():
        # one after the other: of two tabs, the second sees what the first has ordered
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if earlier := _earlier(user, stored, digest):
            return _placed(earlier, created=False)
        if door is Door.PAGE and not again and (twin := _just_now(user, digest, now)):
            return _placed(twin, created=False, elsewhere=True)
        batch = Batch.objects.create(
            author=user, door=door, token=stored, digest=digest, prompt=matrix.base.prompt, created_at=now
        )
        placed = place(user, space, _slips(batch, wanted, digests), door=door, now=now, batch=batch)
    renders = tuple(render for one in placed for render in one.renders)
    return PlacedBatch(batch=batch, renders=renders, created=True)


def _checked(user: User, matrix: Matrix) -> tuple[Space, Plan]:
    """Where the films go and what the click comes to, when it may be sent.

    :raises Broken: it may not.
    """
    wanted, space = plan(matrix), space_for(user, matrix.base)
    whole = wanted.problems + unplaced(matrix.base, space)
    if whole or wanted.broken or space is None:
        raise Broken(whole, wanted.cells)
    return space, wanted


def _slips(batch: Batch, wanted: Plan, digests: Sequence[str]) -> list[Slip]:
    """Each order with a token of its own; that of the click is the batch's."""
    numbered = enumerate(zip(wanted.cells, digests, strict=True), start=1)
    return [
        Slip(spec=cell.spec, token=f"batch:{batch.pk}:{number}", digest=digest) for number, (cell, digest) in numbered
    ]


def _earlier(user: User, token: str, digest: str) -> Batch | None:
    earlier = Batch.objects.filter(author=user, token=token).first()
    if earlier and earlier.digest != digest:
        raise AnotherOrder
    return earlier


def _just_now(user: User, digest: str, now: datetime) -> Batch | None:
    """By the batch's own clock: two tabs may have begun in either order."""
    made = Batch.objects.filter(author=user, digest=digest, door=Door.PAGE, created_at__gt=now - SAME_CLICK)
    return made.order_by("-pk").first()


def _placed(batch: Batch, *, created: bool, elsewhere: bool = False) -> PlacedBatch:
    renders = Render.objects.filter(order__batch=batch).for_card().order_by("-order", "take")
    return PlacedBatch(batch=batch, renders=tuple(renders), created=created, elsewhere=elsewhere)
