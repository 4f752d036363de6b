"""The public page of a share link, for people without an account: films, picks and comments under a name."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.contrib.auth.hashers import check_password
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from jobs import words
from jobs.actions import guests
from jobs.actions.guests import Guest
from jobs.actions.shares import Unfit
from jobs.media import names
from jobs.media.copies import copy_response
from jobs.media.serve import film_response
from jobs.models import Asset, Shared, User
from jobs.provenance import Cost, Details
from jobs.queries import shares
from jobs.queries.details import details
from jobs.states import AssetKind
from jobs.throttle import Limit, TooMany, first, from_where
from jobs.web.frame import HTMX_OUTSIDE
from jobs.web.reel import Item, item, name_of, reel
from jobs.web.shared import Door, Visit, gate, keep_name, let_in, under_link, waiting
from jobs.web.visitor import by_htmx

HOUR = 3600
TRIES = Limit(name="share-password", most=5, seconds=300)
"""Passwords for one link, per visitor."""
ALL_TRIES = Limit(name="share-passwords", most=200, seconds=HOUR)
"""Passwords for one link, whoever sends them."""
PICKS = Limit(name="share-picks", most=60, seconds=60)
COMMENTS = Limit(name="share-comments", most=10, seconds=60)
ALL_COMMENTS = Limit(name="share-all-comments", most=200, seconds=HOUR)
"""Under one link, whoever writes them."""
BROWSERS = Limit(name="share-browsers", most=30, seconds=HOUR)
"""At one link, per visitor. More are no new ones: anybody can give theirs a hundred names."""


@under_link
@require_safe
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    if request.method == "GET" and _comes(request, visit):
        guests.look(visit.share)
    return _page(request, visit)


def _comes(request: HttpRequest, visit: Visit) -> bool:
    """Somebody from outside, at most once an hour: neither reloads nor colleagues count."""
    user = request.user
    if isinstance(user, User) and visit.share.space_id in user.seats:
        return False
    here, browser = (visit.share.pk, from_where()), request.headers.get("User-Agent", "")
    try:
        BROWSERS.check(*here)
        if new := first("share-seen", *here, browser, seconds=HOUR):
            BROWSERS.count(*here)
    except TooMany:
        return False
    return new


def _page(request: HttpRequest, visit: Visit, changed: Item | None = None, status: int = 200) -> HttpResponse:
    told = reel(request, visit)
    if changed:
        items = (changed if one.number == changed.number else one for one in told.items)
        told = replace(told, items=tuple(items))
    return render(request, "shared/page.html", {"reel": told, "htmx": HTMX_OUTSIDE}, status=status)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def _enter(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The password. Every try counts before it is looked at; the right one is given back, so that many people behind
    one address come in. Who loads the answer to a wrong one anew, or in another language, is asked again.
    """
    if request.method != "POST":
        return redirect(visit.url)
    TRIES.count(visit.share.pk, from_where())
    ALL_TRIES.count(visit.share.pk)
    if not check_password(request.POST.get("password", "").strip()[:1000], visit.share.password):
        return gate(request, visit, _("This is not the password. Type it as it was sent to you."), 422)
    TRIES.give_back(visit.share.pk, from_where())
    ALL_TRIES.give_back(visit.share.pk)
    return let_in(request, redirect(visit.url), visit)


enter = under_link(_enter, locked=False)


# ------------------------------------------------------------------ picks and comments


def _sent(view: Callable[[HttpRequest, Visit, int], HttpResponse]) -> Door:
    """A view for what is posted. Who loads its answer anew, or in another language, stands before the film again."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def sent(request: HttpRequest, visit: Visit, place: int) -> HttpResponse:
        if request.method != "POST":
            return redirect(f"{visit.url}#film-{place}")
        return view(request, visit, place)

    return under_link(sent)


@_sent
def pick(request: HttpRequest, visit: Visit, place: int) -> HttpResponse:
    """`on=1` picks, anything else takes the pick back. The first one asks for a name. A comment that is being
    written comes along as `text`, and stays.
    """
    shared = _shared(visit, place, allowed=visit.share.takes_picks)
    on, typed = request.POST.get("on") == "1", request.POST.get("text", "")
    try:
        PICKS.count(visit.share.pk, from_where())
        guest = visit.guest
        if on and guest is None and "name" not in request.POST:
            return _answer(request, visit, shared, asks=True, typed=typed)
        guest = _guest(request, visit)
        (guests.pick if on else guests.unpick)(visit.share, shared.render, guest)
    except TooMany as many:
        return _too_many(request, visit, shared, many, typed=typed)
    except Unfit as unfit:
        said = words.refusal(unfit.code, unfit.params)
        return _answer(request, visit, shared, said=said, asks=True, typed=typed, status=422)
    return _kept(request, visit, shared, guest, typed=typed)


@_sent
def comment(request: HttpRequest, visit: Visit, place: int) -> HttpResponse:
    """`text`, and `at`: milliseconds into the film, empty for all of it."""
    shared = _shared(visit, place, allowed=visit.share.takes_comments)
    text, at, name = (request.POST.get(field, "") for field in ("text", "at", "name"))
    at_ms = int(at[:10]) if at.isascii() and at.isdigit() else None
    try:
        COMMENTS.count(visit.share.pk, from_where())
        ALL_COMMENTS.count(visit.share.pk)
        guest = _guest(request, visit)
        guests.comment(visit.share, shared.render, guest, text, at_ms)
    except TooMany as many:
        return _too_many(request, visit, shared, many, typed=text, called=name)
    except Unfit as unfit:
        said = words.refusal(unfit.code, unfit.params)
        return _answer(request, visit, shared, said=said, typed=text, called=name, status=422)
    return _kept(request, visit, shared, guest, said=_("Sent. Thank you."))


def _shared(visit: Visit, place: int, *, allowed: bool = True) -> Shared:
    """:raises Http404: there is no such film (any more), or this is switched off."""
    shared = shares.film(visit.share, place) if allowed else None
    if shared is None:
        raise Http404
    return shared


def _guest(request: HttpRequest, visit: Visit) -> Guest:
    """:raises Unfit: a name is needed, and this is none."""
    if visit.guest and not request.POST.get("name"):
        return visit.guest
    return guests.welcome(request.POST.get("name", ""), key=visit.guest.key if visit.guest else "")


def _kept(request: HttpRequest, visit: Visit, shared: Shared, guest: Guest, **told: Any) -> HttpResponse:
    known = replace(visit, guest=guest)
    return keep_name(request, _answer(request, known, shared, good=True, **told), visit, guest)


def _too_many(request: HttpRequest, visit: Visit, shared: Shared, many: TooMany, **told: Any) -> HttpResponse:
    said = _("That was a lot at once. Wait %(wait)s, then send it again.") % {"wait": waiting(many.seconds)}
    response = _answer(request, visit, shared, said=said, status=429, **told)
    response.headers["Retry-After"] = str(many.seconds)
    return response


def _answer(request: HttpRequest, visit: Visit, shared: Shared, status: int = 200, **told: Any) -> HttpResponse:
    """What stands below the film; without the script the whole page, or the way back to it."""
    if not by_htmx(request) and told.get("good"):
        return redirect(f"{visit.url}#film-{shared.place}")
    changed = replace(item(visit, shared), **told)
    if by_htmx(request):
        return render(request, "shared/_foot.html", {"item": changed}, status=status)
    return _page(request, visit, changed, status)


# ------------------------------------------------------------------ bytes


@under_link
@require_safe
def film(request: HttpRequest, visit: Visit, place: int) -> HttpResponseBase:
    """The stored bytes; with `?download`, where it is allowed, as a file. Only with the prompt allowed does the file
    carry the film's details, and never what it cost or the provider's number for it.
    """
    stored = _asset(visit, place, AssetKind.FILM)
    if "download" not in request.GET:
        return _asked_again(film_response(request, stored))
    shared = _shared(visit, place, allowed=visit.share.allows_download)
    name = _file_name(visit, shared, stored)
    if not visit.share.shows_prompt:
        return _asked_again(film_response(request, stored, filename=name))
    told = _without_secrets(details(shared.render, stored))
    return _asked_again(copy_response(request, stored, told, filename=name))


@under_link
@require_safe
def poster(request: HttpRequest, visit: Visit, place: int) -> HttpResponseBase:
    return _asked_again(film_response(request, _asset(visit, place, AssetKind.POSTER)))


def _asset(visit: Visit, place: int, kind: AssetKind) -> Asset:
    if stored := shares.asset(visit.share, place, kind):
        return stored
    raise Http404


def _asked_again(response: HttpResponseBase) -> HttpResponseBase:
    """A browser may keep the bytes and has to ask each time whether it may still show them."""
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _file_name(visit: Visit, shared: Shared, film: Asset) -> str:
    return names.film_name(
        space=visit.share.title or visit.share.space.name,
        title=name_of(shared),
        prompt="",
        take=shared.render.take,
        size=f"{film.width}x{film.height}",
        mark=str(shared.place),
    )


def _without_secrets(told: Details) -> Details:
    return replace(told, cost=Cost(amount=None, currency=None), film=replace(told.film, task_id=None))
