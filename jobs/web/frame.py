"""What stands around every page: the rail, the safe line, the queue, banners. A context processor brings it."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jobs import words
from jobs.actions import orders
from jobs.models import User
from jobs.queries import holds, pulse
from jobs.states import Theme
from jobs.trail import request_id
from jobs.web import letters
from jobs.web.cards import stamp

_HTMX: dict[str, Any] = {
    "includeIndicatorStyles": False,  # an inline style
    "allowEval": False,
    "selfRequestsOnly": True,
    "historyCacheSize": 0,
}
_NEWS, _NOTHING = {"code": "[23]..", "swap": True}, {"code": "204", "swap": False}
_FAULT = {"code": "[45]..", "swap": False, "error": True}
HTMX = json.dumps({**_HTMX, "responseHandling": [_NOTHING, _NEWS, _FAULT]})
HTMX_OUTSIDE = json.dumps({**_HTMX, "responseHandling": [_NOTHING, _NEWS, {"code": "4(22|29)", "swap": True}, _FAULT]})
"""Where what is wrong with a form stands in the answer itself."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A page in the rail; `rule` draws a line before it."""

    label: str
    icon: str
    url: str
    current: bool
    rule: bool = False


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who is signed in, as the menu at the foot of the rail shows them; blank for somebody who is not."""

    name: str = ""
    email: str = ""
    theme: str = ""
    letters: bool = False
    notices: bool = False

    @property
    def languages(self) -> list[tuple[str, str]]:
        return settings.LANGUAGES

    @property
    def themes(self) -> list[tuple[str, str]]:
        return [(Theme.SYSTEM, _("System")), (Theme.DARK, _("Dark")), (Theme.LIGHT, _("Light"))]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One line: the safe line, or a banner with its way out."""

    icon: str
    tone: str
    message: str
    advice: str = ""
    url: str = ""
    link: str = ""


class Frame:
    """Reads only what the template asks for: error pages and the gate cost no query."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        user = getattr(request, "user", None)
        self._user = user if isinstance(user, User) else None

    htmx = HTMX

    @property
    def request_id(self) -> str:
        return request_id.get()

    @property
    def token(self) -> str:
        """Makes "render again" on this page idempotent; each look at a page and each deed brings a fresh one."""
        return orders.new_token()

    @property
    def theme(self) -> str:
        """Empty: as the reader's system has it."""
        chosen = self._user.theme if self._user else Theme.SYSTEM
        return "" if chosen == Theme.SYSTEM else str(chosen)

    @property
    def person(self) -> Person:
        user = self._user
        if user is None:
            return Person()
        told = {"letters": self.letters, "notices": self.notices}
        return Person(name=user.name, email=user.email, theme=user.theme, **told)

    @property
    def keys(self) -> letters.Keys:
        return letters.of_desk(get_language())

    @property
    def entries(self) -> tuple[Entry, ...]:
        return _entries(self._request.path[:_TOLD], self._user is not None and self._user.is_admin, get_language())

    @cached_property
    def _figures(self) -> pulse.Figures | None:
        return pulse.figures(self._user) if self._user else None

    @property
    def figures(self) -> pulse.Queue:
        return self._figures.queue if self._figures else pulse.Queue(running=0, waiting=0)

    @property
    def unseen(self) -> int:
        """News that this person has not looked at."""
        return self._user.unseen if self._user else 0

    @cached_property
    def safe(self) -> Notice:
        return safe_line(self._figures.safety, timezone.now()) if self._figures else Notice(**_SAFE, message="")

    @cached_property
    def banners(self) -> tuple[Notice, ...]:
        return tuple(banners(self._user)) if self._user else ()

    @property
    def stamp(self) -> str:
        """Changes when the safe line, the queue, the bell or the banners do."""
        return stamp((self.safe, self.figures, self.unseen, self.banners))

    @property
    def banner_stamp(self) -> str:
        """For a page without the rail."""
        return stamp(self.banners)

    @property
    def letters(self) -> bool:
        """Whether single letters are shortcuts; off for whoever speaks to their computer, or types past the fields."""
        return self._user is not None and self._user.letter_keys

    @property
    def notices(self) -> bool:
        """Whether the browser tells of one's own orders while the page is hidden."""
        return self._user is not None and self._user.notices


_TOLD = 100
"""Characters of an address: more than lead to any page of the rail. Whole ones would fill the memory."""


@lru_cache(maxsize=1000)
def _entries(path: str, admin: bool, language: str | None) -> tuple[Entry, ...]:
    create, gallery, queue, keys = reverse("studio"), reverse("gallery"), reverse("queue"), reverse("keys")
    boards = reverse("boards")
    entries = [
        Entry(label=_("Create"), icon="clapperboard", url=create, current=path == create),
        Entry(label=_("Gallery"), icon="film", url=gallery, current=path == gallery),
        Entry(label=_("Queue"), icon="list-ordered", url=queue, current=path.startswith(queue)),
        Entry(label=_("Boards"), icon="layers", url=boards, current=path.startswith(boards)),
    ]
    if admin:
        current = path.startswith(keys)
        entries.append(Entry(label=_("Keys & health"), icon="key-round", url=keys, current=current, rule=True))
    return tuple(entries)


_SAFE = {"icon": "house", "tone": "tone-done"}


def safe_line(safety: pulse.Safety, now: datetime) -> Notice:
    """Whether every film that was paid for is home; near the end of its 24 hours it asks for attention."""
    if not safety.unsaved:
        if not safety.saved:
            return Notice(**_SAFE, message=_("Every film will be saved here"))
        text = ngettext("%(count)s film saved", "All %(count)s films saved", safety.saved)
        return Notice(**_SAFE, message=text % {"count": f"{safety.saved:,}"})
    text = ngettext("%(count)s not saved yet", "%(count)s not saved yet", safety.unsaved)
    text %= {"count": f"{safety.unsaved:,}"}
    if safety.deadline is None:
        return Notice(icon="hard-drive-download", tone="tone-run", message=text)
    late = (safety.deadline - now).total_seconds() <= settings.PACE.alarms[0]
    tone = "tone-ask" if late else "tone-run"
    return Notice(icon="hard-drive-download", tone=tone, message=f"{text} · {words.time_left(safety.deadline, now)}")


def banners(user: User) -> list[Notice]:
    """The site's hold, then the holds of accounts, then practice."""
    standing = holds.glance()
    found = [_held(hold.code, hold.params, hold.raw, user) for hold in [standing.site()] if hold]
    found += [
        _held(account.hold_code, account.hold_params, account.hold_raw, user)
        for account in standing.accounts
        if account.held
    ]
    if standing.practice:
        message = _("Practice: films are drawn by this computer, nothing is charged.")
        found.append(Notice(icon="flask-conical", tone="tone-run", message=message, **_keys(user, _("Add a key"))))
    return found


def _held(code: str, params: dict[str, Any], raw: str, user: User) -> Notice:
    said = words.hold(code, params, raw)
    link = _keys(user, _("Keys & health"))
    return Notice(icon="circle-pause", tone="tone-ask", message=said.message, advice=said.advice, **link)


def _keys(user: User, label: str) -> dict[str, str]:
    return {"url": reverse("keys"), "link": label} if user.is_admin else {}


def frame(request: HttpRequest) -> dict[str, Frame]:
    return {"frame": Frame(request)}
