"""Films that have come to the front of an open gallery: a pill says how many, and nothing moves until it is pressed.

The page says by `see=films:<id>.<moment>.<filter>.<number>` from which film on it counts, under which filter, and
how many it shows already.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from jobs.models import User
from jobs.queries import gallery
from jobs.queries.faces import Face
from jobs.queries.filters import Filter
from jobs.queries.place import Place
from jobs.web.filtering import address

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NONE = gallery.Count(number=0)
_LATEST = UUID(int=2**128 - 1)


@dataclass(frozen=True, kw_only=True)
class Newer:
    wanted: Filter
    than: Place
    count: gallery.Count = _NONE

    @property
    def url(self) -> str:
        return address(self.wanted.query_string)

    @property
    def number(self) -> str:
        return f"{self.count.number}{'+' if self.count.more else ''}"

    @property
    def mark(self) -> str:
        moment = (self.than.at - _EPOCH) // _MICROSECOND
        query = urlsafe_b64encode(self.wanted.query_string.encode()).decode().rstrip("=")
        return f"films:{self.than.pk}.{moment}.{query}.{self.count.number}"


def newer_than(wanted: Filter, films: Sequence[Face]) -> Newer:
    """As a page begins: nothing is newer than its first film. An empty page counts from a minute ago, so that a film
    saved while it was drawn is not lost.
    """
    first = Place(at=films[0].at, pk=films[0].pk) if films else None
    return Newer(wanted=wanted, than=first or Place(at=timezone.now() - timedelta(minutes=1), pk=_LATEST))


def look_again(user: User, pk: UUID, stamps: Sequence[str]) -> Newer | None:
    """None where the page already says it, or says what no page of ours does."""
    try:
        moment, query, shown = stamps
        than = Place(at=_EPOCH + int(moment) * _MICROSECOND, pk=pk)
        wanted = Filter.from_query(QueryDict(urlsafe_b64decode(f"{query}===")))
        seen = int(shown)
    except (ValueError, OverflowError):
        return None
    count = gallery.newer(user, wanted, than)
    return None if count.number == seen else Newer(wanted=wanted, than=than, count=count)
