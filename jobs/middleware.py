"""What every request gets: an id that stands in logs and on error pages, and the language and clock of its reader."""

import ipaddress
import re
import zoneinfo
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware, get_user
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from jobs.models import User
from jobs.trail import request_id, visitor

Respond = Callable[[HttpRequest], HttpResponseBase]

_FROM_PROXY = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")
HEALTH = frozenset({"/healthz", "/readyz"})
_FOR_DEVELOPERS = frozenset({404, 500})
_PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


class RequestId:
    """Names the request. A trusted proxy's own id is kept, so that one id leads through both logs."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "") if settings.PIXSTUDIO.trusted_proxies else ""
        name = given if _FROM_PROXY.match(given) else uuid4().hex[:12]
        mark, from_where = request_id.set(name), visitor.set(_address(request.META.get("REMOTE_ADDR", "")))
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(mark)
            visitor.reset(from_where)
        response.headers["X-Request-Id"] = name
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        return response


def _address(told: str) -> str:
    """Databases refuse what is no address, and a proxy may pass on anything."""
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return ""


class Common(CommonMiddleware):
    """Django's, with health left out: a container asks for it by whatever name, and it makes no link of that name.

    Everything is read as UTF-8, which all our pages send. A charset that only an attacker names could spell halves of
    characters, which no page can be drawn with.
    """

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        if request.encoding:
            request.encoding = settings.DEFAULT_CHARSET
        return None if request.path in HEALTH else super().process_request(request)


class Policy:
    """django-csp's header, spelled once: all pages have the same policy, and no page of ours has a nonce. As with its
    own middleware, Django's pages for developers go without, as they bring their styles along.

    https://django-csp.readthedocs.io/en/latest/configuration.html
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response, self._policy = get_response, build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not (settings.DEBUG and response.status_code in _FOR_DEVELOPERS):
            response.headers.setdefault(HEADER, self._policy)
        return response


class Reader:
    """Speaks the signed-in person's language and tells times in their zone; comes after authentication.

    Who has chosen no language is spoken to as Django's `LocaleMiddleware` decided before.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = get_user(request)
        if not isinstance(user, User):
            return self.get_response(request)
        request.user = user  # the person, not Django's wrapper, through which every look at a name takes a detour
        if user.language in dict(settings.LANGUAGES):
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(zone_of(user)):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        patch_vary_headers(response, ["Cookie"])
        return response


class SignedIn(LoginRequiredMiddleware):
    """Nobody comes further without signing in, unless the view says `login_not_required`.

    A page's script that meets this is not handed the sign-in page as if it were a part of its own page: a deed leads
    the whole browser there, a look changes nothing and the page says why.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        response = super().process_view(request, view_func, args, kwargs)
        if response is None or request.headers.get("HX-Request") != "true":
            return response
        if request.method == "GET":
            return HttpResponse(status=204, headers={"X-Signed-Out": "1"})
        return HttpResponse(headers={"HX-Redirect": resolve_url(settings.LOGIN_URL)})


def zone_of(user: User) -> zoneinfo.ZoneInfo:
    """The person's time zone; the site's when they chose none or one this machine does not know."""
    try:
        return zoneinfo.ZoneInfo(user.time_zone or settings.TIME_ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)
