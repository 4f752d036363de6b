"""A click that orders more than one setting: asked about, refused with every cause, or placed."""

from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format

from jobs import words
from jobs.actions import batches, orders
from jobs.forms.matrix import matrix_of
from jobs.forms.order import OrderForm
from jobs.models import User
from jobs.queries import feed, holds
from jobs.states import Door
from jobs.web.composer import Composer, Question
from jobs.web.earlier import earlier
from jobs.web.preview import Preview


def order(user: User, form: OrderForm, preview: Preview) -> Composer | UUID:
    """What is to be said before, or an order of the batch."""
    if preview.problems:
        return Composer(user, form, said=preview.problems)
    if not form.confirmed and (asks := _asks(user, form, preview)):
        return asks
    token = form.token or orders.new_token()
    try:
        placed = batches.order_all(user, matrix_of(form), token=token, door=Door.PAGE, again=form.again)
    except orders.Refused as refused:
        return Composer(user, form, said=tuple(map(words.problem, refused.problems)))
    if placed.elsewhere:
        return Composer(user, form, elsewhere=date_format(timezone.localtime(placed.batch.created_at), "H:i"))
    return placed.renders[0].order_id


def _asks(user: User, form: OrderForm, preview: Preview) -> Composer | None:
    """Once, and one yes answers all of it."""
    found = earlier(user, (cell.spec for cell in preview.plan.cells), form.token)
    composer = Composer(user, form, question=_question(user, form, preview), earlier=found)
    return composer if composer.asks else None


def _question(user: User, form: OrderForm, preview: Preview) -> Question | None:
    """Many films are asked about even where they cost nothing, a price where it is much or not what the button said."""
    if holds.practice_now():
        return Question.MANY if preview.asked else None
    if not feed.real_before(user):
        return Question.FIRST
    stale = form.shown not in ("", preview.total)
    return Question.MANY if preview.asked or stale or Composer(user, form).much else None
