"""What a button that orders without the composer asks first: before somebody's first film that costs money, before much
money, and where the price is another one than it shows.
"""

from decimal import Decimal

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jobs import words
from jobs.forms.order import click_token
from jobs.models import User
from jobs.queries import feed, holds
from jobs.web.composer import MUCH

_ASKED = "asked-for-money"


def question(request: HttpRequest, user: User, cost: Decimal | None) -> str:
    """What to ask before this press spends; empty where it spends nothing, or was answered by pressing once more.

    A double click is one press: only the page as it is after the question has another token.
    """
    if holds.practice_now():
        return ""
    price = words.money(cost)
    known, changed = feed.real_before(user), request.POST.get("shown", price) != price
    much = cost is not None and cost > MUCH
    if known and not changed and not much:
        return ""
    this, token = [request.path, price], click_token(request.POST)
    asked = request.session.get(_ASKED)
    if asked and asked[:2] == this and token not in ("", asked[2]):
        return ""
    request.session[_ASKED] = [*this, token]
    asks = _("The price has changed: it is %(price)s now.") if changed else _("This order costs %(price)s.")
    if not known:
        asks = _(
            "This is your first film that costs money: %(price)s, charged to the studio's account at the provider."
        )
    return words.together(asks % {"price": price}, _("Press once more to say yes."))
