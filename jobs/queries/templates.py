"""Prompt templates of one's spaces, as they are looked for."""

from collections.abc import Iterable

from django.db.models import Q

from jobs.models import PromptTemplate, User
from jobs.models.boards import fold

OFFERED = 30
"""Beside the form; the page of templates shows all."""
WORDS_MOST = 8


def found(user: User, text: str = "", *, most: int | None = None) -> list[PromptTemplate]:
    """By name; each word stands in the name or the prompt. One query."""
    rows = PromptTemplate.objects.filter(space__in=list(user.seats)).select_related("space", "author")
    for word in _words(text):
        rows = rows.filter(Q(folded__contains=fold(word)) | Q(prompt__icontains=word))
    return list(rows.order_by("folded", "pk")[:most])


def _words(text: str) -> Iterable[str]:
    return text.replace("\0", "").split()[:WORDS_MOST]
