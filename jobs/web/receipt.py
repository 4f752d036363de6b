"""What a film cost and why: the ledger as booked, beside what was sent, what was counted and what came home."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from django.utils.translation import gettext as _

from jobs import words
from jobs.models import Asset, LedgerLine, Render
from jobs.states import LineKind
from jobs.web.facts import Fact
from jobs.web.wire import Change, Sent, changes, sent


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """`total` is None while nothing is settled; `differs` says in a sentence what was not delivered as ordered.

    `sent` is the request, `changes` what it says otherwise than the parent's: None where there is nothing to compare.
    """

    lines: tuple[Fact, ...]
    total: Fact | None
    differs: str
    sent: Sent | None
    changes: tuple[Change, ...] | None


def receipt(render: Render, film: Asset | None, differs: str, parent: Render | None) -> Receipt:
    booked = () if render.practice else tuple(render.ledger.select_related("price").order_by("at", "pk"))
    lines = (
        *chain.from_iterable(_reserved(render, line) for line in booked if line.kind == LineKind.RESERVE),
        *_counted(render),
        *_delivered(film),
        *(Fact(name=_("Given back"), value=f"− {_sum(line)}") for line in booked if line.kind == LineKind.RELEASE),
    )
    return Receipt(
        lines=lines,
        total=_total(render, booked),
        differs=differs,
        sent=sent(render),
        changes=changes(parent, render) if parent else None,
    )


def _reserved(render: Render, line: LedgerLine) -> Iterator[Fact]:
    """The multiplication, and what came of it."""
    if line.price and line.price.per_second is not None:
        seconds = words.film_length(render.order.duration)
        each = words.rate(line.price.per_second, line.currency)
        yield Fact(name=f"{seconds} × {each}", value=_sum(line))
    yield Fact(name=_("Reserved"), value=_sum(line))


def _counted(render: Render) -> Iterator[Fact]:
    """The figures on which the provider bills."""
    usage = (render.submission.usage if render.submission else None) or {}
    if isinstance(seconds := usage.get("duration"), int | float):
        yield Fact(name=_("Provider counted"), value=words.film_length(seconds))


def _delivered(film: Asset | None) -> Iterator[Fact]:
    if film:
        yield Fact(name=_("Delivered"), value=f"{film.width}×{film.height}")


def _total(render: Render, booked: tuple[LedgerLine, ...]) -> Fact | None:
    settled = next((line for line in booked if line.kind == LineKind.SETTLE), None)
    if settled:
        return Fact(name=_("Charged, estimated") if settled.estimated else _("Charged"), value=_sum(settled))
    if render.practice or not render.final:
        return None
    known = words.money(Decimal(0), render.currency) if render.charged is False else _("not known yet")
    return Fact(name=_("Charged"), value=known)


def _sum(line: LedgerLine) -> str:
    return words.money(line.amount, line.currency)
