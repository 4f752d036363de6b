"""Two to four films side by side under one play head, and in words only what differs between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as draw
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jobs import words
from jobs.models import Render
from jobs.queries import feed
from jobs.states import AssetKind, State
from jobs.web import letters
from jobs.web.cards import Card, Deck
from jobs.web.facts import Fact, frame_rate, wishes
from jobs.web.visitor import came_from, me, whole_address

FEWEST, MOST = 2, 4


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the films; only one of them is heard."""

    card: Card
    heard: bool
    film: str
    mime: str
    download: str


@dataclass(frozen=True, kw_only=True)
class Back:
    url: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A setting in which the films differ, with the value of each in their order."""

    name: str
    values: tuple[str, ...]


def address_of(takes: Iterable[Render], *wanted: Render) -> str:
    """The page that compares the saved ones of these takes, `wanted` among them; empty where there is only one."""
    saved = [take for take in takes if take.state == State.SAVED]
    chosen = saved[:MOST]
    for film in wanted:
        if film in saved and film not in chosen:
            chosen[-1] = film
    if len(chosen) < FEWEST:
        return ""
    return f"{reverse('compare')}?films={','.join(str(film.pk) for film in chosen)}"


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """`?films=<id>,<id>`, saved ones of one's own spaces. What is not there for this person is left out."""
    user = me(request)
    films = feed.films(user, _asked(request))[:MOST]
    if len(films) < FEWEST:
        raise Http404
    deck = Deck(user)
    heard = next((film for film in films if film.order.audio), None)
    context = {
        "sides": [_side(film, deck.card(film), heard=film is heard) for film in films],
        "differences": differences(films),
        "seconds": max(_seconds(film) for film in films),
        "ended": words.play_time(max(_seconds(film) for film in films)),
        "rate": max(map(frame_rate, films)),  # a step that is one picture of every film, or less
        "audible": heard is not None,
        "keys": letters.of_compare(),
        "back": _back(request, films),
        "link": whole_address(request, address_of(films)),
    }
    return draw(request, "compare/page.html", context)


def _back(request: HttpRequest, films: Sequence[Render]) -> Back:
    """To where the films were chosen: the gallery with its filter, Create, or the page of one of them."""
    page = came_from(request, otherwise="")
    path = urlsplit(page).path
    if path in (reverse("gallery"), reverse("studio")):
        return Back(url=page, label=_("Back"))
    pages = [reverse("render", args=[film.pk]) for film in films]
    return Back(url=page if path in pages else pages[0], label=_("Back to the film"))


def _asked(request: HttpRequest) -> list[UUID]:
    """:raises Http404: that is no list of films."""
    try:
        return [UUID(name) for name in request.GET.get("films", "").split(",")[: 2 * MOST]]
    except ValueError as error:
        raise Http404 from error


def _side(film: Render, card: Card, *, heard: bool) -> Side:
    stored = film.asset(AssetKind.FILM)
    address = reverse("film", args=[film.pk])
    mime = stored.mime if stored else "video/mp4"
    return Side(card=card, heard=heard, film=address, mime=mime, download=f"{address}?download")


def _seconds(film: Render) -> float:
    stored = film.asset(AssetKind.FILM)
    return stored.seconds if stored and stored.seconds else float(film.order.duration)


def differences(films: Sequence[Render]) -> tuple[Difference, ...]:
    """Settings that are not the same for all; one that a film does not have is a dash."""
    told = [{fact.name: fact.value for fact in _facts(film)} for film in films]
    names = dict.fromkeys(name for facts in told for name in facts)
    rows = (Difference(name=name, values=tuple(facts.get(name, "–") for facts in told)) for name in names)
    return tuple(row for row in rows if len(set(row.values)) > 1)


def _facts(film: Render) -> Iterable[Fact]:
    yield Fact(name=_("Prompt"), value=film.order.prompt)
    yield from wishes(film, film.asset(AssetKind.FILM))
