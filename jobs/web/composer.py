"""The composer: what each model can do, as choices that show what they lead to."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jobs import words
from jobs.catalogue import FILMS_MAX, MODELS, RATIOS, SEED_MAX, TAKES_MAX, TITLE_MAX, Problem
from jobs.forms.order import OrderForm, place_value
from jobs.models import User
from jobs.provenance import MOST
from jobs.queries import boards
from jobs.web.also import Also, also
from jobs.web.mentions import Mention
from jobs.web.offers import Offers, sizes
from jobs.web.preview import Preview, preview_of
from jobs.web.storyboard import Editor

SECONDS = tuple(range(1, 16))
MUCH = Decimal(50)
"""Yuan of one click above which an order asks once."""

NEAR = 0.8
"""From this part of the limit on, characters are counted aloud."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One radio button. `chip` is what the chip reads once it is chosen; what is not `offered` is not shown.

    `note` says what it is, `price` what the whole click costs with it, `seats` which are taken, `starts` when it would.
    """

    value: str | int
    label: str
    chip: str
    note: str = ""
    price: str = ""
    seats: tuple[bool, ...] = ()
    starts: str = ""
    chosen: bool = False
    offered: bool = True


class Question(StrEnum):
    """What is asked before an order that spends money."""

    FIRST = "first"
    PRICE = "price"
    MANY = "many"


@dataclass(frozen=True, kw_only=True)
class Said:
    """A problem of the order in words, and the field it belongs to."""

    field: str
    text: str


class Composer:
    """Everything the template shows for this form as it stands."""

    seed_max = SEED_MAX
    takes_max = TAKES_MAX
    title_max = TITLE_MAX
    films_max = FILMS_MAX
    details_most = MOST

    def __init__(
        self,
        user: User,
        form: OrderForm,
        *,
        problems: tuple[Problem, ...] = (),
        question: Question | None = None,
        refused: str = "",
        said: tuple[str, ...] = (),
        elsewhere: str = "",
        earlier: tuple[Mention, ...] = (),
        deed: str = "",
    ) -> None:
        self._user = user
        self.form = form
        self.model = form.known_model
        self.problems = tuple(Said(field=one.field, text=words.problem(one)) for one in problems)
        if refused:
            self.problems += (Said(field="restore", text=refused),)
        self.problems += tuple(Said(field="", text=text) for text in said)
        self.question = question
        self.elsewhere = elsewhere
        self.earlier = earlier
        self.storyboard = Editor(form, deed)
        self._offers = Offers(form, timezone.now())

    @property
    def asks(self) -> bool:
        """Whether a yes is wanted before anything is ordered; one yes answers all of it."""
        return self.question is not None or bool(self.earlier) or bool(self.elsewhere)

    @cached_property
    def preview(self) -> Preview | None:
        """The cells, where the click makes more than one order."""
        return preview_of(self.form, self._offers.prices)

    @property
    def films(self) -> int:
        return self.preview.films if self.preview else self.form.takes

    @property
    def total(self) -> str:
        return self.preview.total if self.preview else self._offers.price()

    @property
    def much(self) -> bool:
        """So much money that it is asked about."""
        amount = self.preview.amount if self.preview else self._offers.amount()
        return amount is not None and amount > MUCH

    @property
    def practice(self) -> bool:
        return self._offers.practice

    @property
    def data(self) -> dict[str, Any]:
        return self._offers.data

    @property
    def soon(self) -> str:
        """`v6 starts at once`: the chosen model, under the prompt."""
        starts = self._offers.starts(self.model)
        return _("%(model)s %(starts)s") % {"model": self.model.short, "starts": starts} if starts else ""

    # choices

    @property
    def models(self) -> list[Choice]:
        return [
            Choice(
                value=model.id,
                label=model.short,
                chip=model.short,
                note=_uses()[model.short],
                price=self._offers.price(model=model),
                seats=self._offers.seats(model),
                starts=self._offers.starts(model),
                chosen=model is self.model,
            )
            for model in MODELS.values()
        ]

    @property
    def tiers(self) -> list[Choice]:
        return [
            Choice(
                value=tier,
                label=tier,
                chip=tier,
                note=sizes(self.model, tier).get(self.form.ratio, ""),
                price=self._offers.price(tier=tier),
                chosen=tier == self.form.tier,
            )
            for tier in self.model.tiers
        ]

    @property
    def ratios(self) -> list[Choice]:
        return [
            Choice(
                value=ratio,
                label=ratio,
                chip=ratio,
                chosen=ratio == self.form.ratio,
                offered=ratio in self.model.ratios,
            )
            for ratio in RATIOS
        ]

    @property
    def seconds(self) -> list[Choice]:
        offered = self.model.seconds.get(self.form.tier, ())
        return [
            Choice(
                value=second,
                label=str(second),
                chip=_("%(seconds)s s") % {"seconds": second},
                price=self._offers.price(duration=second),
                chosen=second == self.form.duration,
                offered=second in offered,
            )
            for second in SECONDS
        ]

    @property
    def sounds(self) -> list[Choice]:
        return [
            Choice(
                value=value,
                label=label,
                chip=label,
                price=self._offers.price(audio=bool(value)),
                chosen=self.form.audio is bool(value),
            )
            for value, label in ((0, _("Silent")), (1, pgettext("a choice", "Sound")))
        ]

    @property
    def seeds(self) -> list[Choice]:
        fresh, kept = _("New seed"), _("Kept seed")
        keep = self.form.keep_seed
        return [
            Choice(value=0, label=fresh, chip=fresh, note=_("every take a different film"), chosen=not keep),
            Choice(value=1, label=kept, chip=kept, note=_("similar, not the same"), chosen=keep),
        ]

    @cached_property
    def places(self) -> list[Choice]:
        """Each space, then its boards. Empty where there is one space without boards: nothing to choose."""
        seats, known = self._user.seats, boards.named(self._user).values()
        if len(seats) < 2 and not known:
            return []
        form = self.form
        there = form.board in {board.pk for board in known if board.space == form.space}
        home = form.space if form.space in seats else next(iter(seats))
        chosen = place_value(home, form.board if there else None)
        found: list[Choice] = []
        for pk, seat in seats.items():
            found.append(_place(place_value(pk), seat.name, _("no board"), chosen))
            mine = (board for board in known if board.space == pk)
            found += [_place(place_value(pk, board.pk), board.name, seat.name, chosen) for board in mine]
        return found

    # more at once

    @property
    def also(self) -> Also:
        return also(self.form)

    # the prompt

    @property
    def count(self) -> int:
        return len(self.form.prompt)

    @property
    def long(self) -> bool:
        """Close enough to the limit to be told about it."""
        return self.count >= self.model.prompt_max * NEAR

    @property
    def examples(self) -> tuple[str, ...]:
        return examples()


def _place(value: str, name: str, note: str, chosen: str) -> Choice:
    return Choice(value=value, label=name, chip=name, note=note, chosen=value == chosen)


def _uses() -> dict[str, str]:
    """What each model is for, in one line."""
    return {
        "v6": _("all-round, 1–15 s, several shots, 5,000 characters"),
        "c1": _("cinematic, 1–15 s, shots from the prompt, 5,000 characters"),
        "v5.6": _("5, 8 or 10 s, five ratios, 2,048 characters"),
    }


def examples() -> tuple[str, ...]:
    """Prompts for somebody who has not ordered anything yet."""
    return (
        _("Steam rises from a clay teapot on a wet wooden table, morning light through bamboo blinds, slow push-in"),
        _("Neon rain over a night market, a paper lantern drifts past the camera, reflections in puddles"),
        _("A paper boat sails down a gutter after the storm, low angle, water drops on the lens, soft afternoon sun"),
    )
