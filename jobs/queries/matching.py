"""A filter as a question to the database: which films match, by which moment they are listed, which lie beyond."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from jobs.models import Favourite, Render, User
from jobs.models.querysets import RenderQuerySet
from jobs.queries import gathering
from jobs.queries.filters import Filter
from jobs.queries.gathering import Gathered
from jobs.queries.place import Place
from jobs.states import LIVE


def moment(wanted: Filter) -> str:
    """The column by which these films are listed."""
    return "saved_at" if wanted.saved_only else "created_at"


def beyond(rows: RenderQuerySet, wanted: Filter, place: Place, *, down: bool) -> RenderQuerySet:
    """Further down the list, or up."""
    at, side, other = moment(wanted), *(("lte", "gte") if down else ("gte", "lte"))
    # a range for the index, and out of it a few of one moment: of an "or" PostgreSQL expects so few rows that it sorts
    return rows.filter(**{f"{at}__{side}": place.at}).exclude(**{at: place.at, f"pk__{other}": place.pk})


def spaces_of(user: User, wanted: Filter) -> list[UUID]:
    """The person's spaces, as far as they are wanted."""
    return [space for space in user.seats if not wanted.spaces or space in wanted.spaces]


def in_spaces(
    rows: RenderQuerySet, wanted: Filter, spaces: Sequence[UUID], gathered: Gathered | None = None
) -> RenderQuerySet:
    """Those of these spaces, asked in the same way as in `matching`."""
    return gathering.in_spaces(rows, gathered or wanted.gathered, spaces)


def matching(user: User, wanted: Filter, gathered: Gathered | None = None) -> RenderQuerySet:
    """Everything but the space, which its readers name in their own ways: `in_spaces`. `gathered` says how boards and
    tags are sought, where that is not the filter's own way.
    """
    rows, columns, within = _in_state(wanted), _columns(wanted), _within(wanted)
    if columns or within:
        rows = rows.filter(within, **columns)
    if wanted.liked:
        rows = rows.filter(pk__in=Favourite.objects.filter(user=user).values("render"))
    rows = gathering.keep(rows, gathered or wanted.gathered)
    if wanted.orders is not None:
        rows = rows.filter(order__in=wanted.orders)
    for term in wanted.terms:
        rows = rows.filter(_contains("order__prompt", term) | _contains("order__title", term))
    return rows


def _contains(column: str, term: str) -> Q:
    """Upper and lower case alike. PostgreSQL writes a whole prompt in capitals to compare it, which Chinese has not."""
    if term.upper() == term.lower():
        return Q(GreaterThan(StrIndex(column, Value(term)), 0))
    return Q(**{f"{column}__icontains": term})


def _in_state(wanted: Filter) -> RenderQuerySet:
    if wanted.saved_only:
        return Render.objects.in_gallery()
    rows = Render.objects.filter(trashed_at=None, state__in=sorted(wanted.wanted_states))
    # the few that are not final stand in an index of their own
    return rows.filter(final_at=None) if wanted.wanted_states <= LIVE else rows


def _columns(wanted: Filter) -> dict[str, object]:
    """Empty lists narrow nothing and are left out."""
    lists: dict[str, Iterable[object]] = {
        "model__in": wanted.model_ids,
        "author__in": wanted.people,
        "order__tier__in": wanted.tiers,
        "order__ratio__in": wanted.ratios,
    }
    found: dict[str, object] = {name: values for name, values in lists.items() if values}
    return found if wanted.sound is None else {**found, "order__audio": wanted.sound}


def _within(wanted: Filter) -> Q:
    first, last = wanted.days(timezone.localdate())
    at, inside = moment(wanted), Q()
    if first is not None:
        inside &= Q(**{f"{at}__gte": day_start(first)})
    if last is not None:
        inside &= Q(**{f"{at}__lt": day_start(last + timedelta(days=1))})
    return inside


def day_start(day: date) -> datetime:
    """The first moment of a day in the reader's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))
