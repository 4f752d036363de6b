"""The queue: what needs a person, the lanes, what was found at the provider, what is not saved yet."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobs import access, words
from jobs.access import Act
from jobs.actions import found as actions
from jobs.actions.fetching import fetch_now
from jobs.forms.found import AdoptForm, IgnoreForm
from jobs.models import FoundTask, User
from jobs.queries import found
from jobs.web.queue_page import SECTIONS, QueuePage
from jobs.web.visitor import by_htmx, done, me

ask_or_act = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The whole page; its script asks again with `?seen=` what it shows and gets the sections that differ."""
    user = me(request)
    access.allow(user, Act.SEE)
    board = QueuePage(user)
    if not by_htmx(request):
        return render(request, "queue/page.html", {"board": board, "stamps": ".".join(board.stamps())})
    stamps = board.stamps()
    seen = request.GET.get("seen", "").split(".")
    moved = [name for name, now, then in zip(SECTIONS, stamps, [*seen, *SECTIONS], strict=False) if now != then]
    if not moved:
        return HttpResponse(status=204)
    parts = [render_to_string(f"queue/_{name}.html", {"board": board, "oob": True}, request) for name in moved]
    parts.append(render_to_string("queue/_look.html", {"stamps": ".".join(stamps), "oob": True}, request))
    return HttpResponse("".join(parts))


@require_POST
def fetch(request: HttpRequest) -> HttpResponse:
    """Save all now."""
    user = me(request)
    access.allow(user, Act.FETCH)
    count = fetch_now(user)
    if not count:
        return done(request, good=_("Nothing to fetch: what is not saved yet is on hold or already on its way."))
    said = ngettext("%(count)s film is asked for now.", "%(count)s films are asked for now.", count)
    return done(request, good=said % {"count": count})


# ------------------------------------------------------------------ tasks found at the provider


def _admin(request: HttpRequest) -> User:
    """
    :raises PermissionDenied: the table lets only admins decide.
    """
    user = me(request)
    access.allow(user, Act.FOUND)
    return user


def _task(pk: UUID) -> FoundTask:
    if task := found.task_of(pk):
        return task
    raise Http404


@ask_or_act
def adopt(request: HttpRequest, task: UUID) -> HttpResponse:
    """Make a film of it, in a space of one's own."""
    user, asked = _admin(request), _task(task)
    spaces = [(str(pk), seat.name) for pk, seat in user.seats.items()]
    form = AdoptForm(request.POST if request.method == "POST" else None, spaces=spaces)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["space"]
        try:
            taken = actions.adopt(asked, actor=user, space=UUID(chosen) if chosen else None)
        except actions.NotAdoptable as late:
            return _answered(request, bad=words.refusal(late.code))
        return _answered(request, good=_said(taken))
    return _ask(request, "adopt", asked, form, user)


def _said(taken: actions.Adopted) -> str:
    return _("Adopted. It comes home like any other film.") if taken.created else _("It had been adopted already.")


@ask_or_act
def ignore(request: HttpRequest, task: UUID) -> HttpResponse:
    """Leave it alone, for a reason."""
    user, asked = _admin(request), _task(task)
    form = IgnoreForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ignore(asked, reason=form.cleaned_data["reason"], actor=user)
        except actions.BadReason as bad:
            form.add_error("reason", words.refusal(bad.code))
        except actions.NotAdoptable as late:
            return _answered(request, bad=words.refusal(late.code))
        else:
            return _answered(request, good=_("Ignored. The reason is kept."))
    return _ask(request, "ignore", asked, form, user)


def _ask(
    request: HttpRequest, question: str, asked: FoundTask, form: AdoptForm | IgnoreForm, user: User
) -> HttpResponse:
    """In the dialog of the page, or without its script as a page of its own."""
    context = {"form": form, "task": QueuePage(user).task(asked), "question": f"queue/_{question}.html"}
    if by_htmx(request):
        return render(request, f"queue/_{question}.html", context)
    return render(request, "queue/question.html", context, status=422 if form.is_bound else 200)


def _answered(request: HttpRequest, *, good: str = "", bad: str = "") -> HttpResponse:
    """After a question: a sentence, the dialog closes and the page looks again. Without the script: back to it."""
    if by_htmx(request):
        response = done(request, good=good, bad=bad)
        response.headers["HX-Reswap"] = "none"
        response.headers["HX-Trigger"] = json.dumps({"answered": True, "look": True, "done": True})
        return response
    messages.add_message(request, messages.ERROR if bad else messages.SUCCESS, bad or good)
    return redirect("queue")
