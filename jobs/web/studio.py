"""The Create page: the composer, and one's own orders with their takes."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jobs import access
from jobs.actions import orders
from jobs.catalogue import problems
from jobs.forms.order import OrderForm
from jobs.models import User
from jobs.queries import feed, holds
from jobs.states import Door
from jobs.web.composer import Composer, Question, examples
from jobs.web.slates import slates
from jobs.web.visitor import by_htmx, me


@require_http_methods(["GET", "HEAD", "POST"])
def studio(request: HttpRequest) -> HttpResponse:
    """Show the desk; a POST orders, or with `update` redraws the form for another model without ordering."""
    user = me(request)
    access.allow(user, access.Act.ORDER)
    if request.method != "POST":
        return _page(request, user, Composer(user, _first_form(request, user)))
    form = OrderForm.read(request.POST)
    if "update" in request.POST:
        return _page(request, user, Composer(user, form.fitted()))
    return _order(request, user, form)


def _first_form(request: HttpRequest, user: User) -> OrderForm:
    """Empty, or filled like an earlier order (`?like=<order id>`) or with an example (`?example=1`)."""
    number = request.GET.get("example", "")
    if number in ("1", "2", "3"):
        return OrderForm(prompt=examples()[int(number) - 1])
    try:
        earlier = feed.order(user, UUID(request.GET.get("like", "")))
    except ValueError:
        earlier = None
    return OrderForm.like(earlier) if earlier else OrderForm()


def _order(request: HttpRequest, user: User, form: OrderForm) -> HttpResponse:
    broken = problems(form.spec())
    if not broken and (question := _question(request, user, form)):
        return _say(request, user, Composer(user, form, question=question))
    try:
        placed = orders.order(user, form.spec(), token=form.token or orders.new_token(), door=Door.PAGE)
    except orders.Refused as refused:
        return _say(request, user, Composer(user, form, problems=refused.problems))
    if by_htmx(request):
        response = render(request, "studio/_ordered.html", {"token": orders.new_token()})
        response.headers["HX-Trigger"] = json.dumps({"ordered": str(placed.order.pk), "look": True})
        return response
    return redirect("studio")


def _question(request: HttpRequest, user: User, form: OrderForm) -> Question | None:
    """What a person says yes to before money is spent: their first film that costs any, or another price than the
    button showed, which without the script is that of the form as it was drawn.
    """
    if form.confirmed or holds.practice_now():
        return None
    if not feed.real_before(user):
        return Question.FIRST
    stale = not by_htmx(request) and form.shown not in ("", Composer(user, form).total)
    return Question.PRICE if stale else None


def _say(request: HttpRequest, user: User, composer: Composer) -> HttpResponse:
    """Nothing was ordered: say why, or ask. The script keeps the form, the bare page is drawn anew with it."""
    if by_htmx(request):
        return render(request, "studio/_says.html", {"composer": composer})
    return _page(request, user, composer, status=422)


def _page(request: HttpRequest, user: User, composer: Composer, status: int = 200) -> HttpResponse:
    found = feed.mine(user)
    context = {
        "composer": composer,
        "token": composer.form.token or orders.new_token(),
        "slates": slates(user, found.orders),
        "cursor": found.cursor,
        "newest": found.orders[0].pk if found.orders else UUID(int=0),
    }
    return render(request, "studio/page.html", context, status=status)
