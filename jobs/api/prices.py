"""What can be ordered and what it costs; nothing here orders."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel

from jobs import access, money
from jobs.actions.orders import Refused
from jobs.api.answers import errors
from jobs.api.bearer import Bearer, person
from jobs.api.bodies import OrderBody
from jobs.catalogue import MODELS, Model, OrderSpec, Problem, problems
from jobs.models import User
from jobs.queries.presenting import Money, QuoteTold, quote_told
from jobs.states import Scope

router = Router(tags=["prices"], auth=Bearer(Scope.READ))


class SizeTold(BaseModel):
    size: str
    tier: str
    ratio: str


class PriceTold(BaseModel):
    tier: str
    audio: bool
    per_second: Money | None


class ModelTold(BaseModel):
    """`durations` in seconds by tier; `prompt_max` in characters; `price_date` of the newest price."""

    model: str
    family: str
    sizes: list[SizeTold]
    durations: dict[str, list[int]]
    prompt_max: int
    shot_type: bool
    prices: list[PriceTold]
    price_date: str | None


class ModelsTold(BaseModel):
    items: list[ModelTold]


@router.post("/quotes", response={200: QuoteTold, **errors(422, 413, 415)}, operation_id="quote", summary="Ask a price")
def quote(request: HttpRequest, order: OrderBody) -> QuoteTold:
    """The price of an order, or the rules it breaks. Orders nothing."""
    spec = order.spec
    broken = problems(spec) + _space_problems(person(request), spec)
    if broken:
        raise Refused(broken)
    return quote_told(spec, money.quote_order(spec))


def _space_problems(user: User, spec: OrderSpec) -> tuple[Problem, ...]:
    known = spec.space is None or spec.space in access.standing(user).roles
    return () if known else (Problem(code="space-unknown", field="space"),)


@router.get("/models", response={200: ModelsTold, **errors()}, operation_id="list_models", summary="List the models")
def models(request: HttpRequest) -> ModelsTold:
    """What each model can do, with its prices per second of film."""
    listed = money.PriceList(timezone.now())
    return ModelsTold(items=[_model(model, listed) for model in MODELS.values()])


def _model(model: Model, listed: money.PriceList) -> ModelTold:
    rows = [(tier, audio, listed.row(model.id, tier, audio)) for tier in model.tiers for audio in (False, True)]
    dates = [row.valid_from.date() for _, _, row in rows if row]
    return ModelTold(
        model=model.id,
        family=model.family,
        sizes=[SizeTold(size=one.size, tier=one.tier, ratio=one.ratio) for one in model.sizes],
        durations={tier: list(model.seconds[tier]) for tier in model.tiers},
        prompt_max=model.prompt_max,
        shot_type=model.shot_type,
        prices=[
            PriceTold(tier=tier, audio=audio, per_second=row.per_second if row else None) for tier, audio, row in rows
        ],
        price_date=max(dates).isoformat() if dates else None,
    )
