"""Whether a film's title is its own."""

from jobs.models import Order


def shared_title(order: Order) -> bool:
    """Whether another order of the same space carries this title, in whatever case."""
    return Order.objects.filter(space=order.space_id, title__iexact=order.title).exclude(pk=order.pk).exists()
