"""Which films somebody wants to see: typed, read from an address, and written back into one.

One address says all of it, so that it can be shared: `?q=…&model=v6&state=failed&liked=1&from=2026-10-01&sort=old`.
What an address says that does not exist is left out and named in `ignored`; no address is an error.
"""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from unicodedata import category
from urllib.parse import urlencode
from uuid import UUID

from django.utils.datastructures import MultiValueDict

from jobs.catalogue import MODELS, RATIOS, TIERS
from jobs.models.boards import TAG_MAX, fold, tidy
from jobs.queries import gathering, wording
from jobs.queries.place import YEARS
from jobs.states import LIVE, State

Pair = tuple[str, str]
Sent = MultiValueDict[str, str]

UNDER_WAY = "live"
"""The name in an address of all states that are not final."""

STATES: dict[str, frozenset[State]] = {UNDER_WAY: LIVE, **{state.value: frozenset({state}) for state in State}}
LAST_DAYS = {"today": 1, "7d": 7, "30d": 30}
MODEL_NAMES = tuple(model.short for model in MODELS.values())
OLDEST = "old"

TEXT_MAX = 200
TERMS_MAX = 12
VALUES_MAX = 20
IGNORED_MAX = 20
"""Named to the reader: filters are keys of what is remembered, and all of a long address would fill the memory."""

_TERM = re.compile(r'"([^"]+)"|“([^”]+)”|「([^」]+)」|『([^』]+)』|([^\s"“”「」『』]+)')
_UNFIT = ("Cc", "Cs")  # control characters and halves of pairs, which databases refuse
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def terms(text: str) -> tuple[str, ...]:
    """The words of a search, each of which must occur; what stands in quotes is one phrase."""
    found = ("".join(groups).strip() for groups in _TERM.findall(text))
    return tuple(dict.fromkeys(term for term in found if term))[:TERMS_MAX]


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Empty fields let everything pass, but for `states`: nothing said means saved films.

    `when` is a part of time that moves along (`today`, `7d`, `30d`) or a month (`2026-10`); `since` and `until` are
    days, both included, and go before it. Days are those of the reader.
    """

    text: str = ""
    models: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    ratios: tuple[str, ...] = ()
    sound: bool | None = None
    people: tuple[UUID, ...] = ()
    spaces: tuple[UUID, ...] = ()
    boards: tuple[UUID, ...] = ()
    tags: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    liked: bool = False
    when: str = ""
    since: date | None = None
    until: date | None = None
    oldest_first: bool = False
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_query(cls, sent: Sent) -> "Filter":
        return _Reading(sent).filter()

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Name and value of everything that is not as usual, in a fixed order."""
        return (*self.active, *([("sort", OLDEST)] if self.oldest_first else []))

    @cached_property
    def active(self) -> tuple[Pair, ...]:
        """What narrows the gallery, one pair for each that can be taken away."""
        found: list[Pair] = [("q", self.text)] if self.text else []
        found += [("model", name) for name in self.models]
        found += [("tier", tier) for tier in self.tiers]
        found += [("ratio", ratio) for ratio in self.ratios]
        found += [("sound", str(int(self.sound)))] if self.sound is not None else []
        found += [("by", str(person)) for person in self.people]
        found += [("space", str(space)) for space in self.spaces]
        found += [("board", str(board)) for board in self.boards]
        found += [("tag", tag) for tag in self.tags]
        found += [("when", self.when)] if self.when else []
        found += [("from", self.since.isoformat())] if self.since else []
        found += [("to", self.until.isoformat())] if self.until else []
        found += [("state", name) for name in self.states]
        found += [("liked", "1")] if self.liked else []
        return tuple(found)

    @cached_property
    def query_string(self) -> str:
        return urlencode(self.pairs)

    def without(self, *gone: Pair) -> str:
        """The query string that says all but these."""
        return urlencode([pair for pair in self.pairs if pair not in gone])

    def among(self, people: Container[UUID], spaces: Container[UUID], boards: Container[UUID]) -> "Filter":
        """Without people, spaces and boards that are not there for this reader."""
        named = {"people": people, "spaces": spaces, "boards": boards}
        strangers = [pk for name, known in named.items() for pk in getattr(self, name) if pk not in known]
        if not strangers:
            return self
        return replace(
            self,
            people=tuple(pk for pk in self.people if pk in people),
            spaces=tuple(pk for pk in self.spaces if pk in spaces),
            boards=tuple(pk for pk in self.boards if pk in boards),
            ignored=(*self.ignored, *map(str, strangers)),
        )

    @property
    def terms(self) -> tuple[str, ...]:
        return terms(self.text)

    @cached_property
    def orders(self) -> list[UUID] | None:
        """Those that may contain the words, looked up once; None where all have to be gone through."""
        return wording.few(self.terms)

    @cached_property
    def gathered(self) -> gathering.Gathered:
        """The boards and tags by which films are sought, looked up once."""
        return gathering.look_up(self.boards, self.tags)

    @property
    def wanted_states(self) -> frozenset[State]:
        return frozenset().union(*(STATES[name] for name in self.states)) or frozenset({State.SAVED})

    @property
    def saved_only(self) -> bool:
        return self.wanted_states == {State.SAVED}

    @property
    def model_ids(self) -> tuple[str, ...]:
        return tuple(model.id for model in MODELS.values() if model.short in self.models)

    def days(self, today: date) -> tuple[date | None, date | None]:
        """First and last day, both included; None where it is open."""
        if self.when in LAST_DAYS:
            return today - timedelta(days=LAST_DAYS[self.when] - 1), None
        if self.when:
            return month_of(self.when)
        return self.since, self.until


def month_of(name: str) -> tuple[date, date]:
    """The first and the last day of `2026-10`.

    :raises ValueError: there is no such month, or it is far from any film.
    """
    found = _MONTH.fullmatch(name)
    if not found:
        raise ValueError(name)
    first = _sane(date(int(found[1]), int(found[2]), 1))
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


class _Reading:
    """Reads one address, and remembers what it could not use."""

    def __init__(self, sent: Sent) -> None:
        self._sent = sent
        self._ignored: list[str] = []

    def filter(self) -> Filter:
        since, until = sorted_days(self._day("from"), self._day("to"))
        sound = self._known("sound", ("0", "1"))
        return Filter(
            text=self._text(),
            models=self._known("model", MODEL_NAMES),
            tiers=self._known("tier", TIERS),
            ratios=self._known("ratio", RATIOS),
            sound=sound == ("1",) if len(sound) == 1 else None,
            people=self._ids("by"),
            spaces=self._ids("space"),
            boards=self._ids("board"),
            tags=self._tags(),
            states=self._states(),
            liked=bool(self._known("liked", ("1",))),
            when="" if since or until else self._when(),
            since=since,
            until=until,
            oldest_first=self._known("sort", (OLDEST, "new"))[:1] == (OLDEST,),
            ignored=tuple(self._ignored[:IGNORED_MAX]),
        )

    def _values(self, name: str) -> Iterable[str]:
        """Each once and short; empty fields of a form say nothing."""
        return dict.fromkeys(value[:TEXT_MAX] for value in self._sent.getlist(name)[:VALUES_MAX] if value.strip())

    def _text(self) -> str:
        return " ".join(_fit(self._last("q")).split())[:TEXT_MAX].strip()

    def _tags(self) -> tuple[str, ...]:
        """Each once, however it is written, and whether there is one or not: tags come and go."""
        tags = {fold(tag): tag for value in self._values("tag") if (tag := tidy(_fit(value))[:TAG_MAX].strip())}
        return tuple(tag for _, tag in sorted(tags.items()))

    def _last(self, name: str) -> str:
        return (self._sent.getlist(name) or [""])[-1]

    def _known(self, name: str, offered: Iterable[str]) -> tuple[str, ...]:
        """In the order in which they are offered, so that one wish has one address."""
        values, offered = self._values(name), tuple(offered)
        self._ignored += [value for value in values if value not in offered]
        return tuple(value for value in offered if value in values)

    def _states(self) -> tuple[str, ...]:
        states = self._known("state", STATES)
        return () if states == (State.SAVED.value,) else states

    def _ids(self, name: str) -> tuple[UUID, ...]:
        found = []
        for value in self._values(name):
            try:
                found.append(UUID(value))
            except ValueError:
                self._ignored.append(value)
        return tuple(sorted(set(found)))

    def _day(self, name: str) -> date | None:
        value = self._last(name).strip()
        if not value:
            return None
        try:
            return _sane(date.fromisoformat(value))
        except ValueError:
            self._ignored.append(value[:TEXT_MAX])
            return None

    def _when(self) -> str:
        value = self._last("when").strip()
        if not value or value in LAST_DAYS:
            return value
        try:
            return f"{month_of(value)[0]:%Y-%m}"
        except ValueError:
            self._ignored.append(value[:TEXT_MAX])
            return ""


def _fit(text: str) -> str:
    return "".join(letter for letter in text if letter.isspace() or category(letter) not in _UNFIT)


def sorted_days(since: date | None, until: date | None) -> tuple[date | None, date | None]:
    """The earlier one first, whichever way round they were given."""
    return (until, since) if since and until and until < since else (since, until)


def _sane(day: date) -> date:
    """
    :raises ValueError: before or after all films.
    """
    if day.year not in YEARS:
        raise ValueError(day)
    return day
