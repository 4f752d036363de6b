"""The gallery: every saved film of one's spaces, day by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jobs.models import Render, User
from jobs.queries import gallery as films
from jobs.queries.place import BadCursor
from jobs.web.cards import Card, Deck
from jobs.web.days import day_name
from jobs.web.visitor import by_htmx, me


@dataclass(frozen=True, kw_only=True)
class Day:
    """Films of one day in the reader's time zone."""

    name: str
    cards: tuple[Card, ...]


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """A page from `?cursor=` on; a script fetches the next one as a part."""
    user = me(request)
    try:
        found = films.page(user, cursor=request.GET.get("cursor", ""))
    except BadCursor as error:
        raise Http404 from error
    context = {"days": days(user, found.films), "cursor": found.cursor}
    return render(request, "gallery/_days.html" if by_htmx(request) else "gallery/page.html", context)


def days(user: User, found: Iterable[Render]) -> tuple[Day, ...]:
    deck = Deck(user)
    grouped = groupby(found, key=lambda film: timezone.localtime(film.saved_at).date())
    return tuple(Day(name=day_name(day), cards=tuple(map(deck.card, some))) for day, some in grouped)
