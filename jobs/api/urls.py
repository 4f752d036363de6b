"""The API's addresses."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.http import require_safe

from jobs.api import docs
from jobs.api.problems import answer
from jobs.api.rules import for_programs
from jobs.api.studio import api

_LOOKED_AT = {"openapi-json", "api-root"}
"""ninja's own views do not mind the method; its calls do."""


def nothing_here(request: HttpRequest) -> HttpResponseBase:
    return answer("not-found")


def _guarded(pattern: URLPattern | URLResolver) -> URLPattern:
    """The same address behind our rules; ninja's routers make plain patterns only."""
    if not isinstance(pattern, URLPattern):
        raise TypeError(pattern)
    view = require_safe(pattern.callback) if pattern.name in _LOOKED_AT else pattern.callback
    return URLPattern(pattern.pattern, for_programs(view), pattern.default_args, pattern.name)


_calls, _app, _namespace = api.urls
urlpatterns = [
    path("v1/docs", docs.page, name="api-docs"),
    path("v1/", ([_guarded(call) for call in _calls], _app, _namespace)),
    re_path(r"", for_programs(nothing_here), name="api-nothing-here"),
]
