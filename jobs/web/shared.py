"""The door of a share link: who stands before it, what it answers while it is shut, and what no answer leaves without.

Whoever knows the token is let in, with a password where there is one. The token is looked up by its hash; an address
that was never one gets the same answer as one that was cleared away, and who tries many is told to wait. A link is
asked for anew with every part of a film, so that an ended one is shut at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.actions.guests import Guest
from jobs.models import Share
from jobs.queries import shares
from jobs.throttle import Limit, TooMany, from_where
from jobs.web.visitor import by_htmx

GUESSES = Limit(name="share-guesses", most=30, seconds=600)
"""Addresses of links that there are not, per visitor."""

PASS_SECONDS = 7 * 24 * 3600
"""A password is asked for again after a week."""
_GUEST, _PASS = "guest", "pass"

P = ParamSpec("P")


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Somebody before an open link. `guest` once they have told their name."""

    share: Share
    token: str
    guest: Guest | None

    @property
    def url(self) -> str:
        return reverse("shared", args=[self.token])


View = Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase]
Door = Callable[..., HttpResponseBase]


def under_link(view: View[P], *, locked: bool = True) -> Door:
    """A view that strangers reach by a token. `locked` ones only with the link's password, where it has one."""

    @wraps(view)
    def door(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            visit = _visit(request, token)
            if isinstance(visit, HttpResponse):
                response = visit
            elif locked and not _has_pass(request, visit.share):
                response = gate(request, visit)
            else:
                response = view(request, visit, *args, **kwargs)
        except TooMany as many:
            response = wait(request, many.seconds)
        except Http404:
            sentence = _("The sender has taken it out, or does not allow this. Load the page again.")
            response = _closed(request, 404, _("Not here any more"), sentence)
        return _discreet(response)

    return login_not_required(door)


def _visit(request: HttpRequest, token: str) -> Visit | HttpResponse:
    """Or the page that stands there instead."""
    GUESSES.check(from_where())
    share = shares.by_token(token)
    if share is None:
        GUESSES.count(from_where())
        return _closed(request, 404, _("This link does not open anything"), _nothing())
    if ended := share.ended_at(timezone.now()):
        sentence = _("This link ended on %(date)s. Ask the sender for a new one.") % {"date": day_long(ended)}
        return _closed(request, 410, _("This link has ended"), sentence)
    return Visit(share=share, token=token, guest=_guest(request, share))


def _nothing() -> str:
    return _("It may be cut off. Open it as it was sent to you, or ask the sender for a new one.")


def _discreet(response: HttpResponseBase) -> HttpResponseBase:
    """The address is the secret: nobody else learns it, no engine lists it, and nothing is kept on the way."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


# ------------------------------------------------------------------ shut doors


def gate(request: HttpRequest, visit: Visit, said: str = "", status: int = 0) -> HttpResponse:
    """The question for the password, in the place of whatever was asked for."""
    context = {"visit": visit, "said": said, "heading_shown": _("Films for you")}
    status = status or (200 if request.path == visit.url else 403)
    return _drawn(request, "shared/gate.html", context, status)


def wait(request: HttpRequest, seconds: int) -> HttpResponse:
    response = _closed(request, 429, _("Too often"), _("Wait %(wait)s, then try again.") % {"wait": waiting(seconds)})
    response.headers["Retry-After"] = str(seconds)
    return response


def waiting(seconds: int) -> str:
    return ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}


def _closed(request: HttpRequest, status: int, heading: str, sentence: str) -> HttpResponse:
    return _drawn(request, "shared/closed.html", {"heading_shown": heading, "sentence": sentence}, status)


def _drawn(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    """The script of an open page loads all of it anew: the door has shut behind it."""
    if by_htmx(request):
        return HttpResponse(status=status, headers={"HX-Refresh": "true"})
    return render(request, template, context, status=status)


def day_long(at: datetime) -> str:
    """`29 November`: the last day, also where the end is its midnight."""
    return date_format(timezone.localtime(at - timedelta(seconds=1)), _("j F"))


def day_short(at: datetime) -> str:
    return date_format(timezone.localtime(at - timedelta(seconds=1)), _("j M"))


# ------------------------------------------------------------------ what the visitor's device keeps


def let_in(request: HttpRequest, response: HttpResponse, visit: Visit) -> HttpResponse:
    """The password was right: this device need not say it again."""
    value = signing.dumps(_proof(visit.share), salt=f"pass.{visit.share.pk}")
    return _keep(request, response, visit, _PASS, value, PASS_SECONDS)


def _has_pass(request: HttpRequest, share: Share) -> bool:
    if not share.password:
        return True
    try:
        proof = signing.loads(request.COOKIES.get(_PASS, ""), salt=f"pass.{share.pk}", max_age=PASS_SECONDS)
    except signing.BadSignature:
        return False
    return constant_time_compare(proof, _proof(share))


def _proof(share: Share) -> str:
    """Another one with every password, and none of it."""
    return salted_hmac("pixstudio.share", share.password, algorithm="sha256").hexdigest()


def keep_name(request: HttpRequest, response: HttpResponse, visit: Visit, guest: Guest) -> HttpResponse:
    value = signing.dumps([guest.key, guest.name], salt=f"guest.{visit.share.pk}", compress=True)
    left = int((visit.share.ends_at - timezone.now()).total_seconds())
    return _keep(request, response, visit, _GUEST, value, max(left, 60))


def _guest(request: HttpRequest, share: Share) -> Guest | None:
    try:
        key, name = signing.loads(request.COOKIES.get(_GUEST, ""), salt=f"guest.{share.pk}")
    except signing.BadSignature:
        return None
    return Guest(key=key, name=name)


def _keep(
    request: HttpRequest, response: HttpResponse, visit: Visit, name: str, value: str, seconds: int
) -> HttpResponse:
    """For this link alone."""
    response.set_cookie(
        name, value, max_age=seconds, path=visit.url, secure=request.is_secure(), httponly=True, samesite="Lax"
    )
    return response
