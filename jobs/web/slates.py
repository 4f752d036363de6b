"""An order as a block: its slate (words, settings, what can be done with all of it) and its takes as cards."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.models import Order, User
from jobs.states import State
from jobs.web.cards import Card, Deck, stamp
from jobs.web.days import day_and_time
from jobs.web.deeds import Deed, Prices


@dataclass(frozen=True, kw_only=True)
class Slate:
    """One order, complete for its template."""

    id: UUID
    title: str
    prompt: str
    settings: str
    when: str
    practice: bool
    deeds: tuple[Deed, ...]
    cards: tuple[Card, ...]

    @property
    def stamp(self) -> str:
        return stamp((self.title, self.deeds))

    @property
    def watched(self) -> bool:
        return any(card.watched for card in self.cards)

    @property
    def tall(self) -> bool:
        """One, two or four takes stand high; other numbers three to a row."""
        return len(self.cards) in (1, 2, 4)


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
        when=day_and_time(order.created_at),
        practice=order.practice,
        deeds=_deeds(order, prices, waiting) if own else (),
        cards=tuple(deck.card(render) for render in renders),
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
        price=prices.words(order, order.takes),
        icon="repeat-2",
    )
    reuse = Deed(label=_("Reuse"), url=f"{reverse('studio')}?like={order.pk}", link=True, icon="corner-up-left")
    if waiting < 2:
        return (reuse, again)
    label = _("Cancel the %(count)s waiting · free") % {"count": waiting}
    return (reuse, again, Deed(label=label, url=reverse("order-cancel", args=[order.pk]), icon="x"))
