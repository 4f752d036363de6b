"""The gallery: the films of one's spaces under a filter that is the address, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jobs import words
from jobs.models import User
from jobs.queries import days as sums
from jobs.queries import gallery as films
from jobs.queries.faces import Face
from jobs.queries.filters import Filter
from jobs.queries.place import BadCursor, Place
from jobs.web.days import day_name
from jobs.web.filtering import Filtering, films_counted
from jobs.web.newer import newer_than
from jobs.web.preferences import rows_of
from jobs.web.tiles import tiles
from jobs.web.visitor import by_htmx, me


@dataclass(frozen=True, kw_only=True)
class Day:
    """Films of one day in the reader's time zone. `goes_on`: the page before has begun it, under a header there."""

    date: date
    name: str
    figures: str
    tiles: SafeString
    goes_on: bool

    @property
    def id(self) -> str:
        """`2026-11-26`."""
        return self.date.isoformat()


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Whole, or for the script: the next page from `?cursor=` on, or all below the top bar under another filter."""
    user, cursor = me(request), request.GET.get("cursor", "")
    filtering = Filtering(user, Filter.from_query(request.GET))
    try:
        found = films.page(user, filtering.wanted, cursor=cursor)
        before = Place.read(cursor) if cursor and by_htmx(request) else None
    except BadCursor as error:
        raise Http404 from error
    filtering.counted(found.all)
    context = {
        "filtering": filtering,
        "days": days(user, filtering, found.films, before),
        "cursor": found.cursor,
        "query": filtering.query,
    }
    if before:
        return render(request, "gallery/_more_days.html", context)
    if not cursor and not filtering.wanted.oldest_first:
        context["newer"] = newer_than(filtering.wanted, found.films)
    return _whole(request, filtering, {**context, "rows": rows_of(request)})


def _whole(request: HttpRequest, filtering: Filtering, context: dict[str, Any]) -> HttpResponse:
    if not by_htmx(request):
        return render(request, "gallery/page.html", context)
    response = render(request, "gallery/_again.html", {**context, "open": True})
    response.headers["HX-Replace-Url"] = filtering.url
    return response


def days(user: User, filtering: Filtering, found: Sequence[Face], before: Place | None = None) -> tuple[Day, ...]:
    wanted, drawn = filtering.wanted, iter(tiles(user, found, filtering.query))
    zone = timezone.get_current_timezone()
    grouped = [(day, tuple(some)) for day, some in groupby(found, key=lambda film: film.at.astimezone(zone).date())]
    begun = before.at.astimezone(zone).date() if before else None
    figures = sums.figures(user, wanted, tuple(day for day, _some in grouped if day != begun))
    return tuple(
        Day(
            date=day,
            name=day_name(day),
            figures=_in_words(wanted, figures[day]) if day in figures else "",
            tiles=SafeString("".join(islice(drawn, len(some)))),
            goes_on=day == begun,
        )
        for day, some in grouped
    )


def _in_words(wanted: Filter, day: sums.Figures) -> str:
    """`12 films · 1:00 min · ¥16.20`; films that were not made have no length."""
    parts = [films_counted(films.Count(number=day.films, more=day.more))]
    if wanted.saved_only and not day.more:
        parts.append(_("%(length)s min") % {"length": words.clock(day.seconds)})
        parts += [words.money(day.cost)] if day.cost is not None else []
    return " · ".join(parts)
