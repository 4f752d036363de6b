"""The feed of the Create page, day by day: each day with its figures and its orders."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs import words
from jobs.models import Order, User
from jobs.queries import feed
from jobs.queries.feed import DayFigures, Whose
from jobs.web.days import day_name
from jobs.web.heads import tops
from jobs.web.slates import Slate, slates


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One day. `headed` is False where the page already shows the day's header above."""

    day: date
    name: str
    figures: str
    slates: tuple[Slate, ...]
    headed: bool = True


def sheets(user: User, whose: Whose, orders: tuple[Order, ...], *, above: Order | None = None) -> tuple[Sheet, ...]:
    """The days of these orders, newest first; `above` is the order that stands over them."""
    if not orders:
        return ()
    below = day_of(above) if above else None
    heads = tops(user, orders, above=above.batch_id if above else None)
    shown = {slate.id: replace(slate, head=heads.get(slate.id)) for slate in slates(user, orders)}
    known = feed.days(user, whose, day_of(orders[-1]), day_of(orders[0]))
    return tuple(
        Sheet(
            day=day,
            name=day_name(day),
            figures=_figures(known.get(day, DayFigures())),
            slates=tuple(shown[order.pk] for order in some),
            headed=day != below,
        )
        for day, some in groupby(orders, key=day_of)
    )


def head(user: User, whose: Whose, day: date) -> Sheet:
    """A day's header alone, with the figures of now."""
    figures = feed.days(user, whose, day, day).get(day, DayFigures())
    return Sheet(day=day, name=day_name(day), figures=_figures(figures), slates=())


def day_of(order: Order) -> date:
    return timezone.localtime(order.created_at).date()


def _figures(day: DayFigures) -> str:
    """`12 films · 1:00 min · ¥16.20`; without the money where nothing cost any."""
    if not day.films:
        return ""
    parts: Iterable[str] = [
        ngettext("%(count)s film", "%(count)s films", day.films) % {"count": day.films},
        _("%(length)s min") % {"length": words.clock(day.seconds)},
        *([words.money(day.amount)] if day.amount is not None else []),
    ]
    return " · ".join(parts)
