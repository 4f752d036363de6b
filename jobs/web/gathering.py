"""The boards and tags of one film, to look at and to change: in the dialog of a page, or as a page of its own."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from jobs import words
from jobs.access import Act, board_for, render_for
from jobs.actions import boards as shelves
from jobs.actions import tags as marks
from jobs.models import Render, User
from jobs.queries import boards as queries
from jobs.web.visitor import by_htmx, me


@require_http_methods(["GET", "HEAD", "POST"])
def boards(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A POST puts the film on a board (`add`), takes it off one (`remove`), or names one that may be new (`name`)."""
    user = me(request)
    if request.method != "POST":
        return _show(request, render_for(user, pk))
    film = render_for(user, pk, Act.GATHER)
    try:
        _shelve(film, request, user)
    except shelves.Unfit as unfit:
        return _show(request, film, board_said=words.refusal(unfit.code), board_typed=request.POST.get("name", ""))
    return _changed(request, film)


def _shelve(film: Render, request: HttpRequest, user: User) -> None:
    """
    :raises Unfit: that is no name for a board.
    """
    add, remove = _id(request, "add"), _id(request, "remove")
    if add:
        shelves.put(board_for(user, add, Act.GATHER), [film], actor=user)
    elif remove:
        shelves.take_off(board_for(user, remove, Act.GATHER), [film])
    else:
        board = shelves.named(film.space, request.POST.get("name", ""), actor=user)
        shelves.put(board, [film], actor=user)


def _id(request: HttpRequest, name: str) -> UUID | None:
    """An id that is none at all is that of nothing."""
    sent = request.POST.get(name, "")
    try:
        return UUID(sent) if sent else None
    except ValueError:
        return UUID(int=0)


@require_POST
def tags(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the film the tags in `add`, or take `remove` away."""
    user = me(request)
    film = render_for(user, pk, Act.GATHER)
    if gone := request.POST.get("remove", ""):
        marks.remove([film], gone)
        return _changed(request, film)
    typed = request.POST.get("add", "")
    try:
        marks.add([film], typed, actor=user)
    except marks.Unfit as unfit:
        return _show(request, film, tag_said=words.refusal(unfit.code), tag_typed=typed)
    return _changed(request, film)


def _changed(request: HttpRequest, film: Render) -> HttpResponse:
    if not by_htmx(request):
        return redirect("render-boards", film.pk)
    response = _show(request, film)
    response.headers["HX-Trigger"] = json.dumps({"look": True})
    return response


def _show(request: HttpRequest, film: Render, **said: str) -> HttpResponse:
    order = film.order
    name = order.title or " ".join(order.prompt.split())[:120]
    context: dict[str, Any] = {"film": film, "name": name, "gathering": queries.of_film(film), **said}
    context["fresh"] = request.method == "GET"  # the first thing has the focus; later it stays where it is
    if by_htmx(request):
        return render(request, "boards/_film.html", context)
    return render(request, "boards/film.html", context, status=422 if said else 200)
