"""The words in the picture: the prompt in the upper left, the provider's label in the lower right."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from jobs.sandbox.canvas import Canvas, Rgb, Stencil

FONT = Path(__file__).parent / "fonts" / "NotoSansSC-Regular.woff2"
LABEL = "AI生成"
LETTERS_MOST = 220
BELOW = 0.19
"""Share of the height above the words: cards lay their state over that corner."""
_WHITE: Rgb = (250, 250, 252)
_SHADE: Rgb = (6, 8, 14)


class Lettering:
    """Everything written in one film, measured and drawn once; `draw` only lays it down."""

    def __init__(self, prompt: str, width: int, height: int, *, watermark: bool) -> None:
        size = max(14, round(min(width, height) / 22))
        margin = round(size * 1.4) // 2 * 2
        self._pieces: list[tuple[Stencil, Rgb, int, int]] = []
        lines = wrapped(prompt, size, width - 2 * margin, most=4 if width >= height else 6)
        self._write(lines, size, margin, round(height * BELOW) // 2 * 2)
        if watermark:
            wide = round(letters(size).getlength(LABEL))
            self._write([LABEL], size, width - margin - wide, height - margin - round(size * 1.3))

    def draw(self, canvas: Canvas) -> None:
        for stencil, colour, left, top in self._pieces:
            canvas.paint(colour, stencil, left, top)

    def _write(self, lines: list[str], size: int, left: int, top: int) -> None:
        if not lines:
            return
        edge = size // 2 * 2
        mask = _mask(lines, size, edge)
        shade = mask.filter(ImageFilter.GaussianBlur(size / 5)).point(lambda value: min(value * 2, 150))
        at = (left - edge) // 2 * 2, (top - edge) // 2 * 2
        self._pieces += [(Stencil.of(shade), _SHADE, *at), (Stencil.of(mask), _WHITE, *at)]


def _mask(lines: list[str], size: int, edge: int) -> Image.Image:
    font = letters(size)
    step = round(size * 1.36)
    wide = max(round(font.getlength(line)) for line in lines) + 2 * edge
    mask = Image.new("L", ((wide + 1) // 2 * 2, (step * len(lines) + 2 * edge + 1) // 2 * 2))
    pen = ImageDraw.Draw(mask)
    for number, line in enumerate(lines):
        pen.text((edge, edge + number * step), line, fill=255, font=font)
    return mask


def wrapped(prompt: str, size: int, width: int, *, most: int) -> list[str]:
    """At most so many lines of at most `width` pixels; what does not fit ends in an ellipsis.

    Breaks between words, and between any two Chinese characters. Signs the font lacks are left out.
    """
    lines, line = [], ""
    for word in _words(_drawable(prompt[:LETTERS_MOST])):
        if line and letters(size).getlength((line + word).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line = (line + word).lstrip()
    lines.append(line.rstrip())
    lines = [_fitted(each, size, width) for each in lines if each]
    if len(lines) > most or len(prompt) > LETTERS_MOST:
        lines = lines[:most]
        lines[-1:] = [_fitted(lines[-1] + "…", size, width)] if lines else []
    return lines


def _fitted(line: str, size: int, width: int) -> str:
    """A line that is too wide because it is one long word, or because of its ellipsis, loses its end."""
    while len(line) > 1 and letters(size).getlength(line) > width:
        line = line.rstrip("…")[:-1] + "…"
    return line


def _words(text: str) -> Iterator[str]:
    word = ""
    for sign in text:
        if sign == " " or unicodedata.east_asian_width(sign) in "WF":
            yield word + sign
            word = ""
        else:
            word += sign
    yield word


def _drawable(text: str) -> str:
    """One line of signs the font has; a gap stands for line ends and tabs."""
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    return " ".join("".join(sign for sign in spaced if sign == " " or _known(sign)).split())


@cache
def _known(sign: str) -> bool:
    if not sign.isprintable():
        return False
    font = letters(24)
    return bytes(font.getmask(sign)) != bytes(font.getmask("\uffff"))


@cache
def letters(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)
