"""What the shot editor shows of a form: a row for each shot, and how far their seconds make the film."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs import words
from jobs.catalogue import SHOTS_MAX, storyboard
from jobs.forms.order import OrderForm

_MOVED = re.compile(r"move-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True, kw_only=True)
class Row:
    """`focus` names the part that goes on having the focus when the rows are drawn anew."""

    number: int
    text: str
    seconds: int | None
    last: bool
    focus: str = ""

    @property
    def name(self) -> str:
        return _("Shot %(number)s") % {"number": self.number}

    @property
    def choices(self) -> list[int]:
        """Seconds to choose from; one that is out of range stands beside them until it is changed."""
        odd = [] if self.seconds is None else [self.seconds]
        return sorted({*range(1, SHOTS_MAX + 1), *odd})

    @property
    def up(self) -> str:
        return f"move-{self.number}-{self.number - 1}"

    @property
    def down(self) -> str:
        return f"move-{self.number}-{self.number + 1}"


class Editor:
    """Rows as the prompt has them. `deed` is what was just done to them; empty on a page that is opened."""

    most = SHOTS_MAX

    def __init__(self, form: OrderForm, deed: str = "") -> None:
        self._deed = deed
        self.several = form.shot_type == "multi"
        self.prompt = form.prompt
        self.model = form.known_model
        self.duration = form.fitted().duration
        self._offered = self.model.seconds[form.fitted().tier]
        self._board = storyboard.read(form.prompt)

    @property
    def open(self) -> bool:
        """Whoever works on rows without the script finds them open again."""
        return bool(self._deed)

    @property
    def offered(self) -> bool:
        return self.model.multi_shot

    @property
    def readable(self) -> bool:
        return self._board is not None

    @property
    def count(self) -> int:
        """Shots that the prompt counts; 0 where it counts none."""
        return len(self._board.shots) if self._board and self._board.marked else 0

    @property
    def counted(self) -> str:
        if not self.count:
            return ""
        return ngettext("%(count)s shot", "%(count)s shots", self.count) % {"count": self.count}

    @property
    def left(self) -> str:
        """Of a storyboard that came to a model which makes none; empty for any other."""
        if self.offered or self.count < 2:
            return ""
        text = _("%(model)s makes a single shot: the storyboard stays in the prompt as plain words.")
        return text % {"model": self.model.short}

    @property
    def free(self) -> bool:
        """Whether the prompt may tell several shots in words of its own, which the parameter then says."""
        return self.model.shot_type and not self.count

    @property
    def before(self) -> str:
        return self._board.before if self._board else ""

    @cached_property
    def rows(self) -> list[Row]:
        shots = self._board.shots if self._board else ()
        place, part = self._focus(len(shots))
        return [
            Row(
                number=number,
                text=shot.text,
                seconds=shot.seconds,
                last=number == len(shots),
                focus=part if number == place else "",
            )
            for number, shot in enumerate(shots, start=1)
        ]

    def _focus(self, count: int) -> tuple[int, str]:
        if self._deed == "add":
            return count, "text"
        if moved := _MOVED.fullmatch(self._deed):
            return int(moved[2]), "grip"
        if self._deed.startswith("remove-"):
            return min(int(self._deed.rpartition("-")[2]), count), "text"
        return 0, ""

    @property
    def moved(self) -> str:
        """What the last move did, for whoever does not see it."""
        done = _MOVED.fullmatch(self._deed)
        return _("Shot %(number)s is now shot %(place)s.") % {"number": done[1], "place": done[2]} if done else ""

    @property
    def full(self) -> bool:
        return len(self.rows) >= SHOTS_MAX

    # seconds

    @property
    def timed(self) -> bool:
        return self._board is not None and self._board.timed

    @property
    def even(self) -> bool:
        return self._board is not None and (not self.timed or self._board.even(self.duration))

    @property
    def sum(self) -> str:
        """`4 of 5 s`, or that the model divides them; of a single shot there is nothing to say."""
        if not self._board or (not self.timed and len(self.rows) < 2):
            return ""
        if not self.timed:
            return _("The model divides the %(length)s.") % {"length": words.film_length(self.duration)}
        return _("%(stated)s of %(length)s") % {
            "stated": self._board.stated,
            "length": words.film_length(self.duration),
        }

    @property
    def fit(self) -> int | None:
        """The length of the film that would fit: all shots state theirs, and the model makes it."""
        board = self._board
        if board is None or self.even or any(shot.seconds is None for shot in board.shots):
            return None
        return board.stated if board.stated in self._offered else None

    @property
    def fitting(self) -> str:
        return _("Film of %(length)s") % {"length": words.film_length(self.fit or 0)}

    @property
    def spreads(self) -> bool:
        """Whether the seconds of the film can be spread over the shots, and are not."""
        done = self._board is not None and self._board.even(self.duration)
        return len(self.rows) > 1 and not done and len(self.rows) <= self.duration

    @property
    def spreading(self) -> str:
        return _("Spread %(length)s") % {"length": words.film_length(self.duration)}
