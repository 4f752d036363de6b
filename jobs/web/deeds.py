"""The buttons of a card: what this person can do with this render now, and what each costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from jobs import words
from jobs.access import Act, Standing
from jobs.actions.renders import Choice
from jobs.models import Order, Render
from jobs.money import PriceList
from jobs.states import HoldCode, State


@dataclass(frozen=True, kw_only=True)
class Deed:
    """A button that posts to `url`, or a plain link. `price` stands behind the label: a ¥ means that it spends.

    `key` is the letter that presses it. A link with an `ask` opens in the page's dialog; that is its id.
    """

    label: str
    url: str
    price: str = ""
    link: bool = False
    icon: str = ""
    name: str = ""
    value: str = ""
    key: str = ""
    ask: str = ""


class Prices:
    """Prices of now, read once per answer and only where one is shown."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    @cached_property
    def list(self) -> PriceList:
        return PriceList(self._now)

    def amount(self, order: Order, *, takes: int = 1, tier: str = "") -> Decimal | None:
        """What films like this cost now, in their own tier or another one; None while no price is set."""
        return self.list.quote(order.model, tier or order.tier, order.duration, order.audio, takes=takes).amount

    def words(self, order: Order, *, takes: int = 1, tier: str = "") -> str:
        return words.money(self.amount(order, takes=takes, tier=tier))


def deeds(render: Render, beside: words.Beside, standing: Standing, prices: Prices) -> tuple[Deed, ...]:
    """What the card offers, the most likely first."""
    found = [*_held(render, beside, standing, prices), *_by_state(render, standing, prices)]
    return tuple(found)


def _held(render: Render, beside: words.Beside, standing: Standing, prices: Prices) -> Iterator[Deed]:
    if render.held and standing.may(Act.TRY_AGAIN, render):
        yield Deed(label=_("Try again"), url=reverse("render-retry", args=[render.pk]))
    over = beside.held is not None and beside.held.code == HoldCode.PRACTICE_OVER
    if over and standing.may(Act.AGAIN, render):
        url = reverse("render-at-cost", args=[render.pk])
        yield Deed(label=_("Render for real"), url=url, price=prices.words(render.order))


def _by_state(render: Render, standing: Standing, prices: Prices) -> Iterator[Deed]:
    if render.state in _CANCEL and not render.cancel_requested_at and standing.may(Act.CANCEL, render):
        yield Deed(label=_CANCEL_LABELS[State(render.state)](), url=reverse("render-cancel", args=[render.pk]))
    elif render.state == State.UNCERTAIN and standing.may(Act.RESOLVE, render):
        yield from _choices(render, prices)
    elif render.state in (State.FAILED, State.CANCELED, State.EXPIRED) and standing.may(Act.AGAIN, render):
        yield from _way_out(render, standing, prices)


_CANCEL_LABELS = {
    State.QUEUED: lambda: _("Cancel · free"),
    State.CONFIRMING: lambda: _("Cancel if not found"),
    State.PENDING: lambda: _("Try to cancel"),
}
_CANCEL = frozenset(_CANCEL_LABELS)


def _choices(render: Render, prices: Prices) -> Iterator[Deed]:
    candidates = render.submission.candidates if render.submission else []
    for number, task in enumerate(candidates, start=1):
        label = _("It is this one") if len(candidates) == 1 else _("It is number %(number)s") % {"number": number}
        yield Deed(label=label, url=_resolve(render, Choice.ADOPT), name="task_id", value=task)
    yield Deed(label=_("Send again"), url=_resolve(render, Choice.SEND_AGAIN), price=prices.words(render.order))
    yield Deed(label=_("Give up"), url=_resolve(render, Choice.GIVE_UP))


def _resolve(render: Render, choice: Choice) -> str:
    return reverse("render-resolve", args=[render.pk, choice])


def _way_out(render: Render, standing: Standing, prices: Prices) -> Iterator[Deed]:
    """The one button beside a film that did not come."""
    action, label = words.Action.AGAIN, _("Render again")
    if render.state == State.FAILED:
        said = words.error(render.error_code, render.error_params, render.error_raw, render.charged)
        action, label = said.action, said.label
    if action in (words.Action.EDIT_PROMPT, words.Action.CHANGE_SETTINGS):
        yield Deed(label=label, url=f"{reverse('studio')}?like={render.order_id}", link=True)
    elif action is words.Action.KEYS and standing.admin:
        yield Deed(label=label, url=reverse("keys"), link=True)
    elif action in (words.Action.AGAIN, words.Action.KEYS):
        yield again(render, prices)


def again(render: Render, prices: Prices) -> Deed:
    url = reverse("render-again", args=[render.pk])
    return Deed(label=_("Render again"), url=url, price=prices.words(render.order), icon="repeat-2")
