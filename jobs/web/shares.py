"""Share links in the studio: made from a film, an order, a board or a selection; listed, changed, renewed, ended."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobs import access, words
from jobs.access import Act, board_for, share_for
from jobs.actions import guests
from jobs.actions import shares as actions
from jobs.actions.shares import Terms, Told, Unfit
from jobs.forms.shares import SWITCHES, ChangeShareForm, NewShareForm, PasswordForm, TermsForm
from jobs.models import Render, User
from jobs.models.shares import FILMS_MAX
from jobs.queries import shares
from jobs.web.choosing import Unchosen, choice
from jobs.web.links import counted, heard, link, links, sent
from jobs.web.outcomes import said
from jobs.web.shared import day_short
from jobs.web.visitor import by_htmx, me

ask_or_act = require_http_methods(["GET", "HEAD", "POST"])

_FIELDS = {
    "share-title-long": "title",
    "share-note-long": "note",
    "share-past": "day",
    "share-far": "day",
    "share-password": "password",
}
"""Where what is wrong is said; the rest is said above the form."""


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    user = me(request)
    access.allow(user, Act.SHARE)
    return render(request, "shares/page.html", {"links": links(user)})


# ------------------------------------------------------------------ a new link


@ask_or_act
@never_cache
@sensitive_post_parameters("password")
def new(request: HttpRequest) -> HttpResponse:
    """`?films=<id>,<id>` or `?film=<id>&film=<id>`, `?order=<id>`, `?board=<id>`, or `all=1` of a filter: a form for a
    link over these. The same as a POST, for many; with `make` the link is made.
    """
    user = me(request)
    access.allow(user, Act.SHARE)
    makes = request.method == "POST" and "make" in request.POST
    try:
        films, title = _wanted(request, user)
        if not makes:
            actions.showable(films)  # nobody fills in a form for nothing
    except (Unchosen, Unfit) as refused:
        return said(request, bad=words.refusal(refused.code, refused.params))
    if makes:
        return _made(request, user, films)
    shown = {"title": title, "films": ",".join(str(film.pk) for film in films), "once": secrets.token_urlsafe(12)}
    return _form(request, NewShareForm(initial=shown), films)


def _made(request: HttpRequest, user: User, films: list[Render]) -> HttpResponse:
    form = NewShareForm(request.POST)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            told = actions.make(
                films,
                _terms(form),
                actor=user,
                once=chosen["once"],
                locked=chosen["locked"],
                password=chosen["password"],
            )
        except Unfit as unfit:
            form.add_error(_FIELDS.get(unfit.code), words.refusal(unfit.code, unfit.params))
        else:
            return _told(request, told, len(films))
    return _form(request, form, films)


def _form(request: HttpRequest, form: NewShareForm, films: list[Render]) -> HttpResponse:
    context = {"form": form, "films": counted(len(films)), "posters": _posters(films), "most": actions.LONGEST_DAYS}
    return _drawn(request, "new", context, bad=form.is_bound)


def _told(request: HttpRequest, told: Told, films: int) -> HttpResponse:
    response = _drawn(request, "made", {"sent": sent(request, told, films)})
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _drawn(request: HttpRequest, name: str, context: dict[str, object], *, bad: bool = False) -> HttpResponse:
    """In the dialog of a page, or without its script as a page of its own."""
    if by_htmx(request):
        return render(request, f"shares/_{name}.html", context)
    return render(request, f"shares/{name}.html", context, status=422 if bad else 200)


def _posters(films: Iterable[Render]) -> list[UUID]:
    return [film.pk for film in films if film.asset("poster")][:6]


def _wanted(request: HttpRequest, user: User) -> tuple[list[Render], str]:
    """The films, and what their set may be called.

    :raises Http404: an order or board that is not there for this person.
    :raises Unchosen: films were selected, and more than a link shows, or by a filter that means something else by now.
    """
    asked = request.POST if request.method == "POST" else request.GET
    if board := _id(asked.get("board", "")):
        name = board_for(user, board).name
        return shares.chosen(user, films=(), board=board), name
    if order := _id(asked.get("order", "")):
        found = shares.chosen(user, films=(), order=order)
        if not found:
            raise Http404
        return found, found[0].order.title
    found = shares.chosen(user, films=_chosen(request, asked))
    titles = {film.order.title for film in found}
    return found, titles.pop() if len(titles) == 1 else ""


def _chosen(request: HttpRequest, asked: QueryDict) -> Iterable[UUID]:
    if asked.get("all") == "1":
        return choice(request, most=FILMS_MAX).ids
    told = [*asked.getlist("film"), *asked.get("films", "").replace(",", " ").split()]
    return [pk for pk in map(_id, told) if pk]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def _terms(form: TermsForm, kept: datetime | None = None) -> Terms:
    chosen = form.cleaned_data
    end = form.end(timezone.now(), kept)
    return Terms(title=chosen["title"], note=chosen["note"], ends_at=end, **{name: chosen[name] for name in SWITCHES})


# ------------------------------------------------------------------ a link that is there


@ask_or_act
@never_cache
def edit(request: HttpRequest, share: UUID) -> HttpResponse:
    """What guests said, and what the link says and allows."""
    user = me(request)
    found = share_for(user, share)
    until = _("Open until %(day)s") % {"day": day_short(found.ends_at)}
    form = ChangeShareForm(request.POST if request.method == "POST" else None, share=found, until=until)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(found, _terms(form, found.ends_at), actor=user)
        except Unfit as unfit:
            form.add_error(_FIELDS.get(unfit.code), words.refusal(unfit.code, unfit.params))
            found.refresh_from_db()
        else:
            messages.success(request, _("Kept. It is so for everybody from now on."))
            return redirect("share", share=share)
    context = {"link": link(found, user), "note": found.note, "heard": heard(found), "form": form}
    return render(request, "shares/link.html", context, status=422 if form.is_bound else 200)


@ask_or_act
@never_cache
@sensitive_post_parameters("password")
def renew(request: HttpRequest, share: UUID) -> HttpResponse:
    """A new address, asked first: the old one is dead afterwards."""
    user = me(request)
    found = share_for(user, share)
    form = PasswordForm(request.POST if request.method == "POST" else None, initial={"locked": bool(found.password)})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            told = actions.renew(found, actor=user, locked=chosen["locked"], password=chosen["password"])
        except Unfit as unfit:
            form.add_error(_FIELDS.get(unfit.code), words.refusal(unfit.code, unfit.params))
        else:
            return _told(request, told, link(found, user).films)
    return _drawn(request, "renew", {"form": form, "link": link(found, user)}, bad=form.is_bound)


@require_POST
def revoke(request: HttpRequest, share: UUID) -> HttpResponse:
    """At once, and for good."""
    user = me(request)
    found = share_for(user, share)
    actions.revoke(found, actor=user)
    messages.success(request, _("The link has ended. Nobody can open it any more."))
    return redirect("share", share=share)


@require_POST
def remove(request: HttpRequest, share: UUID, comment: UUID) -> HttpResponse:
    """A guest's comment: at once, and for good."""
    user = me(request)
    if guests.remove(share_for(user, share), comment, actor=user):
        messages.success(request, _("The comment is gone, here and under the link."))
    return redirect("share", share=share)
