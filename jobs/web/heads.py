"""The heading over the orders of one click, where it made more than one."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs import words
from jobs.models import Order, User
from jobs.queries import batches
from jobs.queries.batches import BatchFigures
from jobs.web.cards import stamp
from jobs.web.deeds import Deed


@dataclass(frozen=True, kw_only=True)
class Head:
    """`watched` while something of it waits, so that its button goes when nothing does."""

    id: UUID
    prompt: str
    figures: str
    deeds: tuple[Deed, ...]
    watched: bool

    @property
    def stamp(self) -> str:
        return stamp((self.figures, self.deeds))


def heads(user: User, pks: Iterable[UUID]) -> dict[UUID, Head]:
    return {pk: _head(user, told) for pk, told in batches.figures(user, pks).items()}


def tops(user: User, orders: Iterable[Order], *, above: UUID | None = None) -> dict[UUID, Head]:
    """By the order over which it stands: the first one of each batch in this list. `above` stands over the list."""
    first: dict[UUID, UUID] = {}
    for order in orders:
        if order.batch_id and order.batch_id != above:
            first.setdefault(order.batch_id, order.pk)
    return {first[batch]: head for batch, head in heads(user, first).items()}


def _head(user: User, told: BatchFigures) -> Head:
    films = ngettext("%(count)s film", "%(count)s films", told.films) % {"count": told.films}
    parts = [films, *([words.money(told.amount)] if told.amount is not None else [])]
    return Head(
        id=told.id,
        prompt=told.prompt,
        figures=" · ".join(parts),
        deeds=_deeds(told, own=told.author == user.pk),
        watched=told.waiting > 0,
    )


def _deeds(told: BatchFigures, *, own: bool) -> tuple[Deed, ...]:
    reuse = Deed(label=_("Reuse all"), url=f"{reverse('studio')}?batch={told.id}", link=True, icon="corner-up-left")
    if not own or told.waiting < 2:
        return (reuse,)
    label = _("Cancel the %(count)s waiting · free") % {"count": told.waiting}
    return (reuse, Deed(label=label, url=reverse("batch-cancel", args=[told.id]), icon="x"))
