"""The bell: what waits for a person, and what has happened to their films. Looking at the list is a POST, as it makes
news old; the same list as a page asks first.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jobs.models import News, User
from jobs.queries import news as queries
from jobs.queries import pulse
from jobs.states import NewsKind
from jobs.web.days import moment
from jobs.web.visitor import by_htmx, me

_TITLE, _WORDS = 60, 140


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One thing in the list; `fresh` until it has been looked at. `words`: of a comment."""

    icon: str
    sentence: str
    words: str
    place: str
    url: str
    fresh: bool


@dataclass(frozen=True, kw_only=True)
class Bell:
    """`asks`: films that wait for this person's decision, as a sentence; empty where none does."""

    asks: str
    queue: str
    pieces: tuple[Piece, ...]
    unseen: int


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def news(request: HttpRequest) -> HttpResponse:
    user, now = me(request), timezone.now()  # what comes while the list is drawn is not in it
    shown = bell(user)
    if request.method != "POST":
        return render(request, "news/page.html", {"bell": shown})
    News.objects.see(user, now)
    user.unseen = 0
    if not by_htmx(request):
        return redirect("news")
    return render(request, "news/_list.html", {"bell": shown, "oob": True})


def bell(user: User) -> Bell:
    asking = pulse.figures(user).queue.asks
    asks = ngettext("%(count)s film needs you.", "%(count)s films need you.", asking) % {"count": asking}
    pieces = tuple(map(_piece, queries.newest(user)))
    return Bell(asks=asks if asking else "", queue=reverse("queue"), pieces=pieces, unseen=user.unseen)


def _piece(told: News) -> Piece:
    film = told.render.order.title or " ".join(told.render.order.prompt.split())
    names = {"guest": told.guest, "film": Truncator(film).chars(_TITLE)}
    if told.kind == NewsKind.PICK:
        icon, sentence, words = "heart", _("%(guest)s picked “%(film)s”.") % names, ""
    else:
        icon, sentence = "message-square", _("%(guest)s commented on “%(film)s”.") % names
        words = Truncator(told.comment.text if told.comment else "").chars(_WORDS)
    link = told.share.title if told.share else ""
    return Piece(
        icon=icon,
        sentence=sentence,
        words=words,
        place=f"{link} · {moment(told.at)}" if link else moment(told.at),
        url=f"{reverse('render', args=[told.render_id])}#comments",
        fresh=told.seen_at is None,
    )
