"""The page of one film: stage, settings, what happened, what it cost, and its sister takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from jobs import words
from jobs.catalogue import TITLE_MAX
from jobs.models import Asset, Event, Order, Render, User
from jobs.queries import boards, feed
from jobs.queries.family import family
from jobs.queries.shares import said_about
from jobs.states import AssetKind, Happening
from jobs.web.cards import Card, Deck, stamp
from jobs.web.compare import address_of
from jobs.web.days import day_name
from jobs.web.deeds import Deed
from jobs.web.facts import Fact, frame_rate, wishes
from jobs.web.fate import Fate
from jobs.web.ladder import Ladder
from jobs.web.mentions import Mention, mention
from jobs.web.receipt import Receipt, receipt
from jobs.web.reel import Remark, listed, remark


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that happened."""

    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class Day:
    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A comment on the bar of the player: `seconds` into the film, `place` from its left end in percent."""

    seconds: str
    place: str
    told: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """`film` is empty until it is home. `days` run from first to last. `compare` is empty where there is nothing to.
    `pickers` and `remarks` are what guests of share links said; `shares` leads to a new link, where there can be one.
    """

    card: Card
    film: str
    mime: str
    seconds: float
    rate: float
    audible: bool
    settings: tuple[Fact, ...]
    about: tuple[Fact, ...]
    receipt: Receipt
    days: tuple[Day, ...]
    candidates: tuple[str, ...]
    takes: tuple[Card, ...]
    boards: tuple[tuple[UUID, str], ...]
    tags: tuple[str, ...]
    compare: str
    reuse: tuple[Deed, ...]
    again: Deed | None
    ladder: Ladder
    parent: Mention | None
    children: tuple[Mention, ...]
    pickers: str
    remarks: tuple[Remark, ...]
    shares: str
    renames: bool
    fate: Fate

    title_max = TITLE_MAX

    @cached_property
    def stamps(self) -> dict[str, str]:
        """Of each part that the pulse exchanges; a playing film is never exchanged."""
        strip = [(take.id, take.state, take.icon, take.poster) for take in self.takes]
        made = (self.again, self.ladder, self.parent, self.children)
        said = (self.pickers, self.remarks)
        told = (self.settings, self.about, self.receipt, self.days, self.candidates, made, said, self.fate)
        return {
            "title": stamp((self.card.name, self.renames)),
            "doing": stamp((self.film, self.compare)),
            "facts": stamp((self.card.advice, self.card.left, told)),
            "strip": stamp(strip),
            "shelf": stamp((self.boards, self.tags)),
        }

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Of comments about a place in the film, on the bar of its player."""
        timed = ((float(one.seconds), one) for one in self.remarks if one.seconds)
        return tuple(
            Mark(
                seconds=one.seconds,
                place=f"{100 * at / self.seconds:.2f}%",
                told=f"{one.at} · {one.who}: {Truncator(one.text).chars(80)}",
            )
            for at, one in timed
            if at <= self.seconds
        )

    @property
    def ended(self) -> str:
        """`0:05.0`."""
        return words.play_time(self.seconds)


def story(user: User, render: Render) -> Story:
    """Everything the page of this film tells; bring it from `for_card()`."""
    film, order, deck = render.asset(AssetKind.FILM), render.order, Deck(user)
    events = tuple(render.events.select_related("actor").order_by("pk"))
    takes = feed.takes(user, order.pk) if order.takes > 1 else (render,)
    gathering = boards.of_film(render)
    kin, said = family(user, render), said_about(render)
    return Story(
        card=deck.card(render),
        film=reverse("film", args=[render.pk]) if film else "",
        mime=film.mime if film else "",
        seconds=film.seconds if film and film.seconds else order.duration,
        rate=frame_rate(render),
        audible=film is not None and film.has_audio is not False,
        settings=tuple(wishes(render, film)),
        about=tuple(_about(render, film)),
        receipt=receipt(render, film, _differs(events), kin.parent),
        days=_days(events),
        candidates=tuple(render.submission.candidates) if render.submission else (),
        takes=tuple(deck.card(take) for take in takes),
        boards=tuple((board.pk, board.name) for board in gathering.boards if board.pk in gathering.on),
        tags=gathering.tags,
        compare=address_of(takes, render),
        reuse=_reuse(order, render.take),
        again=deck.again(render) if film else None,
        ladder=deck.ladder(render, kin),
        parent=mention(kin.parent) if kin.parent else None,
        children=tuple(map(mention, kin.children)),
        pickers=listed(pick.guest for pick in said.picks),
        remarks=tuple(map(remark, said.comments)),
        shares=deck.shares(render),
        renames=deck.renames(render),
        fate=deck.fate(render),
    )


def _about(render: Render, film: Asset | None) -> Iterable[Fact]:
    order = render.order
    yield Fact(name=_("Take"), value=f"{render.take} / {order.takes}")
    yield Fact(name=_("By"), value=order.author.name)
    if film:
        yield Fact(name=_("File"), value=words.size(film.bytes))
    if render.task_id:
        yield Fact(name=_("Task"), value=render.task_id)
    if request_id := render.error_params.get("request_id"):
        yield Fact(name=_("Request"), value=request_id)


def _differs(events: Iterable[Event]) -> str:
    """The last word on what was not delivered as ordered."""
    told = [words.happening(event) for event in events if event.happening == Happening.DIFFERS]
    return told[-1] if told else ""


def _days(events: Iterable[Event]) -> tuple[Day, ...]:
    entries = [Entry(at=timezone.localtime(event.at), text=words.happening(event)) for event in events]
    grouped = groupby(entries, key=lambda entry: entry.at.date())
    return tuple(Day(name=day_name(day), entries=tuple(some)) for day, some in grouped)


def _reuse(order: Order, take: int) -> tuple[Deed, ...]:
    """Into the composer: everything, or one part of it while the rest of the form stays as it is."""
    parts = {"": _("Everything"), "prompt": _("Prompt only"), "seed": _("Seed only"), "settings": _("Settings only")}
    return tuple(
        Deed(label=label, url=f"{reverse('studio')}?{_like(order, take, only)}", link=True)
        for only, label in parts.items()
    )


def _like(order: Order, take: int, only: str) -> str:
    return urlencode({"like": order.pk, **({"only": only} if only else {}), "take": take})
