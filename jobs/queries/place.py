"""A place in a list of films, and the cursor that names it in an address."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

YEARS = range(2000, 2201)
"""Days far from any film would not fit into every zone's calendar."""


class BadCursor(Exception):
    """Not one of ours."""


@dataclass(frozen=True, kw_only=True, order=True)
class Place:
    """Where in the list a film stands."""

    at: datetime
    pk: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.pk.hex}"

    @classmethod
    def read(cls, cursor: str) -> "Place":
        """:raises BadCursor: it was not made here."""
        when, _, name = cursor.partition("~")
        try:
            place = cls(at=datetime.fromisoformat(when), pk=UUID(hex=name))
        except ValueError:
            raise BadCursor from None
        if place.at.tzinfo is None or place.at.year not in YEARS:
            raise BadCursor
        return place
