"""What every wish leads to: price, pixels, when it would start. For the template, and as data for the script."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from jobs import words
from jobs.catalogue import MODELS, TAKES_MAX, Model
from jobs.forms.order import OrderForm
from jobs.money import PriceList
from jobs.queries import holds
from jobs.queries.waiting import Waiting

SEATS_DRAWN = 20
"""More seats than this are told in figures only."""

_UNIT = 10_000  # prices have four decimals; the page reckons in whole ten-thousandths


class Offers:
    """All that can be wished for, seen from one form."""

    def __init__(self, form: OrderForm, now: datetime) -> None:
        self._form = form.fitted()  # what is out of range has no price of its own
        self._now = now
        self.prices = PriceList(now)

    @cached_property
    def practice(self) -> bool:
        return holds.practice_now()

    @cached_property
    def _waiting(self) -> Waiting:
        return Waiting(holds.standing(), self._now)

    def price(self, *, model: Model | None = None, tier: str = "", duration: int = 0, audio: bool | None = None) -> str:
        """The price of the whole click, with one wish changed; what then is out of range becomes its nearest offer."""
        return words.money(self.amount(model=model, tier=tier, duration=duration, audio=audio))

    def amount(
        self, *, model: Model | None = None, tier: str = "", duration: int = 0, audio: bool | None = None
    ) -> Decimal | None:
        """The same in yuan; None while no price is set."""
        wished = replace(self._form, model=model.id if model else self._form.model, tier=tier or self._form.tier)
        form = wished.fitted()
        each = self._per_second(form.model, form.tier, form.audio if audio is None else audio)
        takes = min(max(form.takes, 1), TAKES_MAX)
        return None if each is None else each * (duration or form.duration) * takes

    def _per_second(self, model: str, tier: str, audio: bool) -> Decimal | None:
        return self.prices.quote(model, tier, 1, audio).per_second

    def seats(self, model: Model) -> tuple[bool, ...]:
        """Each seat of the model's family: whether it is taken."""
        row = self._waiting.row(model.family, practice=self.practice)
        return tuple(number < row.busy for number in range(min(row.seats, SEATS_DRAWN)))

    def starts(self, model: Model) -> str:
        """When a film of this model that is ordered now would start, as far as anybody knows."""
        form = self._form
        seconds = self._waiting.next_starts_in(model.id, model.family, form.tier, form.duration, practice=self.practice)
        return words.starts(seconds)

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the script needs to answer at once: offers, limits and prices in ten-thousandths of a yuan."""
        return {model.id: self._data_of(model) for model in MODELS.values()}

    def _data_of(self, model: Model) -> dict[str, Any]:
        return {
            "short": model.short,
            "limit": model.prompt_max,
            "shots": model.multi_shot,
            "ratios": model.ratios,
            "seconds": model.seconds,
            "starts": self.starts(model),
            "sizes": {tier: sizes(model, tier) for tier in model.tiers},
            "prices": {tier: [self._units(model, tier, sound) for sound in (False, True)] for tier in model.tiers},
        }

    def _units(self, model: Model, tier: str, audio: bool) -> int | None:
        each = self._per_second(model.id, tier, audio)
        return None if each is None else int(each * _UNIT)


def sizes(model: Model, tier: str) -> dict[str, str]:
    """Pixels by ratio."""
    return {size.ratio: size.size.replace("*", "×") for size in model.sizes if size.tier == tier}
