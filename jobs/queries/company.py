"""Who and what a person shares the studio with: the people and the spaces of their films."""

from uuid import UUID

from jobs.models import User


def people(user: User) -> dict[UUID, str]:
    """Names of everybody in one of this person's spaces, themselves first."""
    found = User.objects.filter(memberships__space__in=list(user.seats)).only("email", "display_name").distinct()
    named = sorted(found, key=lambda person: (person.pk != user.pk, person.name.casefold()))
    return {person.pk: person.name for person in named}


def spaces(user: User) -> dict[UUID, str]:
    return {pk: seat.name for pk, seat in user.seats.items()}
