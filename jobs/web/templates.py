"""Prompt templates: all to choose from, one that is made, changed or goes. A chosen one fills in the composer."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jobs import access, words
from jobs.access import Act, render_for, template_for
from jobs.actions import templates as actions
from jobs.actions.templates import Broken, Overtaken, Recipe, Unfit
from jobs.catalogue import find
from jobs.forms.order import OrderForm, whole_number
from jobs.forms.shots import told
from jobs.forms.templates import NewTemplateForm, TemplateForm, like, settings_of, shown
from jobs.models import PromptTemplate, User
from jobs.queries.templates import OFFERED, found
from jobs.web.days import day_name
from jobs.web.visitor import by_htmx, done, me

ask_or_act = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """A template as a line of a list. `space` is named to who is in several; `edit` is empty to whom it is closed."""

    id: UUID
    name: str
    prompt: str
    settings: str
    author: str
    space: str
    changed: str
    edit: str


def leaves(user: User, text: str, most: int | None = None) -> list[Leaf]:
    standing, several = access.standing(user), len(user.seats) > 1
    return [_leaf(one, standing, several=several) for one in found(user, text, most=most)]


def _leaf(template: PromptTemplate, standing: access.Standing, *, several: bool) -> Leaf:
    at = timezone.localtime(template.changed_at)
    return Leaf(
        id=template.pk,
        name=template.name,
        prompt=" ".join(template.prompt.split())[:400],
        settings=settings_line(template),
        author=template.author.name,
        space=template.space.name if several else "",
        changed=day_name(at.date()),
        edit=reverse("template", args=[template.pk]) if standing.may(Act.REWRITE, template) else "",
    )


def settings_line(template: PromptTemplate) -> str:
    """`v6 · 720P · 5 s`: what the template settles; empty when it is the words alone."""
    model = find(template.model)
    sound = "" if template.audio is None else _("sound") if template.audio else _("silent")
    length = words.film_length(template.duration) if template.duration else ""
    parts = (model.short if model else template.model, template.tier, template.ratio, length, sound)
    return " · ".join(filter(None, parts))


@ask_or_act
def page(request: HttpRequest) -> HttpResponse:
    """All templates, or those that `q` finds; a POST makes one."""
    user = me(request)
    access.allow(user, Act.ORDER)
    if request.method == "POST":
        return _make(request, user)
    text = request.GET.get("q", "")[:200]
    if request.headers.get("HX-Target") == "picks":
        return render(request, "templates/_picks.html", {"leaves": leaves(user, text, OFFERED), "text": text})
    return render(request, "templates/page.html", {"leaves": leaves(user, text), "text": text})


# ------------------------------------------------------------------ making one


@ask_or_act
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new one; a POST brings along what stands in the composer."""
    user = me(request)
    access.allow(user, Act.ORDER)
    desk = told(OrderForm.read(request.POST), request.POST) if request.method == "POST" else OrderForm(model="")
    known = {**like(desk), "space": desk.space} if request.method == "POST" else {}
    return _form(request, _blank(user, known))


@ask_or_act
def of_film(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form of a new one with the words and settings of a film; a POST makes it."""
    user = me(request)
    film = render_for(user, pk)
    access.allow(user, Act.ORDER)
    if request.method == "POST":
        return _make(request, user)
    return _form(request, _blank(user, {**like(OrderForm.like(film.order)), "space": film.space_id}))


def _blank(user: User, known: dict[str, Any] | None = None, sent: Any = None) -> NewTemplateForm:
    spaces = [(str(pk), seat.name) for pk, seat in user.seats.items()]
    given = {name: str(value) for name, value in (known or {}).items() if value is not None}
    return NewTemplateForm(sent, spaces=spaces, initial=given)


def _make(request: HttpRequest, user: User) -> HttpResponse:
    form = _blank(user, sent=request.POST)
    if not form.is_valid():
        return _form(request, form)
    try:
        space = actions.space_of(user, UUID(form.cleaned_data["space"]))
        template = actions.make(space, Recipe(**settings_of(form.cleaned_data)), actor=user)
    except (Unfit, Broken) as refused:
        _refuse(form, refused)
        return _form(request, form)
    said = _("Saved as the template “%(name)s”.") % {"name": template.name}
    if not by_htmx(request):
        messages.success(request, said)
        return redirect("templates")
    response = done(request, good=said)
    response.headers["HX-Reswap"] = "none"
    response.headers["HX-Trigger"] = json.dumps({"answered": True})
    return response


def _form(request: HttpRequest, form: NewTemplateForm) -> HttpResponse:
    if by_htmx(request):
        return render(request, "templates/_new.html", {"form": form})
    return render(request, "templates/new.html", {"form": form}, status=422 if form.errors else 200)


def _refuse(form: TemplateForm, refused: Unfit | Broken) -> None:
    if isinstance(refused, Unfit):
        form.add_error(refused.field, words.refusal(refused.code))
        return
    for problem in refused.problems:
        form.add_error(problem.field if problem.field in form.fields else "model", words.problem(problem))


# ------------------------------------------------------------------ changing one


@ask_or_act
def edit(request: HttpRequest, template: UUID) -> HttpResponse:
    """A POST changes it if `edition` is still the stored one; else both texts are shown, and nothing is lost. What was
    written for one that is gone can be saved as a new one.
    """
    user = me(request)
    try:
        return _changed(request, user, template)
    except Http404:
        if request.method != "POST":
            raise
        messages.error(request, _("This template is not there any more. Your text is: save it as a new one."))
        return render(request, "templates/new.html", {"form": _blank(user, request.POST.dict())}, status=404)


def _changed(request: HttpRequest, user: User, template: UUID) -> HttpResponse:
    """:raises Http404: there is none, or none any more."""
    kept = template_for(user, template, Act.REWRITE)
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=shown(kept))
    shown_edition = request.POST.get("edition", "")
    if request.method != "POST" or not form.is_valid():
        return _edit(request, kept, form, edition=shown_edition)
    try:
        recipe = Recipe(**settings_of(form.cleaned_data))
        actions.change(kept, recipe, edition=whole_number(shown_edition), actor=user)
    except Overtaken:
        return _edit(request, template_for(user, template, Act.REWRITE), form, overtaken=True)
    except (Unfit, Broken) as refused:
        _refuse(form, refused)
        return _edit(request, kept, form, edition=shown_edition)
    messages.success(request, _("The template “%(name)s” is changed.") % {"name": form.cleaned_data["name"].strip()})
    return redirect("templates")


def _edit(
    request: HttpRequest, kept: PromptTemplate, form: TemplateForm, *, overtaken: bool = False, edition: str = ""
) -> HttpResponse:
    context = {"template": kept, "form": form, "edition": edition or kept.edition}
    if overtaken:
        at = date_format(timezone.localtime(kept.changed_at), "H:i")
        who = {"name": kept.changed_by.name, "time": at}
        context["overtaken"] = _("%(name)s has changed this template at %(time)s. Yours is not saved yet.") % who
        context["settings"] = settings_line(kept)
    status = 409 if overtaken else 422 if form.errors else 200
    return render(request, "templates/edit.html", context, status=status)


@ask_or_act
def delete(request: HttpRequest, template: UUID) -> HttpResponse:
    """Asked first; films that were made with it stay."""
    user = me(request)
    kept = template_for(user, template, Act.REWRITE)
    if request.method == "POST":
        actions.delete(kept, actor=user)
        messages.success(request, _("The template “%(name)s” is deleted.") % {"name": kept.name})
        return redirect("templates")
    return render(request, "templates/delete.html", {"template": kept})
