"""Keeps an open page fresh. Every part of it says by `see=<kind>:<id>.<stamps>` what it shows; only parts that differ
come back, out of band, so that what did not change is not touched: no playing film, no focus, no open menu.
Nothing changed: 204.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jobs.models import Render, User
from jobs.queries import feed
from jobs.queries.feed import Whose
from jobs.queries.filters import Filter
from jobs.states import State
from jobs.web.away import back, look
from jobs.web.cards import Card, Deck
from jobs.web.frame import Frame
from jobs.web.heads import heads
from jobs.web.newer import look_again
from jobs.web.notices import notices
from jobs.web.sheets import day_of, head, sheets
from jobs.web.slates import slates
from jobs.web.story import story
from jobs.web.visitor import me

MOST = 200
"""Parts one page may ask about."""

_NEWEST = {"newest": Whose.MINE, "newestall": Whose.ALL}
_NEWS = {State.SAVED: "saved", State.FAILED: "failed", State.EXPIRED: "failed"}


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One part as the page shows it. `kind`: frame, banners, newest, slate, batch, films, a part of a film's page, or a
    card as take, tile or stage.
    """

    kind: str
    id: UUID
    stamps: tuple[str, ...]


def read(text: str) -> Seen | None:
    """None for what no page of ours sends."""
    kind, _, rest = text.partition(":")
    name, *stamps = rest.split(".")
    try:
        return Seen(kind=kind, id=UUID(name), stamps=tuple(stamps))
    except ValueError:
        return None


@require_safe
@never_cache
def pulse(request: HttpRequest) -> HttpResponse:
    user = me(request)
    seen = [one for one in map(read, " ".join(request.GET.getlist("see")).split()[:MOST]) if one]
    news: Counter[str] = Counter()
    within = _within(request)
    parts = [
        *_frame(request, seen),
        *_here(request, user, seen),
        *_orders(user, seen),
        *_batches(user, {one.id: one for one in seen if one.kind == "batch"}),
        *_cards(user, [one for one in seen if one.kind in ("take", "tile", "stage")], news, within, _whose(seen)),
        *_newer_films(user, seen),
        *_film(user, [one for one in seen if one.kind in _OF_FILM], within),
    ]
    told = {"news": dict(news), "notices": notices(request, user)}
    if not parts and not told["notices"]:
        return HttpResponse(status=204)
    response = HttpResponse("".join(parts))
    if heard := {name: what for name, what in told.items() if what}:
        response.headers["HX-Trigger"] = json.dumps(heard)
    return response


def _frame(request: HttpRequest, seen: list[Seen]) -> Iterator[str]:
    frame = Frame(request)
    if any(one.kind == "frame" and one.stamps != (frame.stamp,) for one in seen):
        yield render_to_string("parts/_frame_again.html", {"frame": frame, "oob": True})
    if any(one.kind == "banners" and one.stamps != (frame.banner_stamp,) for one in seen):
        yield render_to_string("parts/_banners_again.html", {"frame": frame, "oob": True})


def _orders(user: User, seen: list[Seen]) -> Iterator[str]:
    """Orders made elsewhere stand in front; slates whose buttons changed are exchanged."""
    for one in seen:
        if one.kind in _NEWEST:
            yield from _newer(user, one, _NEWEST[one.kind])
    shown = {one.id: one for one in seen if one.kind == "slate"}
    if shown:
        for slate in slates(user, feed.some(user, shown)):
            if shown[slate.id].stamps != (slate.stamp,):
                yield render_to_string("studio/_slate.html", {"slate": slate, "oob": True})


def _batches(user: User, shown: dict[UUID, Seen]) -> Iterator[str]:
    """Headings over the orders of one click, whose figures and button change as its films go out."""
    for pk, told in heads(user, shown).items():
        if shown[pk].stamps != (told.stamp,):
            yield render_to_string("studio/_batch_head.html", {"head": told, "oob": True})


def _newer(user: User, one: Seen, whose: Whose) -> Iterator[str]:
    """Under the header of their day where the page has it, else as a day of their own above all others."""
    orders = feed.newer(user, whose, one.id)
    if not orders:
        return
    above = feed.order(user, one.id)
    shown = day_of(above) if above else None
    for sheet in reversed(sheets(user, whose, orders)):
        yield render_to_string("studio/_newer.html", {"sheet": sheet, "shown": sheet.day == shown, "oob": True})
    yield render_to_string("studio/_newest.html", {"newest": orders[0].pk, "whose": whose, "oob": True})


def _here(request: HttpRequest, user: User, seen: list[Seen]) -> Iterator[str]:
    """Who looks at the page is here; somebody who was away is told what happened meanwhile."""
    if "hidden" in request.GET:
        return
    if not any(one.kind in _NEWEST for one in seen):
        look(user, timezone.now())
        return
    if away := back(user, timezone.now()):
        yield render_to_string("studio/_away.html", {"away": away, "oob": True})


def _newer_films(user: User, seen: list[Seen]) -> Iterator[str]:
    """How many films an open gallery does not show yet."""
    for one in [one for one in seen if one.kind == "films"][:1]:
        if newer := look_again(user, one.id, one.stamps):
            yield render_to_string("gallery/_newer.html", {"newer": newer, "oob": True})


def _days(user: User, whose: Whose, moved: Iterable[Render]) -> Iterator[str]:
    """What a day comes to changes with the states of its films."""
    for day in {day_of(render.order) for render in moved}:
        yield render_to_string("studio/_day_head.html", {"sheet": head(user, whose, day), "oob": True})


def _cards(user: User, seen: list[Seen], news: Counter[str], within: str, whose: Whose | None = None) -> Iterator[str]:
    """`whose` where the page is the desk, whose days have headers."""
    if not seen:
        return
    renders = _visible(user, (one.id for one in seen))
    deck = Deck(user)
    for one in seen:
        if render := renders.get(one.id):
            yield from _card(one, deck.card(render), news, within)
    if whose:
        takes = [one for one in seen if one.kind == "take" and one.id in renders]
        yield from _days(user, whose, [renders[one.id] for one in takes if one.stamps[:1] != (renders[one.id].state,)])


def _card(one: Seen, card: Card, news: Counter[str], within: str) -> Iterator[str]:
    state, body, line = (*one.stamps, "", "", "")[:3]
    if state != card.state and card.state in _NEWS:
        news[_NEWS[State(card.state)]] += 1
    context = {"card": card, "place": one.kind, "query": within, "oob": True}
    if one.kind == "stage" and card.saved:
        return  # the player comes with the facts
    if body != card.body_stamp:
        yield render_to_string("renders/_card.html", context)
    elif line != card.line_stamp:
        yield render_to_string("renders/_line.html", context)


_OF_FILM = {
    "title": "renders/_title.html",
    "doing": "renders/_doing.html",
    "facts": "renders/_facts.html",
    "strip": "renders/_strip.html",
    "shelf": "renders/_shelf.html",
}
"""The parts of a film's page; a film that plays is in none of them."""


def _film(user: User, seen: list[Seen], within: str) -> Iterator[str]:
    """What stands around the film; once it is home, the player takes the card's place on the stage."""
    if not seen:
        return
    renders = _visible(user, (one.id for one in seen))
    told = {pk: story(user, render) for pk, render in renders.items()}
    for one in seen:
        if one.id not in told:
            continue
        shown = told[one.id]
        context = {"story": shown, "card": shown.card, "within": within, "oob": True}
        if one.stamps[:1] != (shown.stamps[one.kind],):
            yield render_to_string(_OF_FILM[one.kind], context)
        if shown.film and "card" in one.stamps:
            yield render_to_string("renders/_stage.html", context)


def _within(request: HttpRequest) -> str:
    """The filter under which a film's page or the gallery stands, for the links of its parts."""
    asked = Filter.from_query(QueryDict(request.GET.get("within", "").removeprefix("?"))).query_string
    return f"?{asked}" if asked else ""


def _whose(seen: list[Seen]) -> Whose | None:
    return next((_NEWEST[one.kind] for one in seen if one.kind in _NEWEST), None)


def _visible(user: User, ids: Iterable[UUID]) -> dict[UUID, Render]:
    rows = Render.objects.visible_to(user).for_card().liked_by(user).filter(doomed_at=None)
    return {render.pk: render for render in rows.filter(pk__in=list(ids))}
