"""The team's prompt templates, as programs keep and read them. A program fills in its order itself."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router
from ninja.responses import Status
from pydantic import BaseModel, Field

from jobs import access
from jobs.access import Act
from jobs.actions import templates as actions
from jobs.actions.templates import Recipe
from jobs.api.answers import errors
from jobs.api.bearer import Bearer, person
from jobs.api.bodies import TemplateBody
from jobs.catalogue import find
from jobs.models import PromptTemplate
from jobs.queries.templates import found
from jobs.states import Scope

router = Router(tags=["templates"])


class TemplateTold(BaseModel):
    """A setting that is null is left to the order."""

    id: UUID
    space: UUID
    name: str
    prompt: str
    model: str | None
    tier: str | None
    ratio: str | None
    duration: int | None
    audio: bool | None
    author: str
    edition: int = Field(description="Rises with every change.")
    changed_at: datetime


class TemplateList(BaseModel):
    """By name; all of them."""

    items: list[TemplateTold]


def _told(template: PromptTemplate) -> TemplateTold:
    return TemplateTold(
        id=template.pk,
        space=template.space_id,
        name=template.name,
        prompt=template.prompt,
        model=template.model or None,
        tier=template.tier or None,
        ratio=template.ratio or None,
        duration=template.duration,
        audio=template.audio,
        author=template.author.name,
        edition=template.edition,
        changed_at=template.changed_at,
    )


@router.get(
    "/templates",
    auth=Bearer(Scope.READ),
    response={200: TemplateList, **errors(422)},
    operation_id="list_templates",
    summary="List prompt templates",
)
def templates(request: HttpRequest, q: str = "") -> TemplateList:
    """Those of your spaces; with `q` those that hold each of its words in name or prompt."""
    access.allow(person(request), Act.ORDER)
    return TemplateList(items=[_told(one) for one in found(person(request), q[:200])])


@router.post(
    "/templates",
    auth=Bearer(Scope.RENDER),
    response={201: TemplateTold, **errors(413, 415, 422)},
    operation_id="make_template",
    summary="Keep a prompt template",
)
def make(request: HttpRequest, wish: TemplateBody) -> Status[TemplateTold]:
    """For everybody in the space; without one the default space, or the oldest of yours."""
    user = person(request)
    access.allow(user, Act.ORDER)
    model = find(wish.model or "")
    recipe = Recipe(
        name=wish.name,
        prompt=wish.prompt,
        model=model.id if model else wish.model or "",
        tier=wish.tier or "",
        ratio=wish.ratio or "",
        duration=wish.duration,
        audio=wish.audio,
    )
    return Status(201, _told(actions.make(actions.space_of(user, wish.space), recipe, actor=user)))


@router.delete(
    "/templates/{template_id}",
    auth=Bearer(Scope.RENDER),
    response={204: None, **errors(404)},
    operation_id="delete_template",
    summary="Delete a prompt template",
)
def delete(request: HttpRequest, template_id: str) -> HttpResponse:
    """For good, by its author or an admin. Films that were made with it stay."""
    user = person(request)
    try:
        wanted = UUID(template_id)
    except ValueError as error:
        raise Http404 from error
    actions.delete(access.template_for(user, wanted, Act.REWRITE), actor=user)
    return HttpResponse(status=204)
