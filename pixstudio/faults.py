"""Errors that no view answers: documents for programs, pages for people."""

from django.http import HttpRequest, HttpResponse

from jobs.api import rules
from jobs.web import errors


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _to_programs(request, "bad-request") or errors.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _to_programs(request, "not-yours") or errors.forbidden(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _to_programs(request, "not-found") or errors.not_found(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    return _to_programs(request, "server-error") or errors.broken(request)


def _to_programs(request: HttpRequest, kind: str) -> HttpResponse | None:
    return rules.fallback(request, kind) if request.path.startswith(rules.START) else None
