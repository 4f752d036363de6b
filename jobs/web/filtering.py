"""The gallery's filter as people see it: a chip for each part that can be taken away, and all that can be chosen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from jobs import words
from jobs.catalogue import RATIOS, TIERS
from jobs.models import Board, User
from jobs.models.boards import fold
from jobs.queries import boards, company, gallery
from jobs.queries.filters import LAST_DAYS, MODEL_NAMES, OLDEST, UNDER_WAY, Filter, Pair, month_of
from jobs.queries.memory import Memory
from jobs.queries.offered import names
from jobs.states import State

MONTHS = 12
SHOWN_STATES = (State.SAVED.value, UNDER_WAY, State.FAILED.value, State.CANCELED.value, State.EXPIRED.value)


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One part of the filter; `url` is the gallery without it."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class Group:
    """Toggles of one name; several may be chosen."""

    name: str
    label: str
    choices: tuple[Choice, ...]


class Filtering:
    """What the tools above the gallery show; reads who and what there is to choose from."""

    def __init__(self, user: User, wanted: Filter) -> None:
        self._user = user
        self._all: gallery.Count | None = None
        offered = names()
        self._people, self._spaces = company.people(user, offered), company.spaces(user)
        self._boards = {pk: board.name for pk, board in boards.named(user, wanted.boards, offered).items()}
        self._tags = boards.tags(user, offered)
        self.wanted = wanted.among(self._people, self._spaces, self._boards)
        named = {"by": self._people, "space": self._spaces, "board": self._boards}
        self._named: Mapping[str, Mapping[UUID, str]] = named

    @property
    def query(self) -> str:
        """Behind an address: empty, or `?` and what narrows the gallery."""
        return f"?{self.wanted.query_string}" if self.wanted.pairs else ""

    @property
    def url(self) -> str:
        return address(self.wanted.query_string)

    @property
    def joint(self) -> str:
        """Between the address and one more part of it."""
        return "&" if self.wanted.pairs else "?"

    @property
    def chips(self) -> tuple[Chip, ...]:
        active = self.wanted.active
        return tuple(Chip(label=self._label(pair), url=address(self.wanted.without(pair))) for pair in active)

    @property
    def clear(self) -> str:
        return address(self.wanted.without(*self.wanted.active))

    @property
    def turned(self) -> str:
        """The same films from the other end."""
        if self.wanted.oldest_first:
            return address(self.wanted.without(("sort", OLDEST)))
        return address("&".join(part for part in (self.wanted.query_string, f"sort={OLDEST}") if part))

    @cached_property
    def count(self) -> str:
        """`1,204 films`, `1,000+ films`."""
        return films_counted(self._all or gallery.count(self._user, self.wanted))

    def counted(self, count: gallery.Count | None) -> None:
        """The first page of films found by their words knows already how many there are."""
        self._all = count

    @property
    def tray(self) -> SafeString:
        """The form with all that can be chosen: drawn once for each filter, day and company."""
        offered = (tuple(named.items()) for named in self._named.values())
        key = (self.wanted, *offered, self._tags, timezone.localdate(), get_language())
        return _trays.of(key, lambda: SafeString(render_to_string("gallery/_tray.html", {"filtering": self})))

    @property
    def ignored(self) -> str:
        return pgettext("between the items of a list", ", ").join(self.wanted.ignored)

    @property
    def groups(self) -> list[Group]:
        wanted = self.wanted
        groups = [
            _group("model", _("Model"), ((name, name) for name in MODEL_NAMES), wanted.models),
            _group("tier", _("Tier"), ((tier, tier) for tier in TIERS), wanted.tiers),
            _group("ratio", _("Ratio"), ((ratio, ratio) for ratio in RATIOS), wanted.ratios),
            _group("sound", _("Sound"), _sounds().items(), _sound(wanted)),
            _group("state", _("State"), ((name, state_name(name)) for name in SHOWN_STATES), _states(wanted)),
        ]
        if len(self._people) > 1:
            groups.append(_group("by", _("Person"), _texts(self._people), map(str, wanted.people)))
        if len(self._spaces) > 1:
            groups.append(_group("space", _("Space"), _texts(self._spaces), map(str, wanted.spaces)))
        if self._boards:
            groups.append(_group("board", _("Board"), _texts(self._boards), map(str, wanted.boards)))
        if tags := tuple({fold(tag): tag for tag in (*self._tags, *wanted.tags)}.values()):
            groups.append(_group("tag", _("Tag"), zip(tags, tags, strict=True), wanted.tags))
        return groups

    @cached_property
    def board(self) -> Board | None:
        """The one that is looked at, where it is one."""
        return Board.objects.filter(pk=self.wanted.boards[0]).first() if len(self.wanted.boards) == 1 else None

    @property
    def whole_board(self) -> bool:
        """Nothing else narrows what is seen of the board."""
        return self.board is not None and len(self.wanted.active) == 1

    @property
    def times(self) -> list[Choice]:
        """Parts of time that move along, then the last months."""
        names = ["", *LAST_DAYS, *months(timezone.localdate(), MONTHS)]
        if self.wanted.when not in names:
            names.append(self.wanted.when)
        return [Choice(value=name, label=time_name(name), chosen=name == self.wanted.when) for name in names]

    def _label(self, pair: Pair) -> str:
        name, value = pair
        if name in self._named:
            return self._named[name][UUID(value)]
        if name in ("from", "to"):
            day = date_format(date.fromisoformat(value), "DATE_FORMAT")
            return (_("from %(day)s") if name == "from" else _("until %(day)s")) % {"day": day}
        return _LABELS.get(name, str)(value)


_trays: Memory[SafeString] = Memory(500)


def address(query: str) -> str:
    return f"{reverse('gallery')}?{query}" if query else reverse("gallery")


def films_counted(count: gallery.Count) -> str:
    text = ngettext("%(count)s film", "%(count)s films", count.number)
    return text % {"count": f"{count.number:,}{'+' if count.more else ''}"}


def state_name(name: str) -> str:
    return _("Under way") if name == UNDER_WAY else words.state_word(name)


def time_name(name: str) -> str:
    known = {"": _("Any time"), "today": _("Today"), "7d": _("Last 7 days"), "30d": _("Last 30 days")}
    return known[name] if name in known else date_format(month_of(name)[0], "YEAR_MONTH_FORMAT")


def months(today: date, number: int) -> list[str]:
    """`2026-11`, `2026-10`, …: this month and those before it."""
    last = today.year * 12 + today.month - 1
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(last, last - number, -1)]


def _sounds() -> dict[str, str]:
    return {"1": _("With sound"), "0": _("Silent")}


_LABELS: dict[str, Callable[[str], str]] = {
    "q": lambda text: _("“%(text)s”") % {"text": text},
    "sound": lambda value: _sounds()[value],
    "when": time_name,
    "state": state_name,
    "liked": lambda value: _("Favourites"),
}


def _group(name: str, label: str, choices: Iterable[tuple[str, str]], chosen: Iterable[str]) -> Group:
    taken = set(chosen)
    found = tuple(Choice(value=value, label=text, chosen=value in taken) for value, text in choices)
    return Group(name=name, label=label, choices=found)


def _texts(named: Mapping[UUID, str]) -> Iterable[tuple[str, str]]:
    return ((str(pk), name) for pk, name in named.items())


def _sound(wanted: Filter) -> Iterable[str]:
    return () if wanted.sound is None else (str(int(wanted.sound)),)


def _states(wanted: Filter) -> Iterable[str]:
    return wanted.states or (State.SAVED.value,)
