"""An order as a block: its slate (words, settings, what can be done with all of it) and its takes as cards."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jobs.catalogue import TITLE_MAX
from jobs.models import Order, Render, User
from jobs.states import State
from jobs.web.cards import Card, Deck, stamp
from jobs.web.compare import address_of
from jobs.web.deeds import Deed, Prices
from jobs.web.heads import Head


@dataclass(frozen=True, kw_only=True)
class Slate:
    """One order, complete for its template."""

    id: UUID
    title: str
    prompt: str
    settings: str
    ratio: str
    when: str
    practice: bool
    author: str
    renames: UUID | None
    """A take by which this person may give the order another title."""
    deeds: tuple[Deed, ...]
    cards: tuple[Card, ...]
    batch: UUID | None
    head: Head | None = None
    """The heading over it, where it is the first of the orders of one click."""

    title_max = TITLE_MAX

    @property
    def name(self) -> str:
        """What the order is called while it has no title."""
        return " ".join(self.prompt.split())[:60]

    @property
    def stamp(self) -> str:
        return stamp((self.title, self.deeds))

    @property
    def watched(self) -> bool:
        return any(card.watched for card in self.cards)

    @property
    def tall(self) -> bool:
        """One, two or four takes stand high, other numbers lower; so do all where one click has many orders."""
        return len(self.cards) in (1, 2, 4) and not self.batch

    @property
    def desk(self) -> int:
        """Takes side by side on a wide page."""
        return side_by_side(len(self.cards), self.ratio, row=252 if self.tall else 164, room=912)

    @property
    def tablet(self) -> int:
        """Takes side by side where the slate stands above them."""
        return side_by_side(len(self.cards), self.ratio, row=184, room=664)


def side_by_side(takes: int, ratio: str, *, row: float, room: float) -> int:
    """How many takes of height `row` stand in a row of width `room`, in pixels: rows are filled alike, and takes
    become a fourth smaller where that saves a row.
    """
    across, down = _DELIVERED.get(ratio) or tuple(map(int, ratio.split(":")))
    fit = max(1, int((room + _GAP) / (row * across / down + _GAP) * _CLOSER))
    rows = max(1, ceil(takes / fit))
    return max(1, ceil(takes / rows))


_GAP = 8
_CLOSER = 1.3
_DELIVERED = {"21:9": (16, 7)}


def slates(user: User, orders: Iterable[Order]) -> tuple[Slate, ...]:
    deck, prices = Deck(user), Prices(timezone.now())
    return tuple(_slate(order, deck, prices, own=order.author_id == user.pk) for order in orders)


def _slate(order: Order, deck: Deck, prices: Prices, *, own: bool) -> Slate:
    renders = tuple(order.renders.all())
    waiting = sum(render.state == State.QUEUED for render in renders)
    return Slate(
        id=order.pk,
        title=order.title,
        prompt=order.prompt,
        settings=settings_of(order),
        ratio=order.ratio,
        when=date_format(timezone.localtime(order.created_at), "H:i"),
        practice=order.practice,
        author="" if own else order.author.name,
        renames=renders[0].pk if own and renders else None,
        deeds=_deeds(order, prices, waiting) if own else (_reuse(order),),
        cards=tuple(deck.card(render) for render in renders),
        batch=order.batch_id,
    )


def settings_of(order: Order) -> str:
    """`v6 · 720P · 16:9 · 5 s · silent`."""
    parts = [
        order.short_model,
        order.tier,
        order.ratio,
        _("%(seconds)s s") % {"seconds": order.duration},
        _("sound") if order.audio else _("silent"),
    ]
    if order.shot_type == "multi":
        parts.append(_("several shots"))
    if order.seed is not None:
        parts.append(_("seed %(seed)s") % {"seed": order.seed})
    return " · ".join(parts)


def _deeds(order: Order, prices: Prices, waiting: int) -> tuple[Deed, ...]:
    again = Deed(
        label=_("Render again"),
        url=reverse("order-again", args=[order.pk]),
        price=prices.words(order, takes=order.takes),
        icon="repeat-2",
    )
    found = [_reuse(order), again]
    if beside := address_of(order.renders.all()):
        found.append(Deed(label=_("Compare"), url=beside, link=True, icon="columns-2", key="c"))
    if any(map(_shown, order.renders.all())):
        found.append(_share(order))
    if waiting > 1:
        label = _("Cancel the %(count)s waiting · free") % {"count": waiting}
        found.append(Deed(label=label, url=reverse("order-cancel", args=[order.pk]), icon="x"))
    return tuple(found)


def _shown(render: Render) -> bool:
    return render.state == State.SAVED and render.trashed_at is None


def _share(order: Order) -> Deed:
    url = f"{reverse('share-new')}?order={order.pk}"
    return Deed(label=_("Share"), url=url, link=True, icon="share-2", key="s", ask=f"share-{order.pk}")


def _reuse(order: Order) -> Deed:
    return Deed(label=_("Reuse"), url=f"{reverse('studio')}?like={order.pk}", link=True, icon="corner-up-left")
