"""What the films of a day come to: how many, how long, how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from jobs.models import User
from jobs.queries.filters import Filter
from jobs.queries.matching import day_start, in_spaces, matching, moment, spaces_of
from jobs.queries.memory import Memory

MOST = 1000
"""Films that are added up for one page."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """`more`: there are more films than were added up. `cost` is None where nothing was paid or a price is unknown."""

    films: int
    seconds: int
    cost: Decimal | None
    more: bool = False


def figures(user: User, wanted: Filter, days: tuple[date, ...]) -> dict[date, Figures]:
    """Of these days, as the list has them. One query, whatever the number of days and films, and none where they were
    added up in this minute and no film has been saved since. A search for words adds nothing up: it finds many days.
    """
    if not days or wanted.text:
        return {}
    moves = wanted.liked or wanted.boards or wanted.tags  # without a film being saved
    if not wanted.saved_only or moves or not settings.GLANCE_SECONDS:
        return _added_up(user, wanted, days)
    films = tuple((space, user.seats[space].films) for space in spaces_of(user, wanted))
    minute = int(timezone.now().timestamp()) // 60
    key = (wanted, days, films, minute, timezone.get_current_timezone_name())
    return _known.of(key, lambda: _added_up(user, wanted, days))


_known: Memory[dict[date, Figures]] = Memory(2000)


def _added_up(user: User, wanted: Filter, days: Sequence[date]) -> dict[date, Figures]:
    at = moment(wanted)
    rows = in_spaces(matching(user, wanted), wanted, spaces_of(user, wanted))
    rows = rows.filter(**{f"{at}__gte": day_start(min(days)), f"{at}__lt": day_start(max(days) + timedelta(days=1))})
    rows = rows.order_by(at if wanted.oldest_first else f"-{at}").annotate(paid=Coalesce("cost", "estimate"))
    sums: dict[str, Sum | Count] = {"all": Count("pk")}
    for number, day in enumerate(days):
        sums |= _sums(number, Q(**{f"{at}__gte": day_start(day), f"{at}__lt": day_start(day + timedelta(days=1))}))
    found = rows.annotate(length=F("order__duration"))[:MOST].aggregate(**sums)
    full = found["all"] == MOST
    return {
        day: Figures(
            films=found[f"films_{number}"],
            seconds=found[f"seconds_{number}"] or 0,
            cost=None if found[f"unpriced_{number}"] else found[f"cost_{number}"],
            more=full and number == len(days) - 1,
        )
        for number, day in enumerate(days)
    }


def _sums(number: int, inside: Q) -> dict[str, Sum | Count]:
    real = inside & Q(practice=False)
    return {
        f"films_{number}": Count("pk", filter=inside),
        f"seconds_{number}": Sum("length", filter=inside),
        f"cost_{number}": Sum("paid", filter=real),
        f"unpriced_{number}": Count("pk", filter=real & Q(paid=None)),
    }
