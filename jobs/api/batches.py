"""Ordering many settings at once, and what became of them."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router
from ninja.responses import Status

from jobs import access
from jobs.access import Act
from jobs.actions import batches, orders
from jobs.api.answers import errors, renders_told
from jobs.api.bearer import Bearer, person
from jobs.api.bodies import BatchBody
from jobs.api.renders import IdempotencyKey
from jobs.queries import batches as asked
from jobs.queries.presenting import BatchTold, batch_told
from jobs.states import Door, Scope

router = Router(tags=["batches"])


@router.post(
    "/batches",
    auth=Bearer(Scope.RENDER),
    response={201: BatchTold, 200: BatchTold, **errors(413, 415, 422)},
    operation_id="order_batch",
    summary="Order many settings at once",
)
def order(
    request: HttpRequest, response: HttpResponse, batch: BatchBody, idempotency_key: IdempotencyKey = None
) -> Status[BatchTold]:
    """201 for a new batch, 200 for one whose Idempotency-Key has come before with the same content.

    422 `invalid-order` when any film of it cannot be made: nothing is ordered then, and `errors` names every cause, as
    `cells.0.ratio` for the first cell.
    """
    access.allow(person(request), Act.ORDER)
    token = idempotency_key or orders.new_token()
    placed = batches.order_all(person(request), batch.matrix, token=token, door=Door.API)
    response.headers["Location"] = reverse("api:batch", args=[placed.batch.pk])
    return Status(201 if placed.created else 200, batch_told(placed.batch, renders_told(request, placed.renders)))


@router.get(
    "/batches/{batch_id}",
    auth=Bearer(Scope.READ),
    response={200: BatchTold, **errors(404)},
    operation_id="get_batch",
    summary="Look at a batch",
    url_name="batch",
)
def batch(request: HttpRequest, batch_id: str) -> BatchTold:
    """All of its films that you can see, with their states and prices."""
    try:
        films = asked.films(person(request), UUID(batch_id))
    except ValueError as error:
        raise Http404 from error
    if not films or films[0].order.batch is None:
        raise Http404
    return batch_told(films[0].order.batch, renders_told(request, films))
