"""The API's addresses, each behind the same three rules: no cookie, the caller's language, problem documents."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path, re_path
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_supported_language_variant, override
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from jobs.api import docs
from jobs.api.problems import answer
from jobs.api.reading import announced_as_json
from jobs.api.studio import api

View = Callable[..., HttpResponseBase]


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
    response = view(request, *args, **kwargs)
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


def nothing_here(request: HttpRequest) -> HttpResponseBase:
    return answer("not-found")


def _guarded(pattern: URLPattern | URLResolver) -> URLPattern:
    """The same address; ninja's routers make plain patterns only."""
    if not isinstance(pattern, URLPattern):
        raise TypeError(pattern)
    return URLPattern(pattern.pattern, for_programs(pattern.callback), pattern.default_args, pattern.name)


_calls, _app, _namespace = api.urls
urlpatterns = [
    path("v1/docs", docs.page, name="api-docs"),
    path("v1/", ([_guarded(call) for call in _calls], _app, _namespace)),
    re_path(r"", for_programs(nothing_here), name="api-nothing-here"),
]
