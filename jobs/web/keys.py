"""Keys & health: the provider's accounts and their keys, the machine, what is not saved and what waits. For admins.

Django admin's pages of keys are the other door to the same `actions.keys`.
"""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobs import access, words
from jobs.actions import keys, orders
from jobs.forms.keys import NEW, AddForm, KeyForm
from jobs.forms.order import click_token
from jobs.models import ProviderAccount, ProviderKey, User
from jobs.queries import keys as found
from jobs.states import KeyState
from jobs.web.upkeep import Upkeep, proof_price
from jobs.web.visitor import by_htmx, me

ask_or_act = require_http_methods(["GET", "HEAD", "POST"])


def _admin(request: HttpRequest) -> User:
    """
    :raises PermissionDenied: the table lets only admins manage.
    """
    user = me(request)
    access.allow(user, access.Act.MANAGE)
    return user


def _key(pk: UUID) -> ProviderKey:
    if key := found.key_of(pk):
        return key
    raise Http404


def _account(pk: UUID) -> ProviderAccount:
    if account := found.real_accounts().filter(pk=pk).first():
        return account
    raise Http404


# ------------------------------------------------------------------ the page


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The whole page; its script asks again with `?seen=` what it shows, and gets nothing while that is the same."""
    upkeep = Upkeep(_admin(request))
    if by_htmx(request) and request.GET.get("seen") == upkeep.stamp:
        return HttpResponse(status=204)
    template = "keys/_health.html" if by_htmx(request) else "keys/page.html"
    return render(request, template, {"upkeep": upkeep})


_INTO_THE_PAGE = {"HX-Retarget": "#health", "HX-Reswap": "outerHTML", "HX-Trigger-After-Swap": "answered, look"}


def _done(request: HttpRequest, user: User) -> HttpResponse:
    """After a deed: the page as it is now, and an open question closes."""
    if not by_htmx(request):
        return redirect("keys")
    response = render(request, "keys/_done.html", {"upkeep": Upkeep(user)})
    for name, value in _INTO_THE_PAGE.items():
        response.headers[name] = value
    return response


def _ask(request: HttpRequest, template: str, context: dict[str, object], *, refused: bool = False) -> HttpResponse:
    """A question: in the dialog of the page, or without its script as a page of its own."""
    if by_htmx(request):
        return render(request, f"keys/_{template}.html", context)
    return render(request, f"keys/{template}.html", context, status=422 if refused else 200)


# ------------------------------------------------------------------ keys


@sensitive_post_parameters("secret")
@ask_or_act
def add(request: HttpRequest) -> HttpResponse:
    user = _admin(request)
    accounts = {str(one.pk): one for one in found.real_accounts()}
    named = [(pk, f"{one.name} · {words.region(one.base_url)}") for pk, one in accounts.items()]
    form = AddForm(
        request.POST if request.method == "POST" else None,
        accounts=named,
        base_url=settings.PIXSTUDIO.dashscope_base_url,
    )
    if request.method == "POST" and form.is_valid():
        try:
            key = _added(form, accounts, user)
        except keys.BadKey as bad:
            form.refuse(bad.code, words.refusal(bad.code, bad.params))
        else:
            return _stored(request, user, key, form)
    return _ask(request, "add", {"form": form}, refused=form.is_bound)


def _added(form: AddForm, accounts: dict[str, ProviderAccount], user: User) -> ProviderKey:
    sent = form.cleaned_data
    keys.check_label(sent["label"])
    if sent["account"] != NEW:
        return keys.add(account=accounts[sent["account"]], secret=sent["secret"], label=sent["label"], actor=user)
    new = {"workspace": sent["workspace"], "secret": sent["secret"], "label": sent["label"]}
    return keys.add_to_new(sent["base_url"], **new, actor=user)


def _stored(request: HttpRequest, user: User, key: ProviderKey, form: Form) -> HttpResponse:
    said = _("%(key)s is stored. Test it now; that is free.") % {"key": key}
    if keys.clean(form.cleaned_data["secret"]) != form.cleaned_data["secret"]:
        said = words.together(said, _("What stood around the key was trimmed off."))
    messages.success(request, said)
    return _done(request, user)


@sensitive_post_parameters("secret")
@ask_or_act
def replace(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another key for the same account; this one is retired."""
    user = _admin(request)
    old = _key(key)
    form = KeyForm(request.POST if request.method == "POST" else None, initial={"label": old.label})
    if old.state == KeyState.RETIRED:
        messages.error(request, words.refusal("key-retired"))
        return _done(request, user)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            new = keys.replace(old, secret=sent["secret"], label=sent["label"], actor=user)
        except keys.BadKey as bad:
            form.refuse(bad.code, words.refusal(bad.code, bad.params))
        else:
            return _stored(request, user, new, form)
    return _ask(request, "replace", {"form": form, "key": old}, refused=form.is_bound)


@require_POST
def test(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask the provider about a key, for free; the card tells the result line by line."""
    user = _admin(request)
    asked = _key(key)
    if asked.state == KeyState.RETIRED:
        messages.error(request, words.refusal("key-retired"))
    elif all(finding.good for finding in keys.test(asked, actor=user)):
        messages.success(request, _("%(key)s passed every test.") % {"key": asked})
    else:
        messages.error(request, _("%(key)s did not pass; its card says why.") % {"key": asked})
    return _done(request, user)


@ask_or_act
def retire(request: HttpRequest, key: UUID) -> HttpResponse:
    user = _admin(request)
    old = _key(key)
    if request.method == "POST":
        keys.retire(old, actor=user)
        messages.success(request, _("%(key)s is retired; it is not used any more.") % {"key": old})
        return _done(request, user)
    others = old.account.keys.filter(state=KeyState.ACTIVE).exclude(pk=old.pk).exists()
    return _ask(request, "retire", {"key": old, "last": not others, "away": found.away(old.account)})


# ------------------------------------------------------------------ accounts


@require_POST
def pause(request: HttpRequest, account: UUID) -> HttpResponse:
    user = _admin(request)
    paused = _account(account)
    keys.pause(paused, actor=user)
    messages.success(request, _("%(account)s is paused; running films go on.") % {"account": paused})
    return _done(request, user)


@require_POST
def resume(request: HttpRequest, account: UUID) -> HttpResponse:
    user = _admin(request)
    resumed = _account(account)
    keys.resume(resumed, actor=user)
    messages.success(request, _("%(account)s takes films again.") % {"account": resumed})
    return _done(request, user)


@ask_or_act
def prove(request: HttpRequest, account: UUID) -> HttpResponse:
    """Order the cheapest film after a yes to its price; a price that changed meanwhile asks again."""
    user = _admin(request)
    proven, price = _account(account), proof_price()
    if request.method == "POST" and request.POST.get("price") == price:
        try:
            keys.prove(proven, actor=user, token=click_token(request.POST) or orders.new_token())
        except keys.BadKey as bad:
            messages.error(request, words.refusal(bad.code, bad.params))
        except orders.Refused as refused:
            messages.error(request, words.together(*map(words.problem, refused.problems)))
        else:
            messages.success(request, _("Ordered. When the film is made, bill and activation are proven."))
        return _done(request, user)
    return _ask(request, "prove", {"account": proven, "price": price, "token": orders.new_token()})
