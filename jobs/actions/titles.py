"""The one thing of an order that changes after the click: its title."""

from django.db import transaction

from jobs.actions import audit
from jobs.actions.orders import Refused
from jobs.catalogue import title_problems
from jobs.models import Order, User


def rename(order: Order, title: str, *, actor: User) -> None:
    """Give all takes of the order this title; an empty one takes it away. The old one stays in the audit log.

    :raises Refused: it breaks a rule; nothing was changed.
    """
    title = title.strip()
    if broken := tuple(title_problems(title)):
        raise Refused(broken)
    before = order.title
    if title == before:
        return
    with transaction.atomic():
        Order.objects.filter(pk=order.pk).update(title=title)
        audit.note("order.renamed", actor=actor, target=order, before={"title": before}, after={"title": title})
    order.title = title
