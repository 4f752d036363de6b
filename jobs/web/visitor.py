"""Who asks, how they ask, and where an answer sends them."""

import json

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from jobs.models import User


def me(request: HttpRequest) -> User:
    """The signed-in person. The middleware lets nobody else come this far.

    :raises PermissionDenied: a view was opened to everybody and still asks who it is.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def by_htmx(request: HttpRequest) -> bool:
    """Whether the page's script asks and exchanges parts, instead of the browser loading a page."""
    return request.headers.get("HX-Request") == "true"


def whole_address(request: HttpRequest, path: str) -> str:
    """A link that can leave the house: on the public address, where one is set."""
    return f"{settings.PIXSTUDIO.public_url or _origin(request)}{path}"


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def done(request: HttpRequest, *, good: str = "", bad: str = "", undo: str = "", part: str = "") -> HttpResponse:
    """The answer to a deed: a sentence, and the page looks again, at once even where it does not look often. Without
    the script: back to where it was done.

    `undo` is the address that takes the deed back. `part` is what the look would not bring: HTML that goes to its
    place by its own id.
    """
    if bad:
        messages.error(request, bad)
    elif good:
        messages.success(request, good, extra_tags=undo)
    if not by_htmx(request):
        return redirect(came_from(request))
    response = render(request, "parts/_done.html")
    response.write(part)
    response.headers["HX-Trigger"] = json.dumps({"look": True, "done": True})
    return response


def came_from(request: HttpRequest, otherwise: str = "/") -> str:
    page = request.headers.get("Referer", "").removeprefix(_origin(request))
    return page if page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None) else otherwise
