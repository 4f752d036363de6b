"""A page of renders read without its objects: just enough to know whether a card that was drawn before is still true.

Most cards of a gallery have been drawn for somebody a moment ago and will never change again. Reading the rows of
such a page with all that hangs on them costs several times as much as the rest of the page.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from jobs.states import State

_COLUMNS = ("state", "due_at", "liked")
_TRAITS = ("version", "order__title", "author__display_name", "author__email")
"""What may change on the card of a film that is home: every change of the row raises its version."""


class Face(NamedTuple):
    """One render of a list. `at` is the moment by which the list is sorted. `settled`: it is home and nothing is
    left to do for it; two equal faces have the same card then.
    """

    at: datetime
    pk: UUID
    settled: bool
    liked: bool
    traits: tuple[Any, ...]


def columns(at: str) -> tuple[str, ...]:
    """What is read of each row, which comes from `liked_by()`; `at` names the column by which the list is sorted."""
    return ("pk", at, *_COLUMNS, *_TRAITS)


def faces(rows: Iterable[tuple[Any, ...]]) -> tuple[Face, ...]:
    """Of rows with these columns, in their order."""
    return tuple(
        Face(at=moment, pk=pk, settled=state == State.SAVED and due is None, liked=liked, traits=tuple(traits))
        for pk, moment, state, due, liked, *traits in rows
    )
