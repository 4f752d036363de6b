"""The Create page: the composer, and one's own orders with their takes."""

import json
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jobs import access
from jobs.actions import drafts, orders
from jobs.catalogue import Problem, loose_ends, plan, problems
from jobs.forms.matrix import like_all, matrix_of
from jobs.forms.order import CHEAPEST, OrderForm, whole_number
from jobs.forms.shots import told
from jobs.forms.templates import filled
from jobs.models import Order, PromptTemplate, User
from jobs.queries import batches, feed, holds
from jobs.queries.feed import Whose
from jobs.states import Door
from jobs.web import many
from jobs.web.away import back
from jobs.web.begin import begin
from jobs.web.composer import Composer, Question, examples
from jobs.web.drafts import draft_of
from jobs.web.earlier import earlier
from jobs.web.preview import preview_of
from jobs.web.sheets import sheets
from jobs.web.visitor import by_htmx, me


@require_http_methods(["GET", "HEAD", "POST"])
def studio(request: HttpRequest) -> HttpResponse:
    """Show the desk; a POST orders, or without ordering redraws the form for another model (`update`) or tells what it
    would order (`preview`).
    """
    user = me(request)
    access.allow(user, access.Act.ORDER)
    if request.method != "POST":
        desk = _desk(request, user)
        return page(request, user, Composer(user, desk.form, problems=desk.broken), desk=desk)
    form = told(OrderForm.read(request.POST), request.POST)
    if "update" in request.POST:
        return page(request, user, Composer(user, form.fitted()))
    if "preview" in request.POST:
        return _preview(request, user, Composer(user, form))
    return _order(request, user, _as_asked(user, form))


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The form a page opens with. `draft` is what the person was writing; `replaced`: the form is another one, and
    `restored` that it was filled in from a film's details, `previewed` that it was asked what it would order,
    `template` the name of the one that filled it in. `broken` is what of it the model cannot do.
    """

    form: OrderForm
    edition: int
    replaced: bool = False
    restored: bool = False
    previewed: bool = False
    template: str = ""
    broken: tuple[Problem, ...] = ()


def _desk(request: HttpRequest, user: User) -> Desk:
    """What was being written, or parts of it like an earlier order (`?like=<order>&only=prompt`), or an example."""
    draft, edition = draft_of(user)
    if template := _template(request, user):
        wish = filled(draft, template)
        return Desk(
            form=wish.fitted(),
            edition=edition,
            replaced=bool(draft.prompt.strip()) and wish.prompt != draft.prompt,
            template=template.name,
            broken=_broken(wish),
        )
    form = _asked_for(request, user, draft)
    replaced = form != draft and bool(draft.prompt.strip()) and form.prompt != draft.prompt
    return Desk(form=form, edition=edition, replaced=replaced)


def _broken(form: OrderForm) -> tuple[Problem, ...]:
    """What the form's own model cannot do, with the first of its variations: the list of all films has the rest."""
    wanted = plan(matrix_of(form))
    return wanted.problems or wanted.cells[0].problems


def _template(request: HttpRequest, user: User) -> PromptTemplate | None:
    """`?template=<id>`; one that is gone fills in nothing."""
    try:
        return access.template_for(user, UUID(request.GET.get("template", "")))
    except (ValueError, Http404):
        return None


def _asked_for(request: HttpRequest, user: User, draft: OrderForm) -> OrderForm:
    number = request.GET.get("example", "")
    if number in ("1", "2", "3"):
        first = OrderForm(**CHEAPEST) if request.GET.get("first") else OrderForm()
        return replace(first, prompt=examples()[int(number) - 1])
    if found := _batch(request, user):
        return like_all(found)
    try:
        earlier = feed.order(user, UUID(request.GET.get("like", "")))
    except ValueError:
        earlier = None
    if earlier is None:
        return draft
    take = whole_number(request.GET.get("take", ""))
    seed = next((one.seed for one in earlier.renders.all() if one.take == take), earlier.seed)
    return draft.with_part(request.GET.get("only", ""), OrderForm.like(earlier), seed)


def _batch(request: HttpRequest, user: User) -> tuple[Order, ...]:
    """The orders of an earlier click (`?batch=<batch>`)."""
    try:
        return batches.orders(user, UUID(request.GET.get("batch", "")))
    except ValueError:
        return ()


def _as_asked(user: User, form: OrderForm) -> OrderForm:
    """A yes belongs to the price it was asked for: who changes the order before saying it is asked anew."""
    if not form.confirmed:
        return replace(form, asked="")
    if form.asked in ("", Composer(user, form).total):
        return form
    return replace(form, confirmed=False, again=False, shown=form.asked)


def _order(request: HttpRequest, user: User, form: OrderForm) -> HttpResponse:
    spec = form.spec()
    broken = problems(spec)
    if loose := tuple(loose_ends(spec)):
        return _say(request, user, Composer(user, form, problems=broken + loose))
    if preview := preview_of(form):
        answer = many.order(user, form, preview)
        return _say(request, user, answer) if isinstance(answer, Composer) else _ordered(request, user, form, answer)
    if not broken and not form.confirmed:
        known = earlier(user, [spec], form.token)
        composer = Composer(user, form, question=_question(user, form), earlier=known)
        if composer.asks:
            return _say(request, user, composer)
    try:
        placed = orders.order(user, spec, token=form.token or orders.new_token(), door=Door.PAGE)
    except orders.Refused as refused:
        return _say(request, user, Composer(user, form, problems=refused.problems))
    return _ordered(request, user, form, placed.order.pk)


def _ordered(request: HttpRequest, user: User, form: OrderForm, order: UUID) -> HttpResponse:
    if by_htmx(request):
        response = render(request, "studio/_ordered.html", {"token": orders.new_token()})
        response.headers["HX-Trigger"] = json.dumps({"ordered": str(order), "look": True})
        return response
    drafts.keep(user, form.fields(), edition=0, force=True)  # the words stay on the desk; the script keeps them itself
    return redirect("studio")


def _question(user: User, form: OrderForm) -> Question | None:
    """What a person says yes to before money is spent: their first film that costs any, much of it, or another price
    than the button showed, or than the yes was asked for.
    """
    if holds.practice_now():
        return None
    if not feed.real_before(user):
        return Question.FIRST
    composer = Composer(user, form)
    stale = form.shown not in ("", composer.total)
    return Question.PRICE if stale or composer.much else None


def _preview(request: HttpRequest, user: User, composer: Composer) -> HttpResponse:
    """The cells alone for the script, which puts their price on the button; the whole page with them without it."""
    if by_htmx(request):
        return render(request, "studio/_matrix_cells.html", {"composer": composer})
    desk = Desk(form=composer.form, edition=draft_of(user)[1], previewed=True)
    return page(request, user, composer, desk=desk)


def _say(request: HttpRequest, user: User, composer: Composer) -> HttpResponse:
    """Nothing was ordered: say why, or ask. The script keeps the form, the bare page is drawn anew with it."""
    if by_htmx(request):
        return render(request, "studio/_says.html", {"composer": composer})
    return page(request, user, composer, status=422)


def page(
    request: HttpRequest, user: User, composer: Composer, *, desk: Desk | None = None, status: int = 200
) -> HttpResponse:
    whose = whose_of(request)
    found = feed.page(user, whose)
    context = {
        "composer": composer,
        "desk": desk or Desk(form=composer.form, edition=draft_of(user)[1]),
        "token": composer.form.token or orders.new_token(),
        "sheets": sheets(user, whose, found.orders),
        "cursor": found.cursor,
        "newest": found.orders[0].pk if found.orders else UUID(int=0),
        "whose": whose,
        "shared": feed.shared(user),
        "away": back(user, timezone.now()),
        "begin": None if found.orders else begin(user),
    }
    return render(request, "studio/page.html", context, status=status)


def whose_of(request: HttpRequest) -> Whose:
    """`?whose=all` shows all orders of one's spaces; anything else one's own."""
    return Whose.ALL if request.GET.get("whose") == Whose.ALL else Whose.MINE
