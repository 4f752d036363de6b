"""Boards: all of them with their covers, one that is changed, and one that goes. Their films are the gallery's."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jobs import access, words
from jobs.access import Act, board_for
from jobs.actions import boards as actions
from jobs.forms.boards import BoardForm, NewBoardForm
from jobs.models import Board, Space, User
from jobs.queries import boards
from jobs.queries.gallery import Count
from jobs.states import AssetKind
from jobs.web.filtering import address, films_counted
from jobs.web.visitor import me

COVERS = 48
"""Films that are offered as a cover: the newest ones."""

ask_or_act = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, kw_only=True)
class Cover:
    """A board as a card of the page. `space` is named only to who is in several."""

    id: UUID
    name: str
    url: str
    edit: str
    films: str
    space: str
    poster: str
    placeholder: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A film that could be the cover."""

    id: UUID
    name: str
    poster: str
    placeholder: str
    chosen: bool


@ask_or_act
def page(request: HttpRequest) -> HttpResponse:
    """All boards; a POST makes one and shows it."""
    user = me(request)
    spaces = [(str(pk), seat.name) for pk, seat in user.seats.items()]
    if request.method != "POST":
        access.allow(user, Act.SEE)
        return _page(request, user, NewBoardForm(spaces=spaces))
    access.allow(user, Act.GATHER)
    form = NewBoardForm(request.POST, spaces=spaces)
    if form.is_valid():
        space = Space.objects.get(pk=form.cleaned_data["space"])
        try:
            board = actions.make(space, form.cleaned_data["name"], actor=user)
        except actions.Unfit as unfit:
            form.add_error("name", words.refusal(unfit.code))
        else:
            return redirect(board_url(board.pk))
    return _page(request, user, form, status=422)


def _page(request: HttpRequest, user: User, form: NewBoardForm, status: int = 200) -> HttpResponse:
    several = len(user.seats) > 1
    covers = [_cover(found, several=several) for found in boards.filled(user)]
    return render(request, "boards/page.html", {"boards": covers, "form": form}, status=status)


def _cover(found: boards.Filled, *, several: bool) -> Cover:
    board, picture = found.board, found.cover
    return Cover(
        id=board.pk,
        name=board.name,
        url=board_url(board.pk),
        edit=reverse("board", args=[board.pk]),
        films=films_counted(Count(number=min(found.films, boards.MOST), more=found.films > boards.MOST)),
        space=board.space.name if several else "",
        poster=reverse("poster", args=[picture.render_id]) if picture else "",
        placeholder=picture.placeholder if picture else "",
    )


def board_url(board: UUID) -> str:
    """The films of a board: the gallery under this filter."""
    return address(f"board={board}")


@ask_or_act
def edit(request: HttpRequest, board: UUID) -> HttpResponse:
    """Its name, notes and cover."""
    user = me(request)
    found = board_for(user, board, Act.GATHER)
    name = found.name
    known = {"name": found.name, "notes": found.notes, "cover": found.cover_id}
    form = BoardForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            actions.change(found, sent["name"], sent["notes"], sent["cover"], actor=user)
        except actions.Unfit as unfit:
            form.add_error("notes" if unfit.code == "notes-long" else "name", words.refusal(unfit.code))
        else:
            return redirect(board_url(found.pk))
    shown = {"board": found, "name": name, "form": form, "pictures": _pictures(found), "url": board_url(found.pk)}
    return render(request, "boards/edit.html", shown, status=422 if form.is_bound else 200)


def _pictures(board: Board) -> list[Picture]:
    found = []
    for film in boards.films_on(board, COVERS):
        poster = film.asset(AssetKind.POSTER)
        if poster:
            picture = Picture(
                id=film.pk,
                name=film.order.title or " ".join(film.order.prompt.split())[:120],
                poster=reverse("poster", args=[film.pk]),
                placeholder=poster.placeholder,
                chosen=film.pk == board.cover_id,
            )
            found.append(picture)
    return found


@ask_or_act
def delete(request: HttpRequest, board: UUID) -> HttpResponse:
    """Asked first; its films stay."""
    user = me(request)
    found = board_for(user, board, Act.GATHER)
    if request.method == "POST":
        actions.delete(found, actor=user)
        messages.success(request, _("The board “%(name)s” is deleted. Its films stay.") % {"name": found.name})
        return redirect("boards")
    films = films_counted(Count(number=found.shelved.count()))
    return render(request, "boards/delete.html", {"board": found, "films": films, "url": board_url(found.pk)})
