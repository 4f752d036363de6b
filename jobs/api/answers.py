"""What all calls share when they answer: where links begin, which render is meant, the errors each call declares."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest

from jobs import access
from jobs.access import Act
from jobs.api.bearer import person
from jobs.api.problems import ProblemDocument
from jobs.models import Render
from jobs.queries import holds
from jobs.queries.presenting import RenderTold, told

_ALWAYS = (401, 403, 405, 429, 500)


def errors(*codes: int) -> dict[int, Any]:
    """Declares problem documents for these statuses and for those that any call may answer."""
    return dict.fromkeys(sorted({*_ALWAYS, *codes}), ProblemDocument)


def base_url(request: HttpRequest) -> str:
    """The public URL, or the address that was asked; without a slash at the end."""
    return settings.PIXSTUDIO.public_url or f"{request.scheme}://{request.get_host()}"


def renders_told(request: HttpRequest, renders: tuple[Render, ...]) -> list[RenderTold]:
    """The shared holds are read once, however many renders there are."""
    standing, base = holds.standing(), base_url(request)
    return [told(render, standing=standing, base_url=base) for render in renders]


def render_for(request: HttpRequest, render_id: str, act: Act = Act.SEE) -> Render:
    """The render of an address, as fresh as the database has it.

    :raises Http404: no id, no render, or not visible to the caller.
    :raises PermissionDenied: visible, but not the caller's to change.
    """
    try:
        wanted = UUID(render_id)
    except ValueError as error:
        raise Http404 from error
    return access.render_for(person(request), wanted, act)


def render_told(request: HttpRequest, render_id: str) -> RenderTold:
    return renders_told(request, (render_for(request, render_id),))[0]
