"""What the page of the queue shows, decided here, so that its templates only show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs import access, words
from jobs.access import Act
from jobs.actions import found as actions
from jobs.actions.renders import Choice
from jobs.catalogue import find
from jobs.models import FoundTask, ProviderAccount, Render, User
from jobs.queries import found, holds, queue
from jobs.states import FoundState, State
from jobs.web.cards import Card, Deck, stamp
from jobs.web.days import moment
from jobs.web.deeds import Deed, Prices
from jobs.web.lanes import Lane, Lanes, name_of

SECTIONS = ("needs", "lanes", "found", "unsaved")


@dataclass(frozen=True, kw_only=True)
class Task:
    """A task at the provider. `tone` is that of its countdown; `deed` says that it is the film beside it."""

    id: UUID | None
    task_id: str
    prompt: str
    status: str
    settings: str
    cost: str
    left: str
    tone: str
    film: bool
    deed: Deed | None = None
    ignored: str = ""
    """Who left it alone, when and why; empty for one that waits for a decision."""


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A film that waits for a person: why, since when, what it could be and what can be done."""

    card: Card
    since: str
    tasks: tuple[Task, ...]
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, kw_only=True)
class Away:
    """A film that is paid and not home. `tone` is that of its countdown; `rang`: when its last alarm did."""

    id: UUID
    name: str
    url: str
    state: words.StateWords
    left: str
    tone: str
    rang: str


@dataclass(frozen=True, kw_only=True)
class Home:
    """A film that came home lately."""

    name: str
    url: str
    at: str


class QueuePage:
    """Read once for one answer, each section when it is asked for."""

    def __init__(self, user: User) -> None:
        self.now = timezone.now()
        self._user = user
        self._standing = access.standing(user)
        self._holds = holds.glance()
        self._needing, self._unsaved = queue.needing(user), queue.unsaved(user)
        self._prices = Prices(self.now)

    def stamps(self) -> tuple[str, ...]:
        """One for each section: changes when anything in it does."""
        found, away = (self.found, self.ignored, self.listed), (self.unsaved, self.unsaved_count, self.lately)
        return tuple(map(stamp, (self.needs, self.lanes, found, away)))

    # films that need a person

    @property
    def needs_count(self) -> int:
        return self._needing.count

    @cached_property
    def needs(self) -> tuple[Asking, ...]:
        deck, known = Deck(self._user), queue.candidates(self._needing.films)
        return tuple(self._asking(film, deck.card(film), known) for film in self._needing.films)

    def _asking(self, film: Render, card: Card, known: dict[tuple[UUID | None, str], FoundTask]) -> Asking:
        tasks = tuple(self._candidates(film, known)) if film.state == State.UNCERTAIN else ()
        deeds = tuple(deed for deed in card.deeds if deed.name != "task_id")
        return Asking(card=card, since=moment(film.hold_since or film.changed_at), tasks=tasks, deeds=deeds)

    def _candidates(self, film: Render, known: dict[tuple[UUID | None, str], FoundTask]) -> Iterator[Task]:
        """Those the search named, then those that were found for this film later."""
        if film.submission is None:
            return
        account, named = film.submission.account_id, list(film.submission.candidates)
        later = [row.task_id for row in known.values() if row.render_id == film.pk and row.account_id == account]
        tasks = list(dict.fromkeys([*named, *later]))
        for number, task in enumerate(tasks, start=1):
            deed = self._choice(film, task, number if len(tasks) > 1 else 0)
            row = known.get((account, task))
            yield self.task(row, deed) if row else _unknown(task, deed)

    def _choice(self, film: Render, task: str, number: int) -> Deed | None:
        if not self._standing.may(Act.RESOLVE, film):
            return None
        label = _("It is number %(number)s") % {"number": number} if number else _("It is this one")
        url = reverse("render-resolve", args=[film.pk, Choice.ADOPT])
        return Deed(label=label, url=url, name="task_id", value=task)

    # lanes

    @cached_property
    def lanes(self) -> tuple[Lane, ...]:
        return Lanes(self._standing, self._holds, self.now).all()

    # tasks found at the provider

    @property
    def decides(self) -> bool:
        """Whether this person sees what was found and decides about it."""
        return self._standing.may(Act.FOUND)

    @cached_property
    def _tasks(self) -> tuple[Task, ...]:
        if not self.decides:
            return ()
        asked = {film.pk for film in self._needing.films if film.state == State.UNCERTAIN}
        rows = found.adoptable(self.now)[: queue.SHOWN * 2]
        return tuple(self.task(row) for row in rows if row.render_id not in asked)

    @property
    def found(self) -> tuple[Task, ...]:
        return tuple(task for task in self._tasks if not task.ignored)

    @property
    def ignored(self) -> tuple[Task, ...]:
        """Left alone, and kept by the provider for a while yet: it can be adopted after all."""
        return tuple(task for task in self._tasks if task.ignored)

    @cached_property
    def listed(self) -> str:
        """When the provider's lists were last read whole; of several accounts the one longest ago."""
        if not self.decides:
            return ""
        kind = {"kind": "sandbox"} if self._holds.practice else {"kind": "dashscope", "is_active": True}
        read = list(ProviderAccount.objects.filter(**kind).values_list("listed_at", flat=True))
        known = [at for at in read if at]
        return moment(min(known)) if known and len(known) == len(read) else ""

    def task(self, row: FoundTask, deed: Deed | None = None) -> Task:
        left = words.time_left(row.ends_at, self.now) if row.ends_at else ""
        cost = actions.estimate(row, self._prices.list)
        return Task(
            id=row.pk,
            task_id=row.task_id,
            prompt=" ".join(row.prompt.split())[:240],
            status=words.task_status(row.provider_state),
            settings=_settings(row),
            cost=_cost(row, cost),
            left=left,
            tone=self._countdown(row.ends_at),
            film=row.provider_state not in actions.FILMLESS,
            deed=deed,
            ignored=_ignored(row),
        )

    # paid and not home

    @property
    def unsaved_count(self) -> int:
        return self._unsaved.count

    @cached_property
    def unsaved(self) -> tuple[Away, ...]:
        rang = queue.alarms(self._unsaved.films)
        return tuple(self._away(film, rang) for film in self._unsaved.films)

    @cached_property
    def lately(self) -> tuple[Home, ...]:
        """Where nothing is on its way and nobody is asked: what came home last."""
        if self.unsaved_count or self.needs_count or any(lane.taken or lane.waiting for lane in self.lanes):
            return ()
        films = queue.lately(self._user)
        return tuple(
            Home(name=name_of(film), url=reverse("render", args=[film.pk]), at=moment(film.saved_at or film.changed_at))
            for film in films
        )

    def _away(self, film: Render, rang: dict[UUID, datetime]) -> Away:
        at = rang.get(film.pk)
        return Away(
            id=film.pk,
            name=name_of(film),
            url=reverse("render", args=[film.pk]),
            state=words.state(film, words.Beside(held=self._holds.of(film)), now=self.now),
            left=words.time_left(film.deadline_at, self.now) if film.deadline_at else "",
            tone=self._countdown(film.deadline_at),
            rang=moment(at) if at else "",
        )

    def _countdown(self, ends: datetime | None) -> str:
        """Quiet above six hours, then it asks, in the last hour it warns."""
        six, one = settings.PACE.alarms
        left = (ends - self.now).total_seconds() if ends else six + 1
        return "tone-fail" if left <= one else "tone-ask" if left <= six else ""


def _unknown(task_id: str, deed: Deed | None) -> Task:
    """A candidate of which nothing but its id is known."""
    return Task(
        id=None, task_id=task_id, prompt="", status=words.task_status(""), settings="", cost="", left="", tone="",
        film=True, deed=deed,
    )  # fmt: skip


def _ignored(row: FoundTask) -> str:
    """`Lin · 14:05 · another program's`."""
    if row.state != FoundState.IGNORED:
        return ""
    who, when = row.decided_by, row.decided_at
    return " · ".join(filter(None, (who.name if who else "", moment(when) if when else "", row.reason)))


def _cost(row: FoundTask, cost: Decimal | None) -> str:
    if row.account.practice:
        return _("practice")
    return _("not known") if cost is None else words.money(cost)


def _settings(row: FoundTask) -> str:
    """`v6 · 1280×720 · 5 s`, as far as the provider has told."""
    usage, model = row.usage or {}, find(row.model)
    size, seconds = str(usage.get("size") or ""), usage.get("duration")
    parts = [model.short if model else row.model, size.replace("*", "×")]
    if isinstance(seconds, int | float):
        parts.append(words.film_length(seconds))
    return " · ".join(filter(None, parts))
