"""What the browser tells of one's own orders while no page of the studio is in sight.

https://developer.mozilla.org/en-US/docs/Web/API/Notification
"""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.models import Order, User
from jobs.queries import ended
from jobs.queries.ended import Told
from jobs.words.sentences import together

FEW = 3
"""More at once are one notice."""
FARTHEST = timedelta(minutes=15)
"""A page that slept longer is told of the newest only; the line "While you were away" has the rest."""
OVERLAP = timedelta(seconds=3)
"""Rows committed just before the last look; a notice that comes twice replaces itself by its tag."""
_TITLE = 60


def notices(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    """For a page that has been out of sight, or has last been told, `hidden` seconds ago."""
    since = _since(request.GET.get("hidden", ""), timezone.now())
    if since is None or not user.notices:
        return []
    told = ended.since(user, since)
    return [_notice(one) for one in told] if len(told) <= FEW else [_sum(told)]


def _since(hidden: str, now: datetime) -> datetime | None:
    if not (hidden.isascii() and hidden.isdigit()):
        return None
    return now - OVERLAP - min(timedelta(seconds=int(hidden[:6])), FARTHEST)


def _notice(told: Told) -> dict[str, Any]:
    said = _("It needs your decision.") if told.asks else _ends(told.saved, told.failed)
    return {
        "tag": f"{told.film if told.asks else told.order.pk}",
        "title": _named(told.order),
        "body": said,
        "url": reverse("render", args=[told.film]),
    }


def _sum(told: list[Told]) -> dict[str, Any]:
    asking = sum(one.asks for one in told)
    asks = ngettext("%(count)s film needs you.", "%(count)s films need you.", asking) % {"count": asking}
    said = _ends(sum(one.saved for one in told), sum(one.failed for one in told))
    tag = ".".join(sorted(str(one.film if one.asks else one.order.pk) for one in told))
    title = ngettext("News of %(count)s order", "News of %(count)s orders", len(told)) % {"count": len(told)}
    return {"tag": tag, "title": title, "body": together(asks if asking else "", said), "url": reverse("studio")}


def _ends(saved: int, failed: int) -> str:
    home = ngettext("%(count)s film saved.", "%(count)s films saved.", saved) % {"count": saved}
    lost = ngettext("%(count)s film failed.", "%(count)s films failed.", failed) % {"count": failed}
    return together(home if saved else "", lost if failed else "")


def _named(order: Order) -> str:
    return order.title or Truncator(" ".join(order.prompt.split())).chars(_TITLE)
