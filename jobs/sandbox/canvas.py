"""Painting straight into the three planes of a video frame.

Pillow blends 8-bit planes quickly and without numpy, and half of the work of a frame would otherwise be the way
from RGB to YUV. Colours are RGB outside this file and BT.709, limited range, inside.
"""

import random
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageMath

Rgb = tuple[int, int, int]
Box = tuple[int, int, int, int]

_PHASES = 4


def yuv(colour: Rgb) -> tuple[int, int, int]:
    red, green, blue = (part / 255 for part in colour)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return (
        round(16 + 219 * luma),
        round(128 + 224 * (blue - luma) / 1.8556),
        round(128 + 224 * (red - luma) / 1.5748),
    )


def between(first: Rgb, last: Rgb, share: float) -> Rgb:
    """The colour that lies `share` (0..1) of the way from the first to the last."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, last, strict=True))
    return red, green, blue


@dataclass(frozen=True)
class Stencil:
    """Where and how thickly paint goes on: a mask for luma and one of half its size for chroma."""

    full: Image.Image
    half: Image.Image

    @classmethod
    def of(cls, mask: Image.Image) -> "Stencil":
        return cls(mask, mask.reduce(2))

    @property
    def size(self) -> tuple[int, int]:
        return self.full.size

    def window(self, left: int, width: int) -> "Stencil":
        """A vertical strip of it; `left` is rounded down to an even number for chroma's sake."""
        height = self.full.height
        at = left // 2
        return Stencil(
            self.full.crop((left, 0, left + width, height)), self.half.crop((at, 0, at + width // 2, height // 2))
        )


class Glide:
    """A wide stencil seen through a window that moves by fractions of a pixel, so that slow things do not stutter."""

    def __init__(self, mask: Image.Image) -> None:
        self._phases = [Stencil.of(_shifted(mask, phase / _PHASES, 0)) for phase in range(_PHASES)]

    def at(self, left: float, width: int) -> Stencil:
        whole, phase = divmod(round(left * _PHASES), _PHASES)
        return self._phases[phase].window(whole, width)


class Float:
    """A small stencil that moves up and down by fractions of a pixel."""

    def __init__(self, mask: Image.Image) -> None:
        self._phases = [Stencil.of(_shifted(mask, 0, -phase / _PHASES)) for phase in range(_PHASES)]

    def at(self, top: float) -> tuple[Stencil, int]:
        """The stencil and the row it goes to; on odd rows chroma lags by half a pixel, which nobody sees."""
        whole, phase = divmod(round(top * _PHASES), _PHASES)
        return self._phases[phase], whole


def _shifted(mask: Image.Image, right: float, down: float) -> Image.Image:
    if not right and not down:
        return mask
    return mask.transform(mask.size, Image.Transform.AFFINE, (1, 0, right, 0, 1, down), Image.Resampling.BILINEAR)


class Canvas:
    """One frame: luma in full size, the two chroma planes in half of it. Sides are even."""

    def __init__(self, luma: Image.Image, blue: Image.Image, red: Image.Image) -> None:
        self.planes = (luma, blue, red)

    @classmethod
    def gradient(cls, size: tuple[int, int], stops: Sequence[tuple[float, Rgb]]) -> "Canvas":
        """Colours from top (0) to bottom (1), with a grain that hides the steps of 8 bits."""
        width, height = size
        columns = zip(*(_shade_at(stops, row / max(height - 1, 1)) for row in range(height)), strict=True)
        luma, blue, red = (_plane(column, width) for column in columns)
        half = (width // 2, height // 2)
        return cls(luma, blue.resize(half, Image.Resampling.BOX), red.resize(half, Image.Resampling.BOX))

    @property
    def size(self) -> tuple[int, int]:
        return self.planes[0].size

    def copy(self) -> "Canvas":
        return Canvas(*(plane.copy() for plane in self.planes))

    def crop(self, box: Box) -> "Canvas":
        left, top, right, bottom = box
        small = (left // 2, top // 2, right // 2, bottom // 2)
        luma, blue, red = self.planes
        return Canvas(luma.crop(box), blue.crop(small), red.crop(small))

    def paint(self, colour: Rgb, stencil: Stencil, left: int, top: int) -> None:
        """Lays one colour through a stencil; what falls outside is cut off."""
        shades = yuv(colour)
        masks = (stencil.full, stencil.half, stencil.half)
        for plane, shade, mask, step in zip(self.planes, shades, masks, (1, 2, 2), strict=True):
            plane.paste(shade, (left // step, top // step), mask)

    def lay(self, other: "Canvas", left: int, top: int, stencil: Stencil | None = None) -> None:
        """Lays a piece of canvas down, through a stencil of its size where there is one."""
        masks = (stencil.full, stencil.half, stencil.half) if stencil else (None, None, None)
        for plane, piece, mask, step in zip(self.planes, other.planes, masks, (1, 2, 2), strict=True):
            plane.paste(piece, (left // step, top // step), mask)

    def mirrored(self) -> "Canvas":
        return Canvas(*(plane.transpose(Image.Transpose.FLIP_TOP_BOTTOM) for plane in self.planes))


def _shade_at(stops: Sequence[tuple[float, Rgb]], at: float) -> tuple[float, float, float]:
    for (low, first), (high, last) in pairwise(stops):
        if at <= high:
            share = (at - low) / (high - low)
            luma, blue, red = (a + (b - a) * share for a, b in zip(yuv(first), yuv(last), strict=True))
            return luma, blue, red
    luma, blue, red = yuv(stops[-1][1])
    return luma, blue, red


def _plane(column: Sequence[float], width: int) -> Image.Image:
    height = len(column)
    smooth = Image.frombytes("F", (1, height), array("f", column).tobytes()).resize((width, height))
    rounded: Image.Image = ImageMath.lambda_eval(
        lambda of: of["convert"](of["smooth"] + of["grain"] / 255.0, "L"), smooth=smooth, grain=_grain((width, height))
    )
    return rounded


@lru_cache(maxsize=4)
def _grain(size: tuple[int, int]) -> Image.Image:
    """Noise of all 256 values, the same in every film."""
    tile = Image.frombytes("L", (256, 256), random.Random(24).randbytes(65536))  # noqa: S311 - a texture
    sheet = Image.new("L", size)
    for left in range(0, size[0], 256):
        for top in range(0, size[1], 256):
            sheet.paste(tile, (left, top))
    return sheet
