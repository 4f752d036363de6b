"""The page of one film: stage, settings, what happened, what it cost."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs import words
from jobs.models import Asset, LedgerLine, Render, User
from jobs.states import AssetKind, LineKind
from jobs.web.cards import Card, Deck, stamp
from jobs.web.deeds import Deed


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A setting or a figure with its name."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that happened."""

    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """`film` is empty until it is home. `happened` runs from first to last."""

    card: Card
    film: str
    mime: str
    settings: tuple[Fact, ...]
    receipt: tuple[Fact, ...]
    happened: tuple[Entry, ...]
    candidates: tuple[str, ...]
    like: str
    again: Deed | None

    @property
    def stamp(self) -> str:
        """Of the facts beside the stage; a playing film is never exchanged."""
        return stamp((self.card.deeds, self.card.advice, self.settings, self.receipt, self.happened, self.candidates))


def story(user: User, render: Render) -> Story:
    """Everything the page of this film tells; bring it from `for_card()`."""
    film = render.asset(AssetKind.FILM)
    order = render.order
    deck = Deck(user)
    events = render.events.select_related("actor").order_by("pk")
    return Story(
        card=deck.card(render),
        film=reverse("film", args=[render.pk]) if film else "",
        mime=film.mime if film else "",
        settings=tuple(_settings(render, film)),
        receipt=tuple(_receipt(render)),
        happened=tuple(Entry(at=timezone.localtime(event.at), text=words.happening(event)) for event in events),
        candidates=tuple(render.submission.candidates) if render.submission else (),
        like=f"{reverse('studio')}?like={order.pk}",
        again=deck.again(render) if film else None,
    )


def _settings(render: Render, film: Asset | None) -> list[Fact]:
    order = render.order
    width, height = (film.width, film.height) if film else order.size.split("*")
    facts = [
        Fact(name=_("Model"), value=order.short_model),
        Fact(name=_("Size"), value=f"{width}×{height} · {order.ratio}"),
        Fact(name=_("Length"), value=_("%(seconds)s s") % {"seconds": order.duration}),
        Fact(name=_("Sound"), value=_("on") if order.audio else _("off")),
        Fact(name=_("Seed"), value=str(render.seed)),
        Fact(name=_("AI label"), value=_("on") if order.watermark else _("off")),
    ]
    if order.shot_type:
        shots = _("several shots") if order.shot_type == "multi" else _("single shot")
        facts.append(Fact(name=_("Shots"), value=shots))
    facts.append(Fact(name=_("Take"), value=f"{render.take} / {order.takes}"))
    facts.append(Fact(name=_("By"), value=order.author.name))
    if film:
        facts.append(Fact(name=_("File"), value=words.size(film.bytes)))
    if render.task_id:
        facts.append(Fact(name=_("Task"), value=render.task_id))
    return facts


def _receipt(render: Render) -> list[Fact]:
    """The ledger lines as booked; practice books nothing."""
    return [Fact(name=_line_name(line), value=_line_value(line)) for line in render.ledger.order_by("at", "pk")]


def _line_name(line: LedgerLine) -> str:
    names = {
        LineKind.RESERVE: _("Reserved"),
        LineKind.SETTLE: _("Charged, estimated") if line.estimated else _("Charged"),
        LineKind.RELEASE: _("Given back"),
    }
    return names[LineKind(line.kind)]


def _line_value(line: LedgerLine) -> str:
    said = words.money(line.amount, line.currency)
    return f"− {said}" if line.kind == LineKind.RELEASE and line.amount is not None else said
