"""A card: everything `renders/_card.html` shows of one render, decided here, so that the template only shows it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import blake2s
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from jobs import access, words
from jobs.models import Asset, Render, User
from jobs.queries import holds
from jobs.queries.family import Family
from jobs.queries.waiting import Waiting
from jobs.states import MISSED, NOT_MADE, AssetKind, State
from jobs.web.deeds import Deed, Prices, again, deeds
from jobs.web.fate import Fate, fate
from jobs.web.ladder import Ladder, ladder

NEARLY = 95
"""Percent at which a bar stops that goes by the usual time: the provider decides when a film is done."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """`line` may tick with the clock; all the rest changes only when something happened."""

    id: UUID
    url: str
    state: str
    word: str
    icon: str
    tone: str
    line: str
    advice: str
    deeds: tuple[Deed, ...]
    progress: int | None
    ratio: str
    poster: str
    placeholder: str
    length: str
    seconds: int
    tier: str
    sound: bool
    practice: bool
    take: int
    title: str
    prompt: str
    author: str
    model: str
    money: str
    clock: str
    left: str
    watched: bool
    order: UUID
    liked: bool
    previewed: bool

    @property
    def saved(self) -> bool:
        return self.state == State.SAVED

    @property
    def ended(self) -> bool:
        """Without a film, and nothing more will happen."""
        return self.state in NOT_MADE

    @property
    def name(self) -> str:
        """What the film is called where there is room for one line."""
        return self.title or " ".join(self.prompt.split())[:120]

    @cached_property
    def body_stamp(self) -> str:
        """Changes with everything but what ticks."""
        still = {**self.__dict__, "line": "", "left": "", "progress": None}
        return stamp(sorted(still.items()))

    @cached_property
    def line_stamp(self) -> str:
        return stamp((self.line, self.left, self.progress))


def stamp(content: object) -> str:
    """Eight characters that change when the content does."""
    return blake2s(repr(content).encode(errors="surrogatepass"), digest_size=4).hexdigest()


class Deck:
    """Makes the cards of one answer; what they share is read once. Bring renders from `for_card()`."""

    def __init__(self, user: User) -> None:
        self.now = timezone.now()
        self._standing = access.standing(user)
        self._holds = holds.glance()
        self._waiting = Waiting(self._holds, self.now)
        self._prices = Prices(self.now)

    def again(self, render: Render) -> Deed | None:
        """The button that orders this film once more, for whom it is theirs to press."""
        return again(render, self._prices) if self._standing.may(access.Act.AGAIN, render) else None

    def ladder(self, render: Render, family: Family) -> Ladder:
        """Where a film that is home can go from here, for whom it is theirs to press."""
        climbs = render.state == State.SAVED and self._standing.may(access.Act.AGAIN, render)
        return ladder(render, family, self._prices) if climbs else Ladder()

    def _beside(self, render: Render) -> words.Beside:
        held = self._holds.of(render)
        if render.state == State.QUEUED and held is None:
            place, starts_in = self._waiting.place(render), self._waiting.starts_in(render)
            return words.Beside(place=place, starts_in=starts_in)
        if render.state == State.RUNNING:
            order = render.order
            usual = self._waiting.expected(order.model, order.tier, order.duration, practice=render.practice)
            return words.Beside(held=held, expected=usual)
        return words.Beside(held=held)

    def renames(self, render: Render) -> bool:
        """Whether this person may give the film another title."""
        return self._standing.may(access.Act.RENAME, render)

    def shares(self, render: Render) -> str:
        """The address that makes a link over it; empty where it cannot be shown."""
        shown = render.state == State.SAVED and render.trashed_at is None
        may = self._standing.may(access.Act.SHARE, render)
        return f"{reverse('share-new')}?film={render.pk}" if shown and may else ""

    def fate(self, render: Render) -> Fate:
        """What the trash has to do with it."""
        return fate(render, self._standing, self.now)

    def card(self, render: Render) -> Card:
        beside = self._beside(render)
        said = words.state(render, beside, now=self.now)
        poster = render.asset(AssetKind.POSTER)
        order = render.order
        return Card(
            id=render.pk,
            url=reverse("render", args=[render.pk]),
            state=render.state,
            word=said.word,
            icon=said.icon,
            tone=f"tone-{said.tone}" if said.tone else "",
            line=words.line(render, self.now, beside),
            advice=_advice(render, beside),
            deeds=deeds(render, beside, self._standing, self._prices),
            progress=_progress(render, beside, self.now),
            ratio=order.ratio,
            poster=_poster_url(render, poster),
            placeholder=poster.placeholder if poster else "",
            length=words.clock(_seconds(render)),
            seconds=_seconds(render),
            tier=order.tier,
            sound=order.audio,
            practice=render.practice,
            take=render.take,
            title=order.title,
            prompt=order.prompt,
            author=order.author.name,
            model=order.short_model,
            money=money_of(render),
            clock=date_format(timezone.localtime(render.saved_at or render.created_at), "H:i"),
            left=time_left(render, self.now),
            watched=not render.final or (render.state == State.SAVED and render.due_at is not None),
            order=render.order_id,
            liked=render.liked,
            previewed=render.asset(AssetKind.PREVIEW) is not None,
        )


def _advice(render: Render, beside: words.Beside) -> str:
    """What to do now, where the state itself does not say it."""
    if beside.held is not None and (render.held or render.state == State.QUEUED):
        return words.hold(beside.held.code, beside.held.params, beside.held.raw).advice
    if render.state in MISSED:
        code = render.error_code or "expired"
        return words.error(code, render.error_params, render.error_raw, render.charged).advice
    return ""


def _progress(render: Render, beside: words.Beside, now: datetime) -> int | None:
    """Percent of the usual time that is over, or of the film that has come home; None while nothing is known."""
    if render.state == State.RUNNING and beside.expected:
        return min(NEARLY, int(words.so_far(render, now) * 100 / beside.expected))
    if render.state != State.SAVING or not render.bytes_total:
        return None
    return min(100, render.bytes_here * 100 // render.bytes_total)


def _poster_url(render: Render, poster: Asset | None) -> str:
    return reverse("poster", args=[render.pk]) if poster else ""


def _seconds(render: Render) -> int:
    film = render.asset(AssetKind.FILM)
    return round(film.seconds) if film and film.seconds else render.order.duration


def money_of(render: Render) -> str:
    """What the film cost, or will; empty for practice, which costs nothing."""
    if render.practice:
        return ""
    if render.final and render.charged is False:
        return words.money(render.estimate * 0 if render.estimate is not None else None, render.currency)
    return words.money(render.estimate if render.cost is None else render.cost, render.currency)


def time_left(render: Render, now: datetime) -> str:
    """Until when the provider keeps a film that may be paid and is not home; shown once it gets short."""
    if render.final or render.deadline_at is None:
        return ""
    short = (render.deadline_at - now).total_seconds() <= settings.PACE.window / 2
    return words.time_left(render.deadline_at, now) if short else ""
