"""The price of an order, from the `Price` rows valid at a moment.

The function that shows the price on the button is the one that books it. An unknown price is a state of its own and
never zero.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from jobs.catalogue import CURRENCY, OrderSpec
from jobs.models import Price


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Yuan for `takes` films; `amount` and `per_second` are None while no price is set."""

    per_second: Decimal | None
    amount: Decimal | None
    per_take: Decimal | None
    takes: int = 1
    currency: str = CURRENCY
    price: Price | None = None


class PriceList:
    """The newest valid row of every model, tier and sound at one moment, read at once: for pages with many prices."""

    def __init__(self, at: datetime) -> None:
        rows = Price.objects.filter(valid_from__lte=at).order_by("valid_from", "created_at")
        self._rows = {(row.model, row.tier, row.audio): row for row in rows}

    def row(self, model: str, tier: str, audio: bool) -> Price | None:
        return self._rows.get((model, tier, audio))

    def quote(self, model: str, tier: str, duration: float | Decimal, audio: bool, *, takes: int = 1) -> Quote:
        """Price of `takes` films of `duration` seconds each. `model` is the full id."""
        return _quoted(self.row(model, tier, audio), duration, takes)


def current_price(model: str, tier: str, audio: bool, *, at: datetime) -> Price | None:
    """The newest price row that is valid at this moment."""
    rows = Price.objects.filter(model=model, tier=tier, audio=audio, valid_from__lte=at)
    return rows.order_by("-valid_from", "-created_at").first()


def quote(
    model: str, tier: str, duration: float | Decimal, audio: bool, *, takes: int = 1, at: datetime | None = None
) -> Quote:
    """The same for a single price."""
    return _quoted(current_price(model, tier, audio, at=at or timezone.now()), duration, takes)


def _quoted(price: Price | None, duration: float | Decimal, takes: int) -> Quote:
    """The one place where seconds become money."""
    per_second = price.per_second if price else None
    if price is None or per_second is None:
        return Quote(per_second=None, amount=None, per_take=None, takes=takes, price=price)
    per_take = per_second * Decimal(str(duration))
    return Quote(
        per_second=per_second,
        amount=per_take * takes,
        per_take=per_take,
        takes=takes,
        currency=price.currency,
        price=price,
    )


def quote_order(spec: OrderSpec, *, at: datetime | None = None) -> Quote:
    """Price of a legal order.

    :raises ValueError: the order breaks a rule of the catalogue; ask `catalogue.problems` first.
    """
    model, size = spec.known_model, spec.resolved_size
    if model is None or size is None:
        raise ValueError("an order without a known model and size has no price")
    return quote(model.id, size.tier, spec.duration, spec.audio, takes=spec.takes, at=at)
