"""Every exception that can end a call, and the problem document it becomes."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from jobs.actions import shares, templates
from jobs.actions.batches import Broken
from jobs.actions.found import BadReason, NotAdoptable
from jobs.actions.orders import AnotherOrder, Refused
from jobs.actions.renders import NoSuchCandidate, NotFinal, NotUncertain, TooLate
from jobs.actions.trash import NotEnded, NotTrashed
from jobs.api.fields import field_error, from_cells, from_problems, from_pydantic
from jobs.api.problems import KINDS, FieldError, Trouble, answer, invalid
from jobs.models import Overtaken
from jobs.queries.listing import BadCursor
from jobs.words import refusal

log = logging.getLogger(__name__)
Fault = Callable[[Any], HttpResponse]


def wire(api: NinjaAPI) -> None:
    for kind, tell in FAULTS.items():
        api.add_exception_handler(kind, _handler(tell))
    api.add_exception_handler(Exception, _mistake)


def _handler(tell: Fault) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda request, error: tell(error)


def _mistake(request: HttpRequest, error: Any) -> HttpResponse:
    """Ours, not the caller's: told without a detail, kept whole in the log."""
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return answer("server-error")


def _trouble(error: Trouble) -> HttpResponse:
    return answer(error.kind, error.detail, error.errors)


def _refused(kind: str) -> Fault:
    """The studio's own sentence for a code that it shares with the pages."""
    return lambda error: answer(kind, refusal(kind))


def _no_candidate(error: NoSuchCandidate) -> HttpResponse:
    sentence = refusal("no-such-candidate")
    field = FieldError(field="task_id", code="no-such-candidate", message=sentence)
    return answer("no-such-candidate", sentence, [field])


def _not_adoptable(error: NotAdoptable) -> HttpResponse:
    sentence = refusal(error.code)
    if error.code in KINDS:
        return answer(error.code, sentence)
    return _trouble(invalid([FieldError(field="space", code=error.code, message=sentence)]))


def _bad_reason(error: BadReason) -> HttpResponse:
    return _trouble(invalid([FieldError(field="reason", code=error.code, message=refusal(error.code))]))


def _broken(error: Broken) -> HttpResponse:
    """Every cause, however many: a click has an end, and so have the rules that a cell can break."""
    errors = [*from_problems(error.whole), *from_cells(error.cells)]
    return _trouble(invalid(errors, "invalid-order", most=len(errors)))


def _no_template(error: templates.Unfit) -> HttpResponse:
    return _trouble(invalid([FieldError(field=error.field, code=error.code, message=refusal(error.code))]))


_OF_SHARES = {"share-title-long": "title", "share-note-long": "note", "share-password": "password"}


def _no_link(error: shares.Unfit) -> HttpResponse:
    sentence = refusal(error.code, error.params)
    if error.code in KINDS:
        return answer(error.code, sentence)
    field = FieldError(field=_OF_SHARES.get(error.code, "films"), code=error.code, message=sentence)
    return _trouble(invalid([field]))


def _http(error: HttpError) -> HttpResponse:
    """ninja raises these itself: 400 for a body that its parser did not take."""
    return answer("not-json" if error.status_code == 400 else "server-error")


def _throttled(error: Throttled) -> HttpResponse:
    return answer("too-many-requests", headers={"Retry-After": str(error.wait or 1)})


FAULTS: dict[type[Exception], Fault] = {
    Trouble: _trouble,
    AuthenticationError: lambda error: answer("unauthorized", headers={"WWW-Authenticate": "Bearer"}),
    PermissionDenied: lambda error: answer("not-yours"),
    Http404: lambda error: answer("not-found"),
    ValidationError: lambda error: _trouble(invalid(from_pydantic(error.errors))),
    Broken: _broken,
    Refused: lambda error: _trouble(invalid(from_problems(error.problems), "invalid-order")),
    BadCursor: lambda error: _trouble(invalid([field_error("cursor", "bad-cursor")])),
    AnotherOrder: _refused("idempotency-mismatch"),
    TooLate: _refused("too-late"),
    NotFinal: _refused("not-final"),
    NotEnded: _refused("not-ended"),
    NotTrashed: lambda error: answer("not-found"),
    NotUncertain: _refused("not-uncertain"),
    NoSuchCandidate: _no_candidate,
    NotAdoptable: _not_adoptable,
    BadReason: _bad_reason,
    templates.Unfit: _no_template,
    templates.Broken: lambda error: _trouble(invalid(from_problems(error.problems))),
    shares.Unfit: _no_link,
    Overtaken: _refused("overtaken"),
    RequestDataTooBig: lambda error: answer("too-large"),
    SuspiciousOperation: lambda error: answer("invalid-request"),
    UnreadablePostError: lambda error: answer("not-json"),
    Throttled: _throttled,
    HttpError: _http,
}
