"""Bookings: reserve at the order, settle at success, release when it is proven that nothing is charged.

Lines are only added, each at most once per submission, always inside the transaction of the move they belong to.
Practice films have none.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from jobs.models import LedgerLine, Price, Submission
from jobs.money.quotes import Quote
from jobs.states import LineKind


def reserve(submission: Submission, quote: Quote, *, now: datetime) -> None:
    """Book what this submission may cost; `amount` null while no price is set."""
    _book(submission, LineKind.RESERVE, quote.per_take, quote.price, now=now, params={})


def reserve_all(promised: Iterable[tuple[Submission, Quote]], *, now: datetime) -> None:
    """The same for submissions that are only just made, at once."""
    LedgerLine.objects.bulk_create(
        LedgerLine(
            submission=submission,
            kind=LineKind.RESERVE,
            render_id=submission.render_id,
            amount=quote.per_take,
            currency=quote.currency,
            price=quote.price,
            at=now,
        )
        for submission, quote in promised
        if not submission.render.practice
    )


def settle(
    submission: Submission, quote: Quote, *, estimated: bool, params: dict[str, Any], now: datetime
) -> Decimal | None:
    """Book what it did cost and give it back: None for practice and for an unset price."""
    _book(submission, LineKind.SETTLE, quote.per_take, quote.price, now=now, params=params, estimated=estimated)
    return None if submission.render.practice else quote.per_take


def release(submission: Submission, *, now: datetime, because: str) -> None:
    """Give the reserved sum back; a second call changes nothing."""
    _book(submission, LineKind.RELEASE, _reserved(submission), None, now=now, params={"because": because})


def _reserved(submission: Submission) -> Decimal | None:
    line = submission.ledger.filter(kind=LineKind.RESERVE).first()
    return line.amount if line else None


def _book(
    submission: Submission,
    kind: LineKind,
    amount: Decimal | None,
    price: Price | None,
    *,
    now: datetime,
    params: dict[str, Any],
    estimated: bool = False,
) -> None:
    if submission.render.practice:
        return
    LedgerLine.objects.get_or_create(
        submission=submission,
        kind=kind,
        defaults={
            "render_id": submission.render_id,
            "amount": amount,
            "currency": price.currency if price else "CNY",
            "price": price,
            "estimated": estimated,
            "params": params,
            "at": now,
        },
    )
