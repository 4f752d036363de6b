"""Boards and tags of many films: a list to choose from, by letters alone, and what was chosen from it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jobs import words
from jobs.access import Act, board_for
from jobs.actions import boards as shelves
from jobs.actions import many
from jobs.actions import tags as marks
from jobs.models import Board, Render, Space
from jobs.models.boards import fold
from jobs.queries import boards as known
from jobs.queries import chosen as films
from jobs.queries.offered import names
from jobs.web import outcomes
from jobs.web.choosing import Choice, back_to
from jobs.web.outcomes import chosen, said, told
from jobs.web.visitor import by_htmx, me

ELSEWHERE = "elsewhere"
LAST = "board"
"""Under which a session keeps the board that was used last."""


@require_POST
@chosen
def boards(request: HttpRequest, choice: Choice) -> HttpResponseBase:
    """Onto a board (`add`), off one (`remove`), onto the one that was used last (`again`), the first that has the typed
    `name` in its own (`find`), or one of just this name that may be new (`make`); else the list of them.
    """
    sent = request.POST
    try:
        if wanted := sent.get("add") or ("again" in sent and request.session.get(LAST)):
            return _put(request, choice, _board(request, wanted))
        if wanted := sent.get("remove"):
            return _take_off(request, choice, _board(request, wanted))
        if "find" in sent and (first := _first(request, choice, sent.get("name", ""))):
            return _put(request, choice, _board(request, str(first.pk)))
        if "find" in sent or "make" in sent:
            return _put_by_name(request, choice, sent.get("name", ""))
    except Http404:
        return said(request, bad=words.refusal("board-gone"))
    except shelves.Unfit as unfit:
        return _ask_boards(request, choice, words.refusal(unfit.code))
    return _ask_boards(request, choice)


def _board(request: HttpRequest, name: str) -> Board:
    try:
        return board_for(me(request), UUID(name), Act.GATHER)
    except ValueError as error:
        raise Http404 from error


def _offered(request: HttpRequest, choice: Choice) -> list[known.Named]:
    """The boards of the spaces of these films, the one that was used last before all others."""
    user, last = me(request), request.session.get(LAST)
    spaces = _spaces(request, choice)
    found = [board for board in known.named(user).values() if board.space in spaces]
    return sorted(found, key=lambda board: str(board.pk) != last)


def _spaces(request: HttpRequest, choice: Choice) -> set[UUID]:
    return {film.space_id for some in films.batches(me(request), choice.ids) for film in some}


def _first(request: HttpRequest, choice: Choice, typed: str) -> known.Named | None:
    return next((board for board in _offered(request, choice) if fold(typed) in fold(board.name)), None)


def _put(request: HttpRequest, choice: Choice, *boards: Board) -> HttpResponse:
    """Each film onto the board of its space."""
    user = me(request)

    def deed(some: list[Render]) -> many.Left:
        for board in boards:
            shelves.put(board, some, actor=user)
        spaces = {board.space_id for board in boards}
        return {film.pk: ELSEWHERE for film in some if film.space_id not in spaces}

    outcome = many.on_all(user, choice.ids, Act.GATHER, deed)
    request.session[LAST] = str(boards[0].pk)
    good = _("On “%(board)s”: %(films)s.") % {"films": outcomes.films(outcome), "board": boards[0].name}
    return told(request, outcome, good)


def _put_by_name(request: HttpRequest, choice: Choice, name: str) -> HttpResponse:
    """
    :raises Unfit: that is no name for a board.
    """
    spaces = Space.objects.filter(pk__in=_spaces(request, choice)).order_by("pk")
    made = [shelves.named(space, name, actor=me(request)) for space in spaces]
    return _put(request, choice, *made) if made else said(request, bad=words.refusal("chosen-none"))


def _take_off(request: HttpRequest, choice: Choice, board: Board) -> HttpResponse:
    def deed(some: list[Render]) -> many.Left:
        shelves.take_off(board, some)
        return {}

    outcome = many.on_all(me(request), choice.ids, Act.GATHER, deed)
    good = _("No longer on “%(board)s”: %(films)s.") % {"films": outcomes.films(outcome), "board": board.name}
    return told(request, outcome, good)


def _ask_boards(request: HttpRequest, choice: Choice, bad: str = "") -> HttpResponse:
    """One that holds all of these films lets them go, any other takes them."""
    lying, number = films.shelves(choice.ids), len(choice.ids)
    offered = [
        {"id": board.pk, "name": board.name, "on": _on(lying.get(board.pk, 0), number)}
        for board in _offered(request, choice)
    ]
    return _ask(request, choice, "boards", {"boards": offered, "bad": bad})


def _on(films: int, all: int) -> str:
    """As `aria-pressed` says it."""
    return "mixed" if 0 < films < all else "true" if films else "false"


@require_POST
@chosen
def tags(request: HttpRequest, choice: Choice) -> HttpResponseBase:
    """Give all of them the tags in `add`, or take `remove` away; else what they carry."""
    sent = request.POST
    try:
        if gone := sent.get("remove"):
            return _untag(request, choice, gone)
        if "add" in sent:
            return _tag(request, choice, sent["add"])
    except marks.Unfit as unfit:
        return _ask_tags(request, choice, words.refusal(unfit.code))
    return _ask_tags(request, choice)


def _tag(request: HttpRequest, choice: Choice, typed: str) -> HttpResponse:
    """
    :raises Unfit: there are no tags in it.
    """
    user, given = me(request), marks.words(typed)

    def deed(some: list[Render]) -> many.Left:
        full = marks.full(some, typed)
        marks.add([film for film in some if film.pk not in full], typed, actor=user)
        return dict.fromkeys(full, "tags-many")

    outcome = many.on_all(user, choice.ids, Act.GATHER, deed)
    good = _("Tagged “%(tags)s”: %(films)s.") % {"films": outcomes.films(outcome), "tags": " · ".join(given)}
    return told(request, outcome, good)


def _untag(request: HttpRequest, choice: Choice, name: str) -> HttpResponse:
    def deed(some: list[Render]) -> many.Left:
        marks.remove(some, name)
        return {}

    outcome = many.on_all(me(request), choice.ids, Act.GATHER, deed)
    return told(
        request, outcome, _("No longer tagged “%(tag)s”: %(films)s.") % {"films": outcomes.films(outcome), "tag": name}
    )


def _ask_tags(request: HttpRequest, choice: Choice, bad: str = "") -> HttpResponse:
    carried = films.tags(me(request), choice.ids)
    offered = [tag for tag in known.tags(me(request), names()) if tag not in carried]
    return _ask(request, choice, "tags", {"tags": carried, "offered": offered, "bad": bad})


def _ask(request: HttpRequest, choice: Choice, kind: str, shown: dict[str, object]) -> HttpResponse:
    part = f"selection/_{kind}.html"
    shown |= {"choice": choice, "typed": request.POST.get("name") or request.POST.get("add") or ""}
    if by_htmx(request):
        response = render(request, part, shown)
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#ask", "innerHTML"
        return response
    return render(request, "selection/question.html", {**shown, "part": part, "back": back_to(request)})
