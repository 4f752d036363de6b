"""The first film that costs a person money is asked about once, also where a button orders it without the composer."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jobs.forms.order import click_token
from jobs.models import User
from jobs.queries import feed, holds

_ASKED = "asked-for-money"


def question(request: HttpRequest, user: User, price: str) -> str:
    """What to ask before this press spends; empty where it spends nothing, or was answered by pressing once more.

    A double click is one press: only the page as it is after the question has another token.
    """
    if holds.practice_now() or feed.real_before(user):
        return ""
    this, token = [request.path, price], click_token(request.POST)
    asked = request.session.get(_ASKED)
    if asked and asked[:2] == this and token not in ("", asked[2]):
        return ""
    request.session[_ASKED] = [*this, token]
    asks = _("This is your first film that costs money: %(price)s, charged to the studio's account at the provider.")
    return f"{asks % {'price': price}} {_('Press once more to say yes.')}"
