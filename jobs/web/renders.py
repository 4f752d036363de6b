"""What people do with one film."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as draw
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jobs import words
from jobs.access import Act, render_for
from jobs.actions import favourites, orders, renders, titles
from jobs.actions.renders import Choice
from jobs.forms.order import click_token
from jobs.models import Render, User
from jobs.queries import feed
from jobs.queries.family import family, made_at
from jobs.states import Door, State
from jobs.web import first
from jobs.web.cards import Deck
from jobs.web.deeds import Prices
from jobs.web.slates import slates
from jobs.web.visitor import by_htmx, done, me, whole_address


@require_safe
def menu(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What else can be done with a film, fetched when somebody opens the menu of its card."""
    render = render_for(me(request), pk)
    deck = Deck(me(request))
    card = deck.card(render)
    higher = deck.ladder(render, family(me(request), render)).first
    context = {
        "card": card,
        "deeds": [deed for deed in (deck.again(render), higher) if deed],
        "fate": deck.fate(render),
        "link": whole_address(request, card.url),
    }
    return draw(request, "renders/_menu.html", context)


@require_POST
def favourite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`liked=1` makes it one, anything else ends it; the button comes back as it now is."""
    user = me(request)
    render = render_for(user, pk, Act.FAVOURITE)
    render.liked = request.POST.get("liked") == "1"
    change = favourites.like if render.liked else favourites.unlike
    change(render, actor=user)
    if not by_htmx(request):
        return done(request)
    return draw(request, "renders/_like.html", {"card": Deck(user).card(render)})


@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = me(request)
    try:
        after = renders.cancel(render_for(user, pk, Act.CANCEL), actor=user)
    except renders.TooLate:
        final = Render.objects.get(pk=pk).final
        return done(request, bad=words.refusal("too-late-final" if final else "too-late"))
    if after.state == State.CANCELED:
        return done(request, good=_("Canceled. Nothing was charged."))
    return done(request, good=_("Noted. The film is canceled if the provider still lets it go."))


@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = me(request)
    render = render_for(user, pk, Act.AGAIN)
    if asks := _question(request, user, render):
        return done(request, bad=asks)
    try:
        renders.again(render, actor=user, token=_token(request), door=Door.PAGE)
    except renders.NotFinal:
        return done(request, bad=words.refusal("not-final"))
    except orders.Refused as refused:
        return done(request, bad=words.together(*map(words.problem, refused.problems)))
    return done(request, good=_("Ordered again."))


@require_POST
def at_tier(request: HttpRequest, pk: UUID, tier: str) -> HttpResponse:
    """The same film in another tier, once: only one that was not made, or was thrown away, makes room for another."""
    user = me(request)
    render = render_for(user, pk, Act.AGAIN)
    there = _("The film at %(tier)s is ordered already.") % {"tier": tier}
    if made_at(render, tier):
        return done(request, good=there)
    if asks := _question(request, user, render, tier):
        return done(request, bad=asks)
    try:
        placed = renders.again_at(render, tier, actor=user, door=Door.PAGE)
    except renders.NotFinal:
        return done(request, bad=words.refusal("not-final"))
    except orders.Refused as refused:
        return done(request, bad=words.together(*map(words.problem, refused.problems)))
    return done(request, good=_("Ordered at %(tier)s.") % {"tier": tier} if placed else there)


@require_POST
def at_cost(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A practice film that still waits becomes a real order."""
    user = me(request)
    render = render_for(user, pk, Act.AGAIN)
    if asks := _question(request, user, render):
        return done(request, bad=asks)
    try:
        renders.render_at_cost(render, actor=user, token=_token(request), door=Door.PAGE)
    except renders.TooLate:
        return done(request, bad=words.refusal("overtaken"))
    except orders.Refused as refused:
        return done(request, bad=words.together(*map(words.problem, refused.problems)))
    return done(request, good=_("Ordered for real."))


@require_POST
def resolve(request: HttpRequest, pk: UUID, choice: Choice) -> HttpResponse:
    user = me(request)
    render = render_for(user, pk, Act.RESOLVE)
    try:
        renders.resolve(render, choice, actor=user, task_id=request.POST.get("task_id", ""))
    except renders.NotUncertain:
        return done(request, bad=words.refusal("not-uncertain"))
    except renders.NoSuchCandidate:
        return done(request, bad=words.refusal("no-such-candidate"))
    return done(request, good=_("Decided. It goes on from there."))


@require_POST
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Clear the film's own hold."""
    user = me(request)
    try:
        renders.try_again(render_for(user, pk, Act.TRY_AGAIN), actor=user)
    except renders.NotHeld:
        return done(request, bad=words.refusal("not-held"))
    return done(request, good=_("It is tried again now."))


@require_POST
def rename(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the film's order another title, or none."""
    user = me(request)
    try:
        titles.rename(render_for(user, pk, Act.RENAME).order, request.POST.get("title", ""), actor=user)
    except orders.Refused as refused:
        return done(request, bad=words.together(*map(words.problem, refused.problems)))
    return done(request, part=_slate(user, pk) if by_htmx(request) and "slate" in request.POST else "")


def _slate(user: User, pk: UUID) -> str:
    """The slate of the film's order, for the page that shows it: one whose films are all final is not watched."""
    found = feed.order(user, render_for(user, pk).order_id)
    shown = slates(user, [found] if found else [])
    return "".join(render_to_string("studio/_slate.html", {"slate": slate, "oob": True}) for slate in shown)


def _question(request: HttpRequest, user: User, render: Render, tier: str = "") -> str:
    return first.question(request, user, Prices(timezone.now()).amount(render.order, tier=tier))


def _token(request: HttpRequest) -> str:
    """The page's token: a double click on one page orders once, and the page gets a fresh one with each look."""
    return click_token(request.POST) or orders.new_token()
