"""A render as programs read it: the one shape that API answers and the shell's `--json` share.

Money is text and times end in `Z`, so that no program rounds or guesses.
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Protocol
from uuid import UUID

from django.urls import reverse
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from jobs import words
from jobs.catalogue import SHOT_TYPES, OrderSpec
from jobs.models import Batch, Render
from jobs.queries.holds import HoldView, Standing
from jobs.states import AssetKind, State

_CENT = Decimal("0.01")


def rfc3339(moment: datetime) -> str:
    """https://www.rfc-editor.org/rfc/rfc3339#section-5.6, always in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def money_text(amount: Decimal) -> str:
    """At least two places, more only where the price has them."""
    plain = amount.normalize()
    exponent = plain.as_tuple().exponent
    return format(plain if isinstance(exponent, int) and exponent < -2 else amount.quantize(_CENT), "f")


Moment = Annotated[datetime, PlainSerializer(rfc3339, return_type=str)]
Money = Annotated[Decimal, PlainSerializer(money_text, return_type=str)]
Id = Annotated[UUID, PlainSerializer(str, return_type=str)]
StateWord = Annotated[str, WithJsonSchema({"type": "string", "enum": list(State)})]
"""One of the states; while a newer version works beside this one, perhaps a word of that one."""


class Told(BaseModel):
    model_config = ConfigDict(frozen=True)


class HoldTold(Told):
    """Why work waits, and what would let it go on; its own hold or one it inherits."""

    code: str
    message: str
    advice: str
    since: Moment | None


class ErrorTold(Told):
    """Why there is no film. `charged` is null while nobody knows."""

    code: str
    message: str
    advice: str
    charged: bool | None


class VideoTold(Told):
    url: str
    bytes: int
    sha256: str
    width: int
    height: int
    seconds: float | None


class RenderTold(Told):
    """One film, from wish to file. `deadline` is the end of the provider's 24 hours; `take` counts from 1."""

    id: Id
    state: StateWord
    final: bool
    hold: HoldTold | None
    prompt: str
    model: str
    size: str
    duration: int
    audio: bool
    watermark: bool
    seed: int | None
    shot_type: str | None = Field(json_schema_extra={"enum": [*SHOT_TYPES, None]})
    task_id: str | None
    order: Id
    batch: Id | None
    take: int
    parent: Id | None
    title: str
    practice: bool
    estimate: Money | None
    cost: Money | None
    currency: str
    created_at: Moment
    deadline: Moment | None
    cancel_requested_at: Moment | None
    trashed_at: Moment | None
    candidates: list[str]
    error: ErrorTold | None
    video: VideoTold | None


class PlacedTold(RenderTold):
    """The first take of a new order; `takes` are all of them, this one included."""

    takes: list[RenderTold]


class BatchTold(Told):
    """All films of one click that ordered many settings, in the order of its cells. `prompt` as it was written;
    `total` of what the films were estimated at, null while a price is not set.
    """

    id: Id
    prompt: str
    practice: bool
    total: Money | None
    currency: str
    created_at: Moment
    renders: list[RenderTold]


class QuoteTold(Told):
    """`estimate` for one film, `total` for all takes; null where no price is set."""

    model: str
    size: str
    tier: str
    ratio: str
    duration: int
    audio: bool
    takes: int
    per_second: Money | None
    estimate: Money | None
    total: Money | None
    currency: str


class Quoted(Protocol):
    """A quote as `money` makes it; this room does not know that one."""

    @property
    def per_second(self) -> Decimal | None: ...
    @property
    def per_take(self) -> Decimal | None: ...
    @property
    def amount(self) -> Decimal | None: ...
    @property
    def currency(self) -> str: ...


def quote_told(spec: OrderSpec, quote: Quoted) -> QuoteTold:
    """
    :raises ValueError: the order breaks a rule of the catalogue; ask `catalogue.problems` first.
    """
    model, size = spec.known_model, spec.resolved_size
    if model is None or size is None:
        raise ValueError("an order without a known model and size has no price")
    return QuoteTold(
        model=model.id,
        size=size.size,
        tier=size.tier,
        ratio=size.ratio,
        duration=spec.duration,
        audio=spec.audio,
        takes=spec.takes,
        per_second=quote.per_second,
        estimate=quote.per_take,
        total=quote.amount,
        currency=quote.currency,
    )


def told(render: Render, *, standing: Standing, base_url: str) -> RenderTold:
    """`render` as `for_card()` reads it; no query then. `base_url` without a slash at the end."""
    order, submission = render.order, render.submission
    uncertain = render.state == State.UNCERTAIN and submission is not None
    return RenderTold(
        id=render.pk,
        state=render.state,
        final=render.final,
        hold=_hold(standing.of(render)),
        prompt=order.prompt,
        model=order.model,
        size=order.size,
        duration=order.duration,
        audio=order.audio,
        watermark=order.watermark,
        seed=render.seed,
        shot_type=order.shot_type or None,
        task_id=render.task_id,
        order=order.pk,
        batch=order.batch_id,
        take=render.take,
        parent=render.parent_id,
        title=order.title,
        practice=render.practice,
        estimate=render.estimate,
        cost=render.cost,
        currency=render.currency,
        created_at=render.created_at,
        deadline=render.deadline_at,
        cancel_requested_at=render.cancel_requested_at,
        trashed_at=render.trashed_at,
        candidates=submission.candidates if submission and uncertain else [],
        error=_error(render),
        video=_video(render, base_url),
    )


def placed_told(renders: list[RenderTold]) -> PlacedTold:
    """The answer to an order: its first take, with all of them."""
    return PlacedTold(**{name: getattr(renders[0], name) for name in RenderTold.model_fields}, takes=renders)


def batch_told(batch: Batch, renders: list[RenderTold]) -> BatchTold:
    prices = [render.estimate for render in renders]
    known = [price for price in prices if price is not None]
    return BatchTold(
        id=batch.pk,
        prompt=batch.prompt,
        practice=renders[0].practice,
        total=sum(known, Decimal(0)) if len(known) == len(prices) else None,
        currency=renders[0].currency,
        created_at=batch.created_at,
        renders=renders,
    )


def _hold(hold: HoldView | None) -> HoldTold | None:
    if hold is None:
        return None
    said = words.hold(hold.code, hold.params, hold.raw)
    return HoldTold(code=hold.code, message=said.message, advice=said.advice, since=hold.since)


def _error(render: Render) -> ErrorTold | None:
    if not render.error_code:
        return None
    said = words.error(render.error_code, render.error_params, render.error_raw, render.charged)
    return ErrorTold(code=render.error_code, message=said.message, advice=said.advice, charged=render.charged)


def _video(render: Render, base_url: str) -> VideoTold | None:
    film = render.asset(AssetKind.FILM) if render.state == State.SAVED else None
    if film is None:
        return None
    return VideoTold(
        url=base_url + reverse("api:video", args=[render.pk]),
        bytes=film.bytes,
        sha256=film.sha256,
        width=film.width,
        height=film.height,
        seconds=film.seconds,
    )
