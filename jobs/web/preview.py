"""What a click that orders more than one setting comes to, cell by cell, before anything is ordered."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jobs import words
from jobs.catalogue import Cell, Piece, Plan, plan
from jobs.forms.matrix import matrix_of
from jobs.forms.order import OrderForm
from jobs.money import PriceList

ASKED_FROM = 8
"""Films of one click above which it asks once, whatever they cost: as many as one order can make."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One cell as the list shows it; `seed` says how many new ones there are, or which is kept."""

    number: int
    pieces: tuple[Piece, ...]
    settings: str
    seed: str
    price: str
    problems: tuple[str, ...]


class Preview:
    """Empty of lines where the click as a whole breaks a rule."""

    def __init__(self, plan: Plan, prices: PriceList) -> None:
        self.plan = plan
        self._prices = prices

    @property
    def films(self) -> int:
        return self.plan.films

    @property
    def asked(self) -> bool:
        """So many films that they are asked about."""
        return self.films > ASKED_FROM

    @cached_property
    def amount(self) -> Decimal | None:
        """Of the whole click; None while a price in it is not set or a cell cannot be made."""
        each = [self._amount(cell) for cell in self.plan.cells]
        known = [amount for amount in each if amount is not None]
        return sum(known, Decimal(0)) if len(known) == len(each) and not self.plan.problems else None

    def _amount(self, cell: Cell) -> Decimal | None:
        model, size, spec = cell.spec.known_model, cell.spec.resolved_size, cell.spec
        if cell.problems or model is None or size is None:
            return None
        return self._prices.quote(model.id, size.tier, spec.duration, spec.audio, takes=spec.takes).amount

    @property
    def total(self) -> str:
        return words.money(self.amount)

    @property
    def counted(self) -> str:
        """`12 films`."""
        return ngettext("%(count)s film", "%(count)s films", self.films) % {"count": self.films}

    @property
    def length(self) -> str:
        """`1:00 min`: how long all of them play."""
        seconds = sum(cell.spec.duration * cell.spec.takes for cell in self.plan.cells)
        return _("%(length)s min") % {"length": words.clock(seconds)}

    @property
    def bad(self) -> int:
        return sum(bool(cell.problems) for cell in self.plan.cells)

    @property
    def label(self) -> str:
        """What the button says: how many films for how much, or what keeps them from being ordered."""
        if not self.plan.cells:
            return _("Cannot be ordered")
        if self.bad:
            return _("%(bad)s of %(all)s impossible") % {"bad": self.bad, "all": len(self.plan.cells)}
        return pgettext("button", "Render %(films)s · %(price)s") % {"films": self.films, "price": self.total}

    @property
    def whole(self) -> tuple[str, ...]:
        """What is wrong with the click itself."""
        return tuple(map(words.problem, self.plan.problems))

    @cached_property
    def problems(self) -> tuple[str, ...]:
        """Every cause for which nothing would be ordered."""
        return (*self.whole, *words.causes(self.plan.cells))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(self._line(number, cell) for number, cell in enumerate(self.plan.cells, start=1))

    def _line(self, number: int, cell: Cell) -> Line:
        return Line(
            number=number,
            pieces=cell.pieces,
            settings=words.settings(cell),
            seed=words.seeds(cell),
            price="" if cell.problems else words.money(self._amount(cell)),
            problems=tuple(map(words.problem, cell.problems)),
        )


def preview_of(form: OrderForm, prices: PriceList | None = None) -> Preview | None:
    """None where the form makes one order, as most do. Without `prices` those of now are read."""
    wanted = plan(matrix_of(form))
    return Preview(wanted, prices or PriceList(timezone.now())) if wanted.many else None
