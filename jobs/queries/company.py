"""Who and what a person shares the studio with: the people and the spaces of their films."""

from uuid import UUID

from jobs.models import Membership, User
from jobs.queries.memory import Glance


def people(user: User) -> dict[UUID, str]:
    """Names of everybody in one of this person's spaces, themselves first."""
    named = {pk: name for space, pk, name in _seated() if space in user.seats}
    return dict(sorted(named.items(), key=lambda person: (person[0] != user.pk, person[1].casefold())))


def spaces(user: User) -> dict[UUID, str]:
    return {pk: seat.name for pk, seat in user.seats.items()}


@Glance
def _seated() -> tuple[tuple[UUID, UUID, str], ...]:
    """Everybody's name by space and id."""
    rows = Membership.objects.select_related("user").only("space_id", "user__display_name", "user__email")
    return tuple((row.space_id, row.user_id, row.user.name) for row in rows)
