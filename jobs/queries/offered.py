"""What can be chosen by name on nearly every page: people, boards and tags, in one question."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Value

from jobs.models import Board, Membership, Tag, Tagged, User
from jobs.queries.memory import Glance

PERSON, BOARD, TAG = "person", "board", "tag"


@dataclass(frozen=True, kw_only=True)
class Offered:
    """`kind`: person, board or tag, in the space it is met in."""

    kind: str
    space: UUID
    pk: UUID
    name: str


@Glance
def names() -> tuple[Offered, ...]:
    """Boards and tags by name; tags that some film carries."""
    carried = Tag.objects.filter(Exists(Tagged.objects.filter(tag=OuterRef("pk"))))
    people = Membership.objects.annotate(kind=Value(PERSON), shown=F("user__display_name"), by=F("user__email"))
    boards = Board.objects.annotate(kind=Value(BOARD), shown=F("name"), by=F("folded"))
    tags = carried.annotate(kind=Value(TAG), shown=F("name"), by=F("folded"))
    columns = ("kind", "space_id", "shown", "by")
    rows = people.values_list(*columns, "user_id").union(
        boards.values_list(*columns, "id"), tags.values_list(*columns, "id"), all=True
    )
    found = sorted(rows, key=lambda row: (row[3], row[4]))
    return tuple(
        Offered(kind=kind, space=space, pk=pk, name=_name(kind, shown, by)) for kind, space, shown, by, pk in found
    )


def _name(kind: str, shown: str, by: str) -> str:
    return User(display_name=shown, email=by).name if kind == PERSON else shown
