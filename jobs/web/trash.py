"""The trash: its page, the way in, the ways out, and legal holds."""

import json
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.shortcuts import render as draw
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobs import words
from jobs.access import Act, render_for
from jobs.actions import trash as actions
from jobs.media.faults import LocalFault
from jobs.models import TRASH_DAYS, Render, User
from jobs.pipeline.purge import purge
from jobs.queries import feed
from jobs.queries.filters import Filter
from jobs.queries.place import BadCursor
from jobs.web.bin import bin_of
from jobs.web.cards import Deck
from jobs.web.slates import slates
from jobs.web.viewer import around
from jobs.web.visitor import by_htmx, came_from, done, me

PLACES = {"gallery": "tile", "studio": "take", "orders": "take"}
"""What a film is called on the pages that show many."""


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    try:
        shown = bin_of(me(request), cursor=request.GET.get("cursor", ""))
    except BadCursor as error:
        raise Http404 from error
    return draw(request, "trash/page.html", {"bin": shown})


# ------------------------------------------------------------------ in and out


@require_POST
def trash(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From a page of many its card goes; from its own page one goes on to the next film."""
    user = me(request)
    render = render_for(user, pk, Act.TRASH)
    try:
        actions.trash(render, actor=user)
    except actions.NotEnded:
        return done(request, bad=words.refusal("not-ended"))
    said = _("Moved to the trash. It stays there %(days)s days.") % {"days": TRASH_DAYS}
    undo = reverse("render-restore", args=[pk])
    if _from_its_page(request, pk):
        messages.success(request, said, extra_tags=undo)
        return _go(request, _next(request, user, render))
    part = _gone(request, user, render) if by_htmx(request) else ""
    return done(request, good=said, undo=undo, part=part)


@require_POST
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Back to where it was, also on the page that is open."""
    user = me(request)
    render = render_for(user, pk, Act.TRASH)
    try:
        actions.restore(render, actor=user)
    except actions.NotTrashed:
        return done(request, bad=words.refusal("not-trashed"))
    if _from_its_page(request, pk):
        messages.success(request, _is_back())
        return _go(request, reverse("render", args=[pk]))
    return done(request, good=_is_back(), part=_back(request, user, render) if by_htmx(request) else "")


def _is_back() -> str:
    return _("It is back where it was.")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For good, after a question: in the dialog of the page, or without its script as a page of its own."""
    user = me(request)
    render = render_for(user, pk, Act.DELETE)
    if request.method != "POST":
        return _ask(request, user, render)
    try:
        actions.delete(render, actor=user)
    except actions.NotTrashed:
        return _answered(request, user, bad=words.refusal("not-trashed"))
    except actions.Kept:
        return _answered(request, user, bad=words.refusal("kept"))
    except actions.InHand:
        return _answered(request, user, bad=words.refusal("in-hand"))
    try:
        purge(pk, now=timezone.now())
    except LocalFault:
        return _answered(request, user, good=_("Deleted. A file could not be removed yet; that is tried again."))
    return _answered(request, user, good=_("Deleted for good."))


def _ask(request: HttpRequest, user: User, render: Render) -> HttpResponse:
    context = {"card": Deck(user).card(render), "kept": render.kept_at is not None}
    return draw(request, "trash/_delete.html" if by_htmx(request) else "trash/question.html", context)


def _answered(request: HttpRequest, user: User, *, good: str = "", bad: str = "") -> HttpResponse:
    if not by_htmx(request):
        messages.add_message(request, messages.ERROR if bad else messages.SUCCESS, bad or good)
        return redirect("trash")
    response = done(request, good=good, bad=bad, part=_bin(user))
    response.headers["HX-Reswap"] = "none"
    response.headers["HX-Trigger"] = json.dumps({"answered": True, "look": True, "done": True})
    return response


@require_POST
def keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`on=1` puts a legal hold on it, anything else ends it."""
    user = me(request)
    render = render_for(user, pk, Act.KEEP)
    on = request.POST.get("on") == "1"
    (actions.keep if on else actions.let_go)(render, actor=user)
    said = _("On legal hold: nothing deletes it.") if on else _("The legal hold is ended.")
    if _from_its_page(request, pk):
        messages.success(request, said)
        return _go(request, reverse("render", args=[pk]))
    return done(request, good=said, part=_bin(user) if _page(request) == "trash" else "")


# ------------------------------------------------------------------ what becomes of the page


def _page(request: HttpRequest) -> str:
    """The name of the page on which it was done, as its address tells it."""
    path = urlsplit(came_from(request)).path
    names = ("gallery", "studio", "orders", "trash")
    return next((name for name in names if path == reverse(name)), "")


def _from_its_page(request: HttpRequest, pk: UUID) -> bool:
    return urlsplit(came_from(request)).path == reverse("render", args=[pk])


def _go(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponse(headers={"HX-Redirect": address}) if by_htmx(request) else redirect(address)


def _next(request: HttpRequest, user: User, render: Render) -> str:
    """The film after it under the filter of its page, or the one before, or the gallery."""
    wanted = Filter.from_query(QueryDict(request.POST.get("within", "").removeprefix("?")))
    beside = around(user, wanted, render)
    return beside.after or beside.before or beside.back


def _gone(request: HttpRequest, user: User, render: Render) -> str:
    """Something unseen keeps the card's place, so that Undo can put it there again; its order's with the last take."""
    place = PLACES.get(_page(request))
    if place == "take" and not feed.takes(user, render.order_id):
        return _unseen(f"order-{render.order_id}")
    return _unseen(f"{place}-{render.pk}") if place else ""


def _unseen(name: str) -> str:
    return format_html('<i id="{}" hidden hx-swap-oob="true"></i>', name)


def _back(request: HttpRequest, user: User, render: Render) -> str:
    where = _page(request)
    if where == "trash":
        return _bin(user)
    place = PLACES.get(where)
    if place == "take" and len(feed.takes(user, render.order_id)) == 1:
        return _order(user, render)
    return _card(request, user, render, place) if place else ""


def _order(user: User, render: Render) -> str:
    (slate,) = slates(user, feed.some(user, [render.order_id]))
    return render_to_string("studio/_slate_and_takes.html", {"slate": slate, "whole": True})


def _card(request: HttpRequest, user: User, render: Render, place: str) -> str:
    query = urlsplit(came_from(request)).query if place == "tile" else ""
    within = Filter.from_query(QueryDict(query)).query_string
    shown = {"card": Deck(user).card(render), "place": place, "query": f"?{within}" if within else "", "oob": True}
    return render_to_string("renders/_card.html", shown)


def _bin(user: User) -> str:
    return render_to_string("trash/_bin.html", {"bin": bin_of(user), "oob": True})
