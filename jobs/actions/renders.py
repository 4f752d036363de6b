"""What a person can do with a film that is ordered: cancel, order again, decide, try again."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs import money
from jobs.actions.orders import Placed, new_token, order, promise
from jobs.catalogue import OrderSpec
from jobs.models import FoundTask, Order, Overtaken, Render, Submission, User
from jobs.queries.family import made_at
from jobs.states import Door, FoundState, Happening, Outcome, State


class Choice(StrEnum):
    """How a person resolves an unclear order."""

    ADOPT = "adopt"
    SEND_AGAIN = "send_again"
    GIVE_UP = "give_up"


class TooLate(Exception):
    """It is rendering or finished and cannot be stopped; it will be charged and saved."""


class NotFinal(Exception):
    """It is still on its way: ordering it again now would pay for the same film twice."""


class NotUncertain(Exception):
    """There is nothing to decide (any more)."""


class NoSuchCandidate(Exception):
    """The task is not among the candidates, or belongs to another film."""


class NotHeld(Exception):
    """The film has no hold of its own."""


WISHABLE = frozenset({State.CONFIRMING, State.PENDING})
"""States in which a cancel is a wish that the provider or the search decides."""


def cancel(render: Render, *, actor: User, now: datetime | None = None) -> Render:
    """Cancel: free while it waits here, a wish while the provider might still drop it.

    :raises TooLate: in every other state, except that a canceled film stays canceled without a complaint.
    """
    now = now or timezone.now()
    for _ in range(5):  # a worker may move the row between reading and writing; each time it is further on its way
        try:
            return _cancel(render, actor, now)
        except Overtaken:
            render = Render.objects.select_related("submission", "order").get(pk=render.pk)
    raise TooLate


def _cancel(render: Render, actor: User, now: datetime) -> Render:
    if render.state == State.CANCELED or (render.state in WISHABLE and render.cancel_requested_at):
        return render
    if render.state == State.QUEUED:
        with transaction.atomic():  # the submission first, as a claim does: in two orders they could block each other
            if render.submission:
                Submission.objects.filter(pk=render.submission.pk).update(outcome=Outcome.WITHDRAWN)
            render.move(State.CANCELED, Happening.CANCELED_HERE, now=now, actor=actor, charged=False)
            if render.submission:
                money.release(render.submission, now=now, because="canceled")
    elif render.state in WISHABLE:
        wish: dict[str, Any] = {"cancel_requested_at": now, "cancel_requested_by": actor}
        if render.state == State.PENDING:
            wish["due_at"] = now
        render.note(Happening.CANCEL_WISHED, now=now, actor=actor, **wish)
    else:
        raise TooLate
    return render


def again(
    render: Render, *, actor: User, token: str, door: Door, tier: str | None = None, now: datetime | None = None
) -> Placed:
    """Order the same film anew, as an order of its own; the seed is kept only if it was asked for.

    With a `tier` in that one and with the film's own seed, drawn or not: it resembles the film, it does not repeat it.

    :raises NotFinal: it is still on its way.
    :raises AnotherOrder: the token came before with another order.
    :raises Refused: the catalogue does not offer these settings, or no longer.
    """
    if not render.final:
        raise NotFinal
    spec = _same(render) if tier is None else at_tier(render, tier)
    return order(actor, spec, token=token, door=door, parent=render, now=now)


def again_at(render: Render, tier: str, *, actor: User, door: Door) -> Placed | None:
    """The same film in another tier, once whoever asks: None where it is home or on its way already.

    :raises NotFinal: it is still on its way.
    :raises Refused: the catalogue does not offer these settings, or no longer.
    """
    with transaction.atomic():
        Render.objects.select_for_update().get(pk=render.pk)  # two people at once order one after the other
        if made_at(render, tier):
            return None
        return again(render, actor=actor, token=new_token(), door=door, tier=tier)


def at_tier(render: Render, tier: str) -> OrderSpec:
    """The film's words, settings and own seed in another tier; whether the model makes it is not said."""
    return replace(_same(render), size=None, tier=tier, ratio=render.order.ratio, seed=render.seed)


def _same(render: Render) -> OrderSpec:
    asked = render.order
    return OrderSpec(
        prompt=asked.prompt,
        model=asked.model,
        size=asked.size,
        duration=asked.duration,
        audio=asked.audio,
        watermark=asked.watermark,
        shot_type=asked.shot_type or None,
        seed=render.seed if asked.seed is not None else None,
        title=asked.title,
        space=render.space_id,
    )


def render_at_cost(render: Render, *, actor: User, token: str, door: Door, now: datetime | None = None) -> Placed:
    """Order a waiting practice film for real and cancel the practice one.

    Practice ends with the first real key; what still waits then is never sent to a paid account by itself.

    A second click finds the order of the first.

    :raises TooLate: it is no practice film, or no longer waiting.
    """
    now = now or timezone.now()
    if not render.practice or render.state != State.QUEUED:
        return _made_real(render)
    try:
        with transaction.atomic():
            placed = order(actor, _same(render), token=token, door=door, parent=render, now=now)
            _cancel(render, actor, now)
    except Overtaken:
        raise TooLate from None
    return placed


def _made_real(render: Render) -> Placed:
    """The real order that took the place of this practice film."""
    real = render.children.filter(practice=False).select_related("order").first()
    if real is None or render.state != State.CANCELED:
        raise TooLate
    return Placed(order=real.order, renders=(real,), created=False)


def resolve(render: Render, choice: Choice, *, actor: User, task_id: str = "", now: datetime | None = None) -> Render:
    """Decide an unclear order.

    :raises NotUncertain: it is not waiting for a decision (any more).
    :raises NoSuchCandidate: "it is this one" names a task that is no candidate.
    """
    now = now or timezone.now()
    if render.state != State.UNCERTAIN or render.submission is None:
        raise NotUncertain
    try:
        with transaction.atomic():
            _RESOLVE[choice](render, render.submission, actor, task_id, now)
    except Overtaken:
        raise NotUncertain from None
    return render


def _adopt(render: Render, submission: Submission, actor: User, task_id: str, now: datetime) -> None:
    found = FoundTask.objects.filter(account=submission.account, task_id=task_id)
    if task_id not in submission.candidates and not found.filter(render=render, state=FoundState.NEW).exists():
        raise NoSuchCandidate
    ends = (submission.intent_at or now) + timedelta(seconds=settings.PACE.window)
    columns = {"task_id": task_id, "outcome": Outcome.MATCHED, "confirmed": True, "window_ends_at": ends}
    try:
        with transaction.atomic():
            _settle(submission, **columns)
    except IntegrityError:
        raise NoSuchCandidate from None
    found.exclude(state=FoundState.ADOPTED).update(
        state=FoundState.ADOPTED, render=render, decided_by=actor, decided_at=now
    )
    render.move(
        State.PENDING,
        Happening.CHOSEN,
        now=now,
        actor=actor,
        params={"task_id": task_id},
        due_at=now,
        deadline_at=ends,
    )


def _send_again(render: Render, submission: Submission, actor: User, task_id: str, now: datetime) -> None:
    if submission.cross_checked:
        money.release(submission, now=now, because="absent")
    _settle(submission, outcome=Outcome.ABSENT)
    asked: Order = render.order
    price = money.quote(asked.model, asked.tier, asked.duration, asked.audio, at=now)
    render.move(
        State.QUEUED,
        Happening.SENT_AGAIN,
        now=now,
        actor=actor,
        due_at=now,
        deadline_at=None,
        cancel_requested_at=None,
        cancel_asked_at=None,
        estimate=price.per_take,
    )
    promise(render, price, number=submission.number + 1, now=now)


def _give_up(render: Render, submission: Submission, actor: User, task_id: str, now: datetime) -> None:
    if submission.cross_checked:
        money.release(submission, now=now, because="absent")
    _settle(submission, outcome=Outcome.GIVEN_UP)
    charged = False if submission.cross_checked else None
    render.move(State.FAILED, Happening.GIVEN_UP, now=now, actor=actor, error_code="given-up", charged=charged)


def _settle(submission: Submission, **columns: Any) -> None:
    """Write what a person decided, unless the provider's own late answer was quicker: then there is nothing to decide.

    :raises Overtaken: the task is known.
    """
    if Submission.objects.filter(pk=submission.pk, task_id=None).update(**columns) != 1:
        raise Overtaken(f"the task of submission {submission.pk} came to light")


_RESOLVE = {Choice.ADOPT: _adopt, Choice.SEND_AGAIN: _send_again, Choice.GIVE_UP: _give_up}


def try_again(render: Render, *, actor: User, now: datetime | None = None) -> Render:
    """Clear the film's own hold and take its next step at once.

    :raises NotHeld: it has none (any more).
    """
    now = now or timezone.now()
    if not render.held:
        raise NotHeld
    try:
        with transaction.atomic():
            render.release(now=now, actor=actor)
            if render.submission:
                Submission.objects.filter(pk=render.submission.pk).update(
                    linkless=0, link_refusals=0, integrity_faults=0
                )
    except Overtaken:
        raise NotHeld from None
    return render
