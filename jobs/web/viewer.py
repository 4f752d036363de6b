"""The viewer: one film in a full window, and its neighbours under the gallery's filter it was opened from."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as draw
from django.urls import reverse
from django.views.decorators.http import require_safe

from jobs.access import render_for
from jobs.models import Render, User
from jobs.queries import gallery
from jobs.queries.filters import Filter
from jobs.web import letters
from jobs.web.story import story
from jobs.web.visitor import me, whole_address


@dataclass(frozen=True, kw_only=True)
class Around:
    """Addresses of the films before and after this one, empty at the ends; `within` is the filter, `?` included."""

    before: str
    after: str
    back: str
    within: str
    place: str
    total: str


@require_safe
def film_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """With the gallery's own words in its address, it knows the films around it."""
    user = me(request)
    render = render_for(user, pk)
    told = story(user, render)
    beside = around(user, Filter.from_query(request.GET), render)
    context = {
        "story": told,
        "card": told.card,
        "around": beside,
        "within": beside.within,
        "keys": letters.of_viewer(),
        "link": whole_address(request, told.card.url),
    }
    return draw(request, "renders/page.html", context)


def around(user: User, wanted: Filter, render: Render) -> Around:
    beside, stands = gallery.neighbours(user, wanted, render), gallery.position(user, wanted, render)
    within = f"?{wanted.query_string}" if wanted.query_string else ""
    return Around(
        before=_address(beside.before, within),
        after=_address(beside.after, within),
        back=f"{reverse('gallery')}{within}",
        within=within,
        place=f"{stands.place:,}" if stands.place and render.trashed_at is None else "",
        total=f"{stands.total.number:,}{'+' if stands.total.more else ''}",
    )


def _address(pk: UUID | None, within: str) -> str:
    return f"{reverse('render', args=[pk])}{within}" if pk else ""
