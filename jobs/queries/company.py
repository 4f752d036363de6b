"""Who and what a person shares the studio with: the people and the spaces of their films."""

from uuid import UUID

from jobs.models import Space, User


def people(user: User) -> dict[UUID, str]:
    """Names of everybody in one of this person's spaces, themselves first."""
    spaces = list(user.memberships.values_list("space_id", flat=True))
    found = User.objects.filter(memberships__space__in=spaces).distinct()
    named = sorted(found, key=lambda person: (person.pk != user.pk, person.name.casefold()))
    return {person.pk: person.name for person in named}


def spaces(user: User) -> dict[UUID, str]:
    return dict(Space.objects.filter(memberships__user=user).order_by("-is_default", "name").values_list("pk", "name"))
