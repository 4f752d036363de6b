"""What happened while a person was away, told in one line when they come back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.models import User
from jobs.queries import pulse

ABSENT = timedelta(minutes=30)
"""After this long without a page in sight a person was away."""

NOTED = timedelta(seconds=30)
"""How exactly it is known when a person was last here; open pages ask every two seconds."""


@dataclass(frozen=True, kw_only=True)
class Away:
    """The line, in words."""

    text: str


def back(user: User, now: datetime) -> Away | None:
    """The line for somebody who has just come back, once; notes that they are here."""
    since = user.seen_at
    if since is None or now - since > NOTED:
        _note(user, now)
    if since is None or now - since < ABSENT:
        return None
    saved, failed = pulse.since(user, since)
    if not saved + failed:
        return None
    values = {
        "saved": ngettext("%(count)s film saved", "%(count)s films saved", saved) % {"count": saved},
        "failed": ngettext("%(count)s failed", "%(count)s failed", failed) % {"count": failed},
    }
    if not failed:
        return Away(text=_("While you were away: %(saved)s.") % values)
    if not saved:
        return Away(text=_("While you were away: %(failed)s.") % values)
    return Away(text=_("While you were away: %(saved)s, %(failed)s.") % values)


def look(user: User, now: datetime) -> None:
    """Notes that they are at a page without room for the line; who has just come back is still told on the desk."""
    if user.seen_at is None or NOTED < now - user.seen_at < ABSENT:
        _note(user, now)


def _note(user: User, now: datetime) -> None:
    User.objects.filter(pk=user.pk).update(seen_at=now)
