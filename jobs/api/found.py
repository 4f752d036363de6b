"""Tasks found at the provider: for admins, with a token of theirs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Router
from ninja.responses import Status
from pydantic import BaseModel

from jobs import access
from jobs.access import Act
from jobs.actions import found as actions
from jobs.api.answers import errors, renders_told
from jobs.api.bearer import Bearer, person
from jobs.api.bodies import AdoptBody, IgnoreBody
from jobs.models import FoundTask, Render, User
from jobs.money import PriceList
from jobs.queries import found
from jobs.queries.found import FoundTold
from jobs.queries.presenting import RenderTold
from jobs.states import Scope

router = Router(tags=["found"], auth=Bearer(Scope.ADMIN))


class FoundList(BaseModel):
    """Nearest end of the provider's 24 hours first."""

    items: list[FoundTold]


def _admin(request: HttpRequest) -> User:
    """
    :raises PermissionDenied: the table lets only admins see and decide.
    """
    user = person(request)
    access.allow(user, Act.FOUND)
    return user


def _task(found_id: str) -> FoundTask:
    if task := found.task_of(found_id):
        return task
    raise Http404


def _told(task: FoundTask) -> FoundTold:
    return found.told(task, actions.estimate(task, PriceList(timezone.now())))


@router.get(
    "/found",
    response={200: FoundList, **errors()},
    operation_id="list_found",
    summary="List tasks found at the provider",
)
def tasks(request: HttpRequest) -> FoundList:
    """Tasks of the accounts' last 24 hours that no film here follows and nobody has decided about; 500 at most."""
    _admin(request)
    now = timezone.now()
    prices = PriceList(now)
    return FoundList(
        items=[found.told(task, actions.estimate(task, prices)) for task in found.waiting(now)[: found.LISTED]]
    )


@router.post(
    "/found/{found_id}/adopt",
    response={201: RenderTold, 200: RenderTold, **errors(404, 409, 413, 415, 422)},
    operation_id="adopt_found",
    summary="Make a film of a found task",
)
def adopt(request: HttpRequest, response: HttpResponse, found_id: str, wish: AdoptBody) -> Status[RenderTold]:
    """Costs nothing more than the provider has counted. 200 when it had become a film before; it is made once."""
    user = _admin(request)
    taken = actions.adopt(_task(found_id), actor=user, space=wish.space)
    told = renders_told(request, tuple(Render.objects.for_card().filter(pk=taken.render.pk)))[0]
    response.headers["Location"] = reverse("api:render", args=[told.id])
    return Status(201 if taken.created else 200, told)


@router.post(
    "/found/{found_id}/ignore",
    response={200: FoundTold, **errors(404, 409, 413, 415, 422)},
    operation_id="ignore_found",
    summary="Leave a found task alone",
)
def ignore(request: HttpRequest, found_id: str, why: IgnoreBody) -> FoundTold:
    """The reason is kept with who and when; it can still be adopted while the provider has it."""
    user = _admin(request)
    return _told(actions.ignore(_task(found_id), reason=why.reason, actor=user))
