"""Cancelling, ordering again, deciding an unclear order, the trash: for its author or an admin."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router
from ninja.responses import Status

from jobs.access import Act
from jobs.actions import orders
from jobs.actions import renders as actions
from jobs.actions import trash as away
from jobs.actions.renders import Choice, TooLate
from jobs.api.answers import errors, render_for, render_told, renders_told
from jobs.api.bearer import Bearer, person
from jobs.api.bodies import AgainBody, ResolveBody
from jobs.api.problems import Trouble
from jobs.api.renders import IdempotencyKey
from jobs.queries.presenting import RenderTold
from jobs.states import Door, Scope
from jobs.words import refusal

router = Router(tags=["renders"], auth=Bearer(Scope.RENDER))


@router.post(
    "/renders/{render_id}/cancel",
    response={200: RenderTold, **errors(404, 409)},
    operation_id="cancel_render",
    summary="Cancel a film",
)
def cancel(request: HttpRequest, render_id: str) -> RenderTold:
    """Free while it waits here. While it waits at the provider the wish is noted, and `cancel_requested_at` says so.

    409 `too-late` once it renders or has ended.
    """
    try:
        actions.cancel(render_for(request, render_id, Act.CANCEL), actor=person(request))
    except TooLate:
        ended = render_for(request, render_id).final
        raise Trouble("too-late", refusal("too-late-final" if ended else "too-late")) from None
    return render_told(request, render_id)


@router.post(
    "/renders/{render_id}/again",
    response={201: RenderTold, 200: RenderTold, **errors(404, 409, 413, 415, 422)},
    operation_id="render_again",
    summary="Order a film again",
)
def again(
    request: HttpRequest,
    response: HttpResponse,
    render_id: str,
    wish: AgainBody | None = None,
    idempotency_key: IdempotencyKey = None,
) -> Status[RenderTold]:
    """A new order with the same words and settings, and with the same seed only if that was asked for.

    With a `tier`, such as 1080P for a draft in 360P, it is ordered in that one and with the film's own seed: the new
    film resembles the old one, it does not repeat it.
    """
    render = render_for(request, render_id, Act.AGAIN)
    token, tier = idempotency_key or orders.new_token(), wish.tier if wish else None
    placed = actions.again(render, actor=person(request), token=token, door=Door.API, tier=tier)
    told = renders_told(request, placed.renders)[0]
    response.headers["Location"] = reverse("api:render", args=[told.id])
    return Status(201 if placed.created else 200, told)


@router.post(
    "/renders/{render_id}/resolve",
    response={200: RenderTold, **errors(404, 409, 413, 415, 422)},
    operation_id="resolve_render",
    summary="Decide an unclear order",
)
def resolve(request: HttpRequest, render_id: str, decision: ResolveBody) -> RenderTold:
    """`adopt` one of its `candidates`, `send_again` (which may cost a second time), or `give_up`."""
    render = render_for(request, render_id, Act.RESOLVE)
    task_id = decision.task_id or ""
    actions.resolve(render, Choice(decision.choice), actor=person(request), task_id=task_id)
    return render_told(request, render_id)


@router.post(
    "/renders/{render_id}/trash",
    response={200: RenderTold, **errors(404, 409)},
    operation_id="trash_render",
    summary="Put a film into the trash",
)
def trash(request: HttpRequest, render_id: str) -> RenderTold:
    """It leaves every list and can be brought back for 30 days; twice is once. 409 `not-ended` while it is on its way.

    To delete it for good before that, a person has to say so on the page.
    """
    away.trash(render_for(request, render_id, Act.TRASH), actor=person(request))
    return render_told(request, render_id)


@router.post(
    "/renders/{render_id}/restore",
    response={200: RenderTold, **errors(404)},
    operation_id="restore_render",
    summary="Take a film out of the trash",
)
def restore(request: HttpRequest, render_id: str) -> RenderTold:
    """It is where it was, with all that hangs on it; twice is once. 404 when it was deleted for good."""
    away.restore(render_for(request, render_id, Act.TRASH), actor=person(request))
    return render_told(request, render_id)
