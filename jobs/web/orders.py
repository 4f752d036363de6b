"""What people do with a whole order: render it again, cancel what still waits, see older ones."""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from jobs import words
from jobs.access import Act, standing
from jobs.actions import orders, renders
from jobs.forms.order import OrderForm, click_token
from jobs.models import Order, Render, User
from jobs.queries import feed
from jobs.states import Door, State
from jobs.web import first
from jobs.web.deeds import Prices
from jobs.web.sheets import sheets
from jobs.web.studio import whose_of
from jobs.web.visitor import by_htmx, done, me


def _order_for(user: User, pk: UUID, act: Act) -> Order:
    """
    :raises Http404: it is not there for this person.
    :raises PermissionDenied: visible, but not theirs to change.
    """
    order = feed.order(user, pk)
    if order is None:
        raise Http404
    if not all(standing(user).may(act, take) for take in order.renders.all()):
        raise PermissionDenied
    return order


@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same words and settings as a new order with as many takes."""
    user = me(request)
    earlier = _order_for(user, pk, Act.AGAIN)
    if asks := first.question(request, user, Prices(timezone.now()).amount(earlier, takes=earlier.takes)):
        return done(request, bad=asks)
    spec = OrderForm.like(earlier).spec()
    token = click_token(request.POST) or orders.new_token()
    try:
        orders.order(user, spec, token=token, door=Door.PAGE)
    except orders.Refused as refused:
        return done(request, bad=words.together(*map(words.problem, refused.problems)))
    return done(request, good=_("Ordered again."))


@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cancel every take that still waits here; what is on its way stays and that is said."""
    user = me(request)
    return done(request, good=cancel_waiting(user, list(_order_for(user, pk, Act.CANCEL).renders.all())))


def cancel_waiting(user: User, takes: Sequence[Render]) -> str:
    """Cancel those of these films that still wait here, and say what became of all that are not home."""
    under_way = sum(not take.final for take in takes)
    count = sum(_canceled(take, user) for take in takes if take.state == State.QUEUED)
    said = ngettext("%(count)s film canceled, free.", "%(count)s films canceled, free.", count) % {"count": count}
    away = under_way - count
    if away:
        stay = ngettext("%(count)s is on its way and goes on.", "%(count)s are on their way and go on.", away)
        said = words.together(said, stay % {"count": away})
    return said


def _canceled(take: Render, user: User) -> bool:
    try:
        return renders.cancel(take, actor=user).state == State.CANCELED
    except renders.TooLate:
        return False


@require_safe
def older(request: HttpRequest) -> HttpResponse:
    """The next page of the feed: a part for the script, a page without it. The order `before` stands above it."""
    user, whose = me(request), whose_of(request)
    try:
        before = UUID(request.GET.get("before", ""))
    except ValueError as error:
        raise Http404 from error
    found, part = feed.page(user, whose, before=before), by_htmx(request)
    above = feed.order(user, before) if part else None
    context = {"sheets": sheets(user, whose, found.orders, above=above), "cursor": found.cursor, "whose": whose}
    return render(request, "studio/_older.html" if part else "studio/older.html", context)
