"""Who and what a person shares the studio with: the people and the spaces of their films."""

from collections.abc import Sequence
from uuid import UUID

from jobs.models import User
from jobs.queries.offered import PERSON, Offered, names


def people(user: User, offered: Sequence[Offered] | None = None) -> dict[UUID, str]:
    """Names of everybody in one of this person's spaces, themselves first. `offered`: where they have been read."""
    everybody = names() if offered is None else offered
    named = {one.pk: one.name for one in everybody if one.kind == PERSON and one.space in user.seats}
    return dict(sorted(named.items(), key=lambda person: (person[0] != user.pk, person[1].casefold())))


def spaces(user: User) -> dict[UUID, str]:
    return {pk: seat.name for pk, seat in user.seats.items()}
