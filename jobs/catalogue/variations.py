r"""Variations in a prompt: `{red|blue} lantern, {dawn|dusk}` makes every combination.

A group is a pair of braces with at least one `|` directly in it; an alternative may be empty. Everything else is plain
text, so that prompts which happen to have braces stay as they are: a pair without `|`, a brace without its partner, a
`|` outside of any pair. Braces inside of an alternative are plain text too, but a group inside of a group is refused:
nobody can tell at a glance what it would order.

A backslash before `{`, `|` or `}` makes it plain text and is not sent. Before those three, and nowhere else, two
backslashes stand for one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod

LONGEST = 20_000
"""Characters. No model reads a fourth of it, so a longer prompt is plain text and too long."""

_MARKED = re.compile(r"(?<!\\)(\\*)([{|}])")


class Nested(ValueError):
    """A group stands inside of another one."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A part of a prompt; `varied`: other films of the same click have other words here."""

    text: str
    varied: bool = False


@dataclass(frozen=True, kw_only=True)
class Written:
    """A prompt as it was written: each part with its alternatives, plain text with one."""

    parts: tuple[tuple[str, ...], ...]

    @property
    def count(self) -> int:
        return prod(map(len, self.parts))

    def variants(self) -> Iterator[tuple[Piece, ...]]:
        """Every combination, the last group changing fastest; look at `count` first, groups multiply."""
        varied = [len(part) > 1 for part in self.parts]
        for texts in product(*self.parts):
            yield tuple(Piece(text=text, varied=differs) for text, differs in zip(texts, varied, strict=True))


def written(prompt: str) -> Written:
    """
    :raises Nested: a group stands inside of another one.
    """
    if len(prompt) > LONGEST:
        return Written(parts=((prompt,),))
    signs = list(_signs(prompt))
    groups = _groups(signs)
    parts: list[tuple[str, ...]] = []
    plain, place = "", 0
    while place < len(signs):
        if place not in groups:
            plain, place = plain + signs[place].text, place + 1
            continue
        *bars, close = groups[place]
        edges = [place, *bars, close]
        if any(inner in groups for inner in range(place + 1, close)):
            raise Nested
        alternatives = (_text(signs[start + 1 : end]) for start, end in pairwise(edges))
        parts += [(plain,), tuple(dict.fromkeys(alternatives))]
        plain, place = "", close + 1
    return Written(parts=tuple(part for part in (*parts, (plain,)) if part != ("",)))


def literal(prompt: str) -> str:
    """What is sent of a prompt that has no group; one that has some stays as it is written."""
    try:
        found = written(prompt)
    except Nested:
        return prompt
    return _said(next(found.variants())) if found.count == 1 else prompt


def escaped(text: str) -> str:
    """Text that somebody once sent, written so that exactly it is sent again."""
    return text if literal(text) == text and _plain(text) else _MARKED.sub(_escape, text)


def _plain(text: str) -> bool:
    try:
        return written(text).count == 1
    except Nested:
        return False


def _escape(marked: re.Match[str]) -> str:
    slashes, sign = marked.groups()
    return slashes * 2 + ("\\{" if sign == "{" else sign)  # where no brace opens, the other signs mean nothing


def _said(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


@dataclass(frozen=True, kw_only=True)
class _Sign:
    """A stretch of text, or one of the three signs where it may `mean` something."""

    text: str
    means: bool = False


def _signs(prompt: str) -> Iterator[_Sign]:
    end = 0
    for found in _MARKED.finditer(prompt):
        slashes, sign = found.groups()
        yield _Sign(text=prompt[end : found.start()] + "\\" * (len(slashes) // 2))
        yield _Sign(text=sign, means=len(slashes) % 2 == 0)
        end = found.end()
    yield _Sign(text=prompt[end:])


def _groups(signs: list[_Sign]) -> dict[int, list[int]]:
    """By the place of its opening brace, the places of each group's bars and of its closing brace."""
    open_: list[tuple[int, list[int]]] = []
    groups: dict[int, list[int]] = {}
    for place, sign in enumerate(signs):
        if not sign.means:
            continue
        if sign.text == "{":
            open_.append((place, []))
        elif open_ and sign.text == "|":
            open_[-1][1].append(place)
        elif open_:
            start, bars = open_.pop()
            if bars:
                groups[start] = [*bars, place]
    return groups


def _text(signs: list[_Sign]) -> str:
    return "".join(sign.text for sign in signs)
