"""Every error of the API as one kind of document, in the reader's language.

https://www.rfc-editor.org/rfc/rfc9457; `type` is a stable word of ours and the only thing a program should compare.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

MEDIA_TYPE = "application/problem+json"
_ERRORS_MOST = 50


class FieldError(BaseModel):
    """One field, or the body as a whole when `field` is empty. `code` is stable, `message` is for people."""

    field: str
    code: str
    message: str


class ProblemDocument(BaseModel):
    """What went wrong (RFC 9457). `type` is stable; the texts follow Accept-Language."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = Field(description="Which fields were not accepted; empty for other problems.")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Texts in English; `answer` turns them into the reader's language."""

    status: HTTPStatus
    title: str
    detail: str = ""


KINDS: dict[str, Kind] = {
    "bad-request": Kind(
        status=HTTPStatus.BAD_REQUEST,
        title=_("That could not be read"),
        detail=_("The request was damaged or too large. Nothing was changed."),
    ),
    "unauthorized": Kind(
        status=HTTPStatus.UNAUTHORIZED,
        title=_("A good access token is missing"),
        detail=_("Send “Authorization: Bearer pix_…” with a token that has not ended. Nothing was done."),
    ),
    "scope-missing": Kind(status=HTTPStatus.FORBIDDEN, title=_("This token may not do that")),
    "not-yours": Kind(
        status=HTTPStatus.FORBIDDEN,
        title=_("Not yours to change"),
        detail=_("Only its author or an admin may do this. Nothing was changed."),
    ),
    "not-found": Kind(
        status=HTTPStatus.NOT_FOUND,
        title=_("Not found"),
        detail=_("There is nothing at this address that you can see."),
    ),
    "method-not-allowed": Kind(
        status=HTTPStatus.METHOD_NOT_ALLOWED,
        title=_("This address does not know that method"),
        detail=_("The Allow header names the methods it knows. Nothing was done."),
    ),
    "too-late": Kind(status=HTTPStatus.CONFLICT, title=_("Too late to cancel")),
    "not-final": Kind(status=HTTPStatus.CONFLICT, title=_("Still on its way")),
    "not-ended": Kind(status=HTTPStatus.CONFLICT, title=_("Still on its way")),
    "not-uncertain": Kind(status=HTTPStatus.CONFLICT, title=_("Nothing to decide")),
    "not-saved": Kind(status=HTTPStatus.CONFLICT, title=_("Not saved yet")),
    "found-filmless": Kind(status=HTTPStatus.CONFLICT, title=_("No film to adopt")),
    "found-gone": Kind(status=HTTPStatus.CONFLICT, title=_("Deleted at the provider")),
    "found-decided": Kind(status=HTTPStatus.CONFLICT, title=_("Decided already")),
    "share-made": Kind(status=HTTPStatus.CONFLICT, title=_("Made already")),
    "overtaken": Kind(status=HTTPStatus.CONFLICT, title=_("Changed by somebody else")),
    "too-large": Kind(
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        title=_("The body is too large"),
        detail=_("A body has at most 1 MiB. Nothing was ordered."),
    ),
    "not-json-type": Kind(
        status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        title=_("The body is not announced as JSON"),
        detail=_("Send it with “Content-Type: application/json”. Nothing was ordered."),
    ),
    "range-not-satisfiable": Kind(
        status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
        title=_("Past the end of the film"),
        detail=_("The Content-Range header tells how many bytes the film has."),
    ),
    "not-json": Kind(
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=_("The body is not JSON"),
        detail=_("It must be one JSON object in UTF-8. Nothing was ordered."),
    ),
    "invalid-request": Kind(status=HTTPStatus.UNPROCESSABLE_ENTITY, title=_("Not understood")),
    "invalid-order": Kind(status=HTTPStatus.UNPROCESSABLE_ENTITY, title=_("This cannot be ordered")),
    "idempotency-mismatch": Kind(status=HTTPStatus.UNPROCESSABLE_ENTITY, title=_("This key stands for another order")),
    "no-such-candidate": Kind(status=HTTPStatus.UNPROCESSABLE_ENTITY, title=_("No such task")),
    "too-many-requests": Kind(
        status=HTTPStatus.TOO_MANY_REQUESTS,
        title=_("Too many requests"),
        detail=_("Wait as long as the Retry-After header says, then try again. Nothing was done."),
    ),
    "server-error": Kind(
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        title=_("The studio made a mistake"),
        detail=_("It is noted in the studio's log. Look at your renders before you order again."),
    ),
}


class Trouble(Exception):
    """Ends a call with one of `KINDS`."""

    def __init__(self, kind: str, detail: str = "", errors: Sequence[FieldError] = ()) -> None:
        super().__init__(kind)
        self.kind, self.detail, self.errors = kind, detail, errors


def invalid(errors: Sequence[FieldError], kind: str = "invalid-request", most: int = _ERRORS_MOST) -> Trouble:
    """The fields' own sentences, together also as the detail; of a body that is wrong all over only the first ones."""
    told = " ".join(dict.fromkeys(error.message for error in errors[:most]))
    return Trouble(kind, told, errors[:most])


def answer(
    kind: str, detail: str = "", errors: Sequence[FieldError] = (), headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """The problem document; a sentence of the kind itself stands in where no other detail is given."""
    known = KINDS[kind]
    document = ProblemDocument(
        type=kind,
        title=gettext(known.title),
        status=known.status,
        detail=_readable(detail) or gettext(known.detail or known.title),
        errors=[error.model_copy(update={"message": _readable(error.message)}) for error in errors],
    )
    return HttpResponse(
        json.dumps(document.model_dump()), status=known.status, content_type=MEDIA_TYPE, headers=dict(headers or {})
    )


def _readable(text: str) -> str:
    """Halves of characters, which a caller sent and a sentence repeats, become “�”: strict readers refuse them."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def scope_missing(scope: str) -> Trouble:
    detail = gettext("This call needs a token with the scope “%(scope)s”. Nothing was done.") % {"scope": scope}
    return Trouble("scope-missing", detail)
