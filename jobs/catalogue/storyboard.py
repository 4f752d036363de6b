"""A prompt that tells several shots, as rows and back: the prompt is the one truth, rows are a way to write it.

The provider's documentation names shots as `镜头1：…；镜头2：…；镜头3：…`, and every storyboard is written so, in
whatever language its words are. It knows no form for the seconds of a shot. Here they are the first words of the shot
itself, `镜头1：（2秒）…`: the marks stay those of the documentation to the letter, the model reads a wish it may
follow, and the seconds come back with the text wherever it goes. Who states none leaves the cuts to the model.

What people write themselves is understood too: `Shot 1: …`, `镜头一：…`, `Shot 2 (3 s): …`, with a full stop or a new
line between shots, and words before the first one. Rows of it are written back in the documented form.

Any text is safe in a row: what would read as a mark there is written with two more blanks, and comes back without them.

https://help.aliyun.com/en/model-studio/pixverse-text-to-video-api-reference
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from jobs.catalogue.models import MODELS

SHOTS_MAX = max(second for model in MODELS.values() for offered in model.seconds.values() for second in offered)
"""The longest film has as many seconds, and a shot is no shorter than one."""

_TAIL = r" ?(?:[（(] ?(?P<seconds>\d{1,2}) ?(?:秒|s|sec|seconds?)[)）])? ?[:：]"
_MARK = re.compile(
    rf"(?P<word>镜头|分镜|(?<![A-Za-z])(?:[Ss]hot|SHOT))(?P<gap> *)"
    rf"(?P<number>[0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,3}})(?P<tail>{_TAIL})"
)
_SECONDS = re.compile(r"[（(](?P<gap> *)(?P<seconds>\d{1,2}) ?(?:秒|s|sec|seconds?)[)）]")
_HAN = {figure: value for value, figure in enumerate("一二三四五六七八九", start=1)}
_ESCAPE = 2
"""Blanks that tell a mark in the words of a shot from a mark of its own, which has one at most."""


@dataclass(frozen=True, kw_only=True)
class Shot:
    """`seconds` 1 to 15; None leaves them to the model."""

    text: str = ""
    seconds: int | None = None


@dataclass(frozen=True, kw_only=True)
class Storyboard:
    """At least one shot; `before` are words that stand before the first one. `marked`: the prompt counts its shots."""

    shots: tuple[Shot, ...]
    before: str = ""
    marked: bool = field(default=True, compare=False)

    @property
    def stated(self) -> int:
        """Seconds of all shots that state some."""
        return sum(shot.seconds or 0 for shot in self.shots)

    @property
    def timed(self) -> bool:
        """Whether any shot states its seconds."""
        return any(shot.seconds is not None for shot in self.shots)

    def even(self, duration: int) -> bool:
        """Whether all shots state their seconds, and these make the film."""
        return all(shot.seconds is not None for shot in self.shots) and self.stated == duration

    def added(self) -> "Storyboard":
        """With an empty shot at the end; as it is where it is full."""
        return replace(self, shots=(*self.shots, Shot())[:SHOTS_MAX])

    def removed(self, number: int) -> "Storyboard":
        """Without this shot, counted from 1. The last one that is left is the whole film and needs no seconds."""
        left = tuple(shot for place, shot in enumerate(self.shots, start=1) if place != number) or (Shot(),)
        return replace(self, shots=left if len(left) > 1 else (replace(left[0], seconds=None),))

    def moved(self, number: int, to: int) -> "Storyboard":
        """With one shot at another place; beyond the ends it stays there."""
        shots = list(self.shots)
        if not 1 <= number <= len(shots):
            return self
        shot = shots.pop(number - 1)
        shots.insert(min(max(to, 1), len(shots) + 1) - 1, shot)
        return replace(self, shots=tuple(shots))

    def spread(self, duration: int) -> "Storyboard":
        """The seconds of the film over its shots: what is left over those that state none; otherwise as the shots are
        to each other, each at least one second. As it is where there are more shots than seconds.
        """
        blank = [place for place, shot in enumerate(self.shots) if shot.seconds is None]
        rest = duration - self.stated
        if blank and rest >= len(blank):
            shares = dict(zip(blank, _shares(rest, [1] * len(blank)), strict=True))
        elif duration >= len(self.shots):
            each = _shares(duration, [shot.seconds or 1 for shot in self.shots])
            shares = dict(enumerate(each))
        else:
            return self
        shots = (replace(shot, seconds=shares.get(place, shot.seconds)) for place, shot in enumerate(self.shots))
        return replace(self, shots=tuple(shots))


def _shares(total: int, weights: list[int]) -> list[int]:
    """Whole parts of a total as near to their proportion as can be, none of them nothing."""
    whole = sum(weights) or 1
    parts = [max(total * weight // whole, 1) for weight in weights]
    while rest := total - sum(parts):
        step = 1 if rest > 0 else -1
        short = [step * (total * weight - part * whole) for weight, part in zip(weights, parts, strict=True)]
        fit = (place for place, part in enumerate(parts) if part + step > 0)
        parts[max(fit, key=lambda place: short[place])] += step
    return parts


# ------------------------------------------------------------------ from the prompt


def read(prompt: str) -> Storyboard | None:
    """The rows of a prompt; one that counts no shots is a single one. None: it counts them in no order of 1, 2, 3 …"""
    marks = [mark for mark in _MARK.finditer(prompt) if len(mark["gap"]) < _ESCAPE]
    if not marks:
        return Storyboard(shots=(Shot(text=prompt),), marked=False)
    if [_number(mark["number"]) for mark in marks] != list(range(1, len(marks) + 1)):
        return None
    return Storyboard(before=_unescaped(prompt[: marks[0].start()]), shots=tuple(_shots(prompt, marks)))


def shot_type(prompt: str) -> str | None:
    """What the prompt says about itself: `multi`, `single`, or None where it counts no shots."""
    told = read(prompt)
    if told is None or not told.marked:
        return None
    return "multi" if len(told.shots) > 1 else "single"


def _shots(prompt: str, marks: list[re.Match[str]]) -> Iterator[Shot]:
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        text = prompt[mark.end() : following.start() if following else len(prompt)]
        text = text if _documented(mark) else text.lstrip()
        if following is not None:
            text = _ended(text, exact=_documented(following))
        elif not _documented(marks[0]):
            text = text.rstrip()
        yield _shot(text, mark)


def _documented(mark: re.Match[str]) -> bool:
    """As `written` writes it: what stands around it is meant to the letter."""
    return mark[0] == f"镜头{_number(mark['number'])}："


def _ended(text: str, *, exact: bool) -> str:
    """Without what parts it from the next shot."""
    if exact and text.endswith("；"):
        return text[:-1]
    text = text.rstrip()
    return text[:-1].rstrip() if text.endswith(("；", ";", "。", ".")) else text


def _shot(text: str, mark: re.Match[str]) -> Shot:
    if mark["seconds"]:
        return Shot(text=_unescaped(text), seconds=int(mark["seconds"]))
    opening = _SECONDS.match(text)
    if opening is None:
        return Shot(text=_unescaped(text))
    if len(opening["gap"]) >= _ESCAPE:
        return Shot(text=_unescaped(text[0] + text[1 + _ESCAPE :]))
    rest = text[opening.end() :]
    exact = opening[0] == f"（{int(opening['seconds'])}秒）"
    return Shot(text=_unescaped(rest if exact else rest.lstrip()), seconds=int(opening["seconds"]))


def _number(figures: str) -> int:
    """`12`, `１２` or `十二`."""
    if figures.isdigit():
        return int(figures)
    tens, ten, ones = figures.rpartition("十")
    if not ten:
        return _HAN.get(figures, 0)
    return 10 * _HAN.get(tens, 1) + _HAN.get(ones, 0)


# ------------------------------------------------------------------ to the prompt


def written(storyboard: Storyboard) -> str:
    """The prompt; `read` makes the same rows of it. A single shot without seconds is told by its words alone."""
    first = storyboard.shots[0]
    if len(storyboard.shots) == 1 and not storyboard.before and first.seconds is None and not _marked(first.text):
        return first.text
    told = "；".join(f"镜头{number}：{_said(shot)}" for number, shot in enumerate(storyboard.shots, start=1))
    return _escaped(storyboard.before) + told


def _said(shot: Shot) -> str:
    text = _escaped(shot.text)
    if shot.seconds is not None:
        return f"（{shot.seconds}秒）{text}"
    return text[0] + " " * _ESCAPE + text[1:] if _SECONDS.match(text) else text


def _marked(text: str) -> bool:
    return any(len(mark["gap"]) < _ESCAPE for mark in _MARK.finditer(text))


def _escaped(text: str) -> str:
    return _MARK.sub(lambda mark: f"{mark['word']}{' ' * _ESCAPE}{mark['gap']}{mark['number']}{mark['tail']}", text)


def _unescaped(text: str) -> str:
    return _MARK.sub(lambda mark: f"{mark['word']}{mark['gap'][_ESCAPE:]}{mark['number']}{mark['tail']}", text)
