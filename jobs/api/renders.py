"""Ordering films, listing them, looking at one."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Header, Query, Router
from ninja.responses import Status
from pydantic import BaseModel, Field

from jobs import access
from jobs.access import Act
from jobs.actions import orders
from jobs.api.answers import errors, render_told, renders_told
from jobs.api.bearer import Bearer, person
from jobs.api.bodies import OrderBody
from jobs.api.fields import field_error
from jobs.api.problems import FieldError, invalid
from jobs.catalogue import MODELS, find, unsafe_text
from jobs.queries import listing
from jobs.queries.presenting import PlacedTold, RenderTold, placed_told
from jobs.states import Door, Scope, State
from jobs.words import listed

router = Router(tags=["renders"])

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{1,200}$",
        description="Per person and never forgotten; without it each call is a new order.",
    ),
]


class Wanted(BaseModel):
    """What the list is asked for; `state` and `model` may be repeated."""

    state: list[str] = []
    model: list[str] = []
    q: str = Field(default="", description="Part of a prompt or title.")
    cursor: str | None = Field(default=None, description="`next` of the page before, with the same filters.")
    limit: int = Field(default=50, ge=1, le=100)


class ListTold(BaseModel):
    items: list[RenderTold]
    next: str | None


@router.post(
    "/renders",
    auth=Bearer(Scope.RENDER),
    response={201: PlacedTold, 200: PlacedTold, **errors(413, 415, 422)},
    operation_id="order_render",
    summary="Order a film",
)
def order(
    request: HttpRequest, response: HttpResponse, order: OrderBody, idempotency_key: IdempotencyKey = None
) -> Status[PlacedTold]:
    """201 for a new order, 200 for one whose Idempotency-Key has come before with the same content."""
    access.allow(person(request), Act.ORDER)
    token = idempotency_key or orders.new_token()
    placed = orders.order(person(request), order.spec, token=token, door=Door.API)
    told = placed_told(renders_told(request, placed.renders))
    response.headers["Location"] = reverse("api:render", args=[told.id])
    return Status(201 if placed.created else 200, told)


@router.get(
    "/renders",
    auth=Bearer(Scope.READ),
    response={200: ListTold, **errors(422)},
    operation_id="list_renders",
    summary="List films, newest first",
)
def renders(request: HttpRequest, wanted: Query[Wanted]) -> ListTold:
    """All that is in your spaces, page by page."""
    page = listing.page(person(request), _question(wanted), cursor=wanted.cursor, limit=wanted.limit)
    return ListTold(items=renders_told(request, page.renders), next=page.next)


def _question(wanted: Wanted) -> listing.Question:
    wrong: list[FieldError] = []
    if not set(wanted.state) <= set(State):
        wrong.append(field_error("state", "unknown-choice", choices=listed(list(State))))
    models = [find(name) for name in wanted.model]
    if None in models:
        wrong.append(field_error("model", "unknown-choice", choices=listed([model.short for model in MODELS.values()])))
    if unsafe_text(wanted.q):
        wrong.append(field_error("q", "nul"))
    if wrong:
        raise invalid(wrong)
    ids = tuple(model.id for model in models if model)
    return listing.Question(states=tuple(wanted.state), models=ids, text=wanted.q)


@router.get(
    "/renders/{render_id}",
    auth=Bearer(Scope.READ),
    response={200: RenderTold, **errors(404)},
    operation_id="get_render",
    summary="Look at a film",
    url_name="render",
)
def render(request: HttpRequest, render_id: str) -> RenderTold:
    """Its state, its price, and its file once it is saved."""
    return render_told(request, render_id)
