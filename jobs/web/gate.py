"""How people come in for the first time: the owner by the set-up link, others by invitation."""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jobs import words
from jobs.actions import people
from jobs.forms.gate import AcceptForm, SetUpForm
from jobs.models import User
from jobs.web.begin import steps


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest, token: str) -> HttpResponse:
    """Make the owner, once."""
    if not people.setup_token_good(token):
        return _closed(request, "setup-used" if people.owner_exists() else "setup-wrong")
    form = SetUpForm(request.POST or None)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            owner = people.set_up(token, email=sent["email"], password=sent["password"], name=sent["display_name"])
        except people.BadLink:
            return _closed(request, "setup-used")
        except ValidationError as error:
            _blame(form, error)
        else:
            return _enter(request, owner)
    return _page(request, "gate/set_up.html", {"form": form, "steps": steps(0)})


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password and come in."""
    guest = people.invited(token)
    if guest is None:
        return _closed(request, "invite-wrong")
    form = AcceptForm(request.POST or None, initial={"display_name": guest.display_name})
    if form.is_valid():
        sent = form.cleaned_data
        try:
            user = people.accept(token, password=sent["password"], name=sent["display_name"])
        except people.BadLink:
            return _closed(request, "invite-wrong")
        except ValidationError as error:
            _blame(form, error)
        else:
            return _enter(request, user)
    return _page(request, "gate/invite.html", {"form": form, "guest": guest})


def _blame(form: AcceptForm, error: ValidationError) -> None:
    """Put the sentence where it belongs: the address or the password."""
    about_email = "email" in form.fields and any(one.code == "invalid" for one in error.error_list)
    form.add_error("email" if about_email else "password", error)


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    login(request, user)
    return redirect("studio")


def _closed(request: HttpRequest, code: str) -> HttpResponse:
    status = 410 if code == "setup-used" else 404
    return _page(request, "gate/closed.html", {"sentence": words.refusal(code)}, status=status)


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, template, context, status=422 if request.POST and status == 200 else status)
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is the secret
    return response
