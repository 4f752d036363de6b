"""Whether a film's title is its own."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import Lower

from jobs.models import Order

Titles = Collection[tuple[UUID, str]]


def shared_title(order: Order) -> bool:
    """Whether another order of the same space carries this title, in whatever case."""
    return Order.objects.filter(space=order.space_id, title__iexact=order.title).exclude(pk=order.pk).exists()


def shared_titles(orders: Iterable[Order]) -> Titles:
    """The same of many orders at once: those titles, in lower case, that more than one order of a space carries."""
    wanted = {(order.space_id, order.title.lower()) for order in orders if order.title}
    rows = Order.objects.filter(space__in={space for space, _ in wanted}).annotate(folded=Lower("title"))
    rows = rows.filter(folded__in={title for _, title in wanted}).order_by()
    found = rows.values_list("space", "folded").annotate(orders=Count("pk")).filter(orders__gt=1)
    return {(space, folded) for space, folded, _ in found}
