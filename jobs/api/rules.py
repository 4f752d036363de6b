"""The rules behind which every address of the API stands: no cookie, the caller's language, problem documents."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_supported_language_variant, override
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from jobs.api.problems import answer
from jobs.api.reading import announced_as_json

View = Callable[..., HttpResponseBase]
START = "/api/"


def for_programs(view: View) -> View:
    """A view that asks for no session, speaks the language of the header alone, and tells errors as documents."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = wanted_language(request)
        with override(language):
            response = _told(request, view, args, kwargs)
        response.headers["Content-Language"] = language
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        return response

    return login_not_required(csrf_exempt(guarded))


def _told(request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]) -> HttpResponseBase:
    if request.method == "POST" and not announced_as_json(request):
        return answer("not-json-type")
    try:
        response = view(request, *args, **kwargs)
    except Http404:
        return answer("not-found")
    if response.status_code == 405:
        return answer("method-not-allowed", headers={"Allow": response.headers["Allow"]})
    return response


def wanted_language(request: HttpRequest) -> str:
    """The first language of `Accept-Language` that we speak, else the studio's."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def fallback(request: HttpRequest, kind: str) -> HttpResponse:
    """For what goes wrong before or behind all views."""
    with override(wanted_language(request)):
        return answer(kind)
