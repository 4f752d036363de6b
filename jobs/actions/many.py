"""One deed on many films: in batches, each in a short transaction of its own, with a result for every film."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from jobs.access import Act, standing
from jobs.models import Render, User
from jobs.queries import chosen

THEIRS, GONE = "theirs", "gone"
"""Why a film was let be: it is not this person's to change; it is not there, or not for this person."""

Left = Mapping[UUID, str]
"""The codes of the reasons, by film."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """`left`: films that were let be, by the code of the reason."""

    done: tuple[UUID, ...]
    left: Mapping[str, tuple[Render, ...]]
    gone: int


def on_all(user: User, ids: Sequence[UUID], act: Act, deed: Callable[[list[Render]], Left]) -> Outcome:
    """Do it to those of these films that are this person's to change; `deed` says which of a batch it let be."""
    who, done, seen = standing(user), list[UUID](), 0
    left: dict[str, list[Render]] = {}
    for films in chosen.batches(user, ids):
        mine = [film for film in films if who.may(act, film)]
        reasons = deed(mine) if mine else {}
        reasons = {film.pk: THEIRS for film in films} | {film.pk: reasons.get(film.pk, "") for film in mine}
        seen += len(films)
        for film in films:
            if reason := reasons[film.pk]:
                left.setdefault(reason, []).append(film)
            else:
                done.append(film.pk)
    gone = len(set(ids)) - seen
    return Outcome(done=tuple(done), left={reason: tuple(some) for reason, some in left.items()}, gone=gone)
