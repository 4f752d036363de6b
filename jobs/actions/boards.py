"""Boards: made, renamed, deleted, and films that come onto them and leave. Films themselves stay what they are."""

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction

from jobs.actions import audit
from jobs.catalogue import unsafe_text
from jobs.models import Board, Render, Shelved, Space, User
from jobs.models.boards import BOARD_NAME_MAX, NOTES_MAX, fold, tidy
from jobs.queries import boards


class Unfit(Exception):
    """A name or text that cannot be kept; `code` has the words. Nothing was changed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def make(space: Space, name: str, *, actor: User, notes: str = "") -> Board:
    """
    :raises Unfit: the name is none, or the space has such a board.
    """
    board = Board(space=space, name=_name(name), notes=_notes(notes), created_by=actor)
    board.folded = fold(board.name)
    try:
        with transaction.atomic():
            board.save(force_insert=True)
            audit.note("board.made", actor=actor, target=board, after={"name": board.name})
    except IntegrityError as error:
        raise Unfit("board-taken") from error
    boards.forget()
    return board


def named(space: Space, name: str, *, actor: User) -> Board:
    """The space's board of this name, made if there is none.

    :raises Unfit: that is no name.
    """
    board = Board.objects.filter(space=space, folded=fold(_name(name))).first()
    if board:
        return board
    try:
        return make(space, name, actor=actor)
    except Unfit:  # made by somebody else a moment ago
        return Board.objects.get(space=space, folded=fold(name))


def change(board: Board, name: str, notes: str, cover: UUID | None, *, actor: User) -> None:
    """Another name, notes and cover; a cover that does not lie on the board is none.

    :raises Unfit: a text cannot be kept, or the space has such a board.
    """
    before = {"name": board.name, "notes": board.notes}
    board.name, board.notes = _name(name), _notes(notes)
    board.folded = fold(board.name)
    board.cover_id = cover if Shelved.objects.filter(board=board, render=cover).exists() else None
    try:
        with transaction.atomic():
            board.save(update_fields=["name", "folded", "notes", "cover"])
            after = {"name": board.name, "notes": board.notes}
            if after != before:
                audit.note("board.changed", actor=actor, target=board, before=before, after=after)
    except IntegrityError as error:
        raise Unfit("board-taken") from error
    boards.forget()


def delete(board: Board, *, actor: User) -> None:
    """The board goes, its films stay. How many lay there is kept in the audit log."""
    with transaction.atomic():
        before = {"name": board.name, "notes": board.notes, "films": board.shelved.count()}
        audit.note("board.deleted", actor=actor, target=board, before=before)
        board.delete()
    boards.forget()


def put(board: Board, renders: Iterable[Render], *, actor: User) -> None:
    """Onto the board; what lies there already stays. Films of another space are left where they are."""
    rows = [
        Shelved(board=board, render=render, added_by=actor) for render in renders if render.space_id == board.space_id
    ]
    Shelved.objects.bulk_create(rows, ignore_conflicts=True)


def take_off(board: Board, renders: Iterable[Render]) -> None:
    Shelved.objects.filter(board=board, render__in=[render.pk for render in renders]).delete()


def _name(text: str) -> str:
    name = tidy(text)
    if unsafe_text(name):
        raise Unfit("board-unfit")
    if not name:
        raise Unfit("board-nameless")
    if len(name) > BOARD_NAME_MAX:
        raise Unfit("board-long")
    return name


def _notes(text: str) -> str:
    notes = text.replace("\r\n", "\n").strip()
    if unsafe_text(notes):
        raise Unfit("board-unfit")
    if len(notes) > NOTES_MAX:
        raise Unfit("notes-long")
    return notes
