"""Films that were ordered from one another: the one a film comes from, and those that came of it."""

from dataclasses import dataclass
from functools import cache

from jobs.models import Render, User
from jobs.models.querysets import RenderQuerySet
from jobs.models.written import Written, blank_id
from jobs.states import NOT_MADE

SHOWN = 12
"""Children that are told of, the newest ones."""


@dataclass(frozen=True, kw_only=True)
class Family:
    """As far as this person sees them. `children` are the newest ones, oldest first."""

    parent: Render | None
    children: tuple[Render, ...]

    def child_at(self, tier: str) -> Render | None:
        """The newest child of this tier that is home or on its way."""
        living = [child for child in self.children if child.order.tier == tier and child.state not in NOT_MADE]
        return living[-1] if living else None


def family(user: User, render: Render) -> Family:
    parent = _seen_by(user).filter(pk=render.parent_id).first() if render.parent_id else None
    if not _any_child().rows(parent=render.pk):  # most films have none
        return Family(parent=parent, children=())
    children = _seen_by(user).filter(parent=render).order_by("-pk")[:SHOWN]
    return Family(parent=parent, children=tuple(reversed(children)))


@cache
def _any_child() -> Written:
    return Written(Render.objects.filter(parent=blank_id(1)).values_list("pk")[:1], parent=blank_id(1))


def made_at(render: Render, tier: str) -> bool:
    """Whether a film ordered from this one in this tier is home or on its way, whoever ordered it."""
    there = Render.objects.filter(parent=render, order__tier=tier, trashed_at=None)
    return there.exclude(state__in=NOT_MADE).exists()


def _seen_by(user: User) -> RenderQuerySet:
    return Render.objects.visible_to(user).for_card().filter(trashed_at=None)
