"""The list of renders that programs page through: newest first, filtered, by an opaque cursor.

A cursor is the place after the last row of a page (keyset, so that new renders shift nothing), signed together with
the question it answers: one of another question is refused instead of skipping rows in silence.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import Q

from jobs.models import Render, User
from jobs.queries import wording

_SIGNER = Signer(salt="jobs.queries.listing")


class BadCursor(Exception):
    """Not one of ours, or of another question."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """`models` are full ids; empty filters let everything pass."""

    states: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    text: str = ""

    @property
    def digest(self) -> str:
        content = json.dumps([sorted(self.states), sorted(self.models), self.text])
        return hashlib.sha256(content.encode()).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True)
class Page:
    renders: tuple[Render, ...]
    next: str | None


def page(user: User, question: Question, *, cursor: str | None, limit: int) -> Page:
    """
    :raises BadCursor: it cannot continue this question.
    """
    rows = Render.objects.visible_to(user).filter(trashed_at=None).filter(_matching(question))
    if cursor is not None:
        rows = rows.filter(_after(cursor, question))
    found = tuple(rows.for_card().order_by("-created_at", "-id")[: limit + 1])
    shown = found[:limit]
    return Page(renders=shown, next=_cursor(shown[-1], question) if len(found) > limit else None)


def _matching(question: Question) -> Q:
    wanted = Q()
    if question.states:
        wanted &= Q(state__in=question.states)
    if question.models:
        wanted &= Q(model__in=question.models)
    if question.text:
        among = wording.few([question.text])
        wanted &= Q() if among is None else Q(order__in=among)
        wanted &= Q(order__prompt__icontains=question.text) | Q(order__title__icontains=question.text)
    return wanted


def _cursor(last: Render, question: Question) -> str:
    place = {"at": last.created_at.isoformat(), "id": str(last.pk), "of": question.digest}
    return _SIGNER.sign_object(place)


def _after(cursor: str, question: Question) -> Q:
    try:
        place = _SIGNER.unsign_object(cursor)
    except BadSignature as error:
        raise BadCursor from error
    if place["of"] != question.digest:
        raise BadCursor
    at, last = datetime.fromisoformat(place["at"]), UUID(place["id"])
    # the first half alone would do for an index, which cannot look into an "or"
    return Q(created_at__lte=at) & (Q(created_at__lt=at) | Q(pk__lt=last))
