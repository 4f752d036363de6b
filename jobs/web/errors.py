"""What went wrong, in the frame for those inside and at the gate for others, with the id that leads to the log."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from jobs.models import User
from jobs.web.visitor import by_htmx


def fault(request: HttpRequest, status: int, title: str, sentence: str, *, again: bool = False) -> HttpResponse:
    """A page, or a bare sentence for the script. `again` offers to load the page once more."""
    if by_htmx(request):
        return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    inside = isinstance(getattr(request, "user", None), User)
    template = "errors/inside.html" if inside else "errors/gate.html"
    context = {"fault_title": title, "sentence": sentence, "again": again, "status": status}
    return render(request, template, context, status=status)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return fault(
        request, 400, _("That could not be read"), _("The request was damaged or too large. Nothing was changed.")
    )


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return fault(request, 403, _("Not yours to change"), _("An admin or the film's author can do this."))


@requires_csrf_token
def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's `CSRF_FAILURE_VIEW`."""
    title = _("This page has grown old")
    sentence = _("Its safety mark no longer fits; nothing was changed. Load the page again and repeat what you did.")
    return fault(request, 403, title, sentence, again=True)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return fault(request, 404, _("Nothing here"), _("Nothing here, or not yours to see."))


@requires_csrf_token
def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """allauth asks for this name: `handler429` of the root addresses."""
    return fault(request, 429, _("Too often"), _("Too many attempts. Wait five minutes, then try again."))


@requires_csrf_token
def broken(request: HttpRequest) -> HttpResponse:
    """The frame itself may be what broke, so this page asks nothing of the database."""
    title, sentence = _("That went wrong on our side"), _("Nothing you ordered is lost.")
    if by_htmx(request):
        return HttpResponse(sentence, status=500, content_type="text/plain; charset=utf-8")
    request.user = AnonymousUser()
    context = {"fault_title": title, "sentence": sentence, "again": True, "status": 500}
    return render(request, "errors/gate.html", context, status=500)
