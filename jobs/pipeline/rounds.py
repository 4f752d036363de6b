"""How questions are put into messages.

A film that is alone at its account is asked after by a message of its own. Where many are due, a message takes several,
one after the other: they cost a fraction of what as many messages cost. No more are handed out than an account has
permits for in a few seconds, and few lines ask side by side, so that whatever else asks (a page of the list, the test
of a key) finds no long queue at the limiter. What is left waits in the database, in its order.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

LINES = 6
"""At a third of a second for each answer, so many use up twenty queries a second."""
FEW = 12
"""Films of one tick that go alone, each at its own moment: in company they would wait for the last of them."""
ROUND = 16
"""Films of one message at most."""
AHEAD = 3.0
"""Seconds of an account's permits that are handed out."""

CROWD = 30
"""Tasks at one account. Up to here a question for each, side by side, is quicker than messages and lists of many."""

Message = tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class Load:
    """Films of one account that are at the provider, and those of them that were handed out and are not done with."""

    films: int = 0
    handed: int = 0


IDLE = Load()


@dataclass(frozen=True, kw_only=True)
class Question:
    """`alone`: takes no others along, as a search does, which reads many pages, and a film whose last step did not
    end.
    """

    render: UUID
    account: UUID | None
    alone: bool


@dataclass(kw_only=True)
class _Share:
    """What one account may be asked for now."""

    left: int
    crowded: bool
    alone: list[UUID] = field(default_factory=list)
    together: list[UUID] = field(default_factory=list)

    def add(self, question: Question) -> None:
        if self.left > 0:
            self.left -= 1
            (self.alone if question.alone else self.together).append(question.render)

    def messages(self) -> list[Message]:
        """Many films fill messages, some are spread over all lines, few go alone."""
        films = self.together
        size = ROUND if self.crowded else 1 if len(films) <= FEW else math.ceil(len(films) / LINES)
        shared = [tuple(films[start : start + size]) for start in range(0, len(films), size or 1)]
        return [*((render,) for render in self.alone), *shared]


def messages(
    questions: Iterable[Question], *, loads: Mapping[UUID | None, Load], query_rate: int, room: int
) -> list[Message]:
    """These questions in their order, in at most `room` messages, the account first whose turn is first.

    `query_rate`: permits of an account in a second.
    """
    most = min(math.ceil(AHEAD * query_rate), LINES * ROUND)
    shares: dict[UUID | None, _Share] = {}
    for question in questions:
        if question.account not in shares:
            load = loads.get(question.account, IDLE)
            shares[question.account] = _Share(left=most - load.handed, crowded=load.films > CROWD)
        shares[question.account].add(question)
    return [message for share in shares.values() for message in share.messages()][:room]
