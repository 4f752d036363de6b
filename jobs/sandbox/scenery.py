"""The things a landscape is made of: each is drawn once and then only moved."""

import math
import random
from typing import Protocol

from PIL import Image, ImageChops, ImageDraw

from jobs.sandbox.canvas import Canvas, Float, Glide, Rgb, Stencil, between

FPS = 24


class Thing(Protocol):
    """Something in the picture; `number` counts frames from 0."""

    def draw(self, canvas: Canvas, number: int) -> None: ...


def even(value: float) -> int:
    return round(value / 2) * 2


class Shine:
    """The sun or the moon with its halo, rising or setting by about its own radius in ten seconds."""

    def __init__(self, colour: Rgb, *, x: float, y: float, radius: float, climb: float) -> None:
        self._colour = colour
        side = even(radius * 5)
        self._left, self._top, self._climb = even(x - side / 2), y - side / 2, climb
        self._halo = Float(_halo(side))
        disc = even(radius * 2.2)
        self._inset = even((side - disc) / 2)
        self._disc = Float(_disc(disc, radius))

    def draw(self, canvas: Canvas, number: int) -> None:
        top = self._top - self._climb * number / FPS
        halo, row = self._halo.at(top)
        canvas.paint(self._colour, halo, self._left, row)
        disc, row = self._disc.at(top + self._inset)
        canvas.paint(self._colour, disc, self._left + self._inset, row)


def _disc(side: int, radius: float) -> Image.Image:
    large = Image.new("L", (side * 4, side * 4))
    middle, wide = side * 2, radius * 4
    ImageDraw.Draw(large).ellipse((middle - wide, middle - wide, middle + wide, middle + wide), fill=255)
    return large.reduce(4)


def _halo(side: int) -> Image.Image:
    ring = Image.radial_gradient("L").resize((side, side), Image.Resampling.BICUBIC)
    return ring.point([round(190 * max(0.0, 1 - value / 176) ** 2.1) for value in range(256)])


class Ridge:
    """One range of hills: a ragged skyline filled from its own colour into the haze below, passing by."""

    def __init__(
        self, fill: tuple[Rgb, Rgb], size: tuple[int, int], top: int, *, rough: float, pace: float, travel: float,
        chance: random.Random,
    ) -> None:  # fmt: skip
        width, height = size
        self._width, self._top, self._pace = width, top, pace
        self._body = Canvas.gradient(size, [(0, fill[0]), (1, fill[1])])
        self._line = Glide(_skyline((even(width + travel) + 4, height), rough, chance))

    def draw(self, canvas: Canvas, number: int) -> None:
        canvas.lay(self._body, 0, self._top, self._line.at(self._pace * number / FPS, self._width))


def _skyline(size: tuple[int, int], rough: float, chance: random.Random) -> Image.Image:
    """Sines of shrinking length and height; `rough` is how slowly they shrink (0 dunes, 1 rocks)."""
    width, height = size
    waves, share = [], 1.0
    length = height * chance.uniform(1.6, 2.4)
    for _ in range(7):
        waves.append((2 * math.pi / length, chance.uniform(0, 7), share))
        length *= chance.uniform(0.42, 0.6)
        share *= 0.28 + 0.24 * rough
    total = sum(wave[2] for wave in waves)

    def line(x: float) -> float:
        swing = sum(share * math.sin(x * step + start) for step, start, share in waves) / total
        return height * (0.3 + 0.3 * swing)

    large = Image.new("L", (width * 2, height * 2))
    points = [(x * 2, line(x) * 2) for x in range(0, width + 2, 2)]
    ImageDraw.Draw(large).polygon([(0, height * 2), *points, (width * 2, height * 2)], fill=255)
    return large.reduce(2)


class Drift:
    """Mist or thin cloud: stretched soft noise that passes by."""

    def __init__(
        self, colour: Rgb, size: tuple[int, int], top: int, *, thick: float, pace: float, travel: float,
        chance: random.Random,
    ) -> None:  # fmt: skip
        self._colour, self._width, self._top, self._pace = colour, size[0], top, pace
        self._mist = Glide(_mist((even(size[0] + travel) + 4, size[1]), thick, chance))

    def draw(self, canvas: Canvas, number: int) -> None:
        canvas.paint(self._colour, self._mist.at(self._pace * number / FPS, self._width), 0, self._top)


def _mist(size: tuple[int, int], thick: float, chance: random.Random) -> Image.Image:
    across, down = max(4, size[0] * 3 // size[1]), 9
    noise = Image.frombytes("L", (across, down), chance.randbytes(across * down))
    fine = Image.frombytes("L", (across * 3, down * 2), chance.randbytes(across * down * 6))
    cloud = ImageChops.blend(
        noise.resize(size, Image.Resampling.BICUBIC), fine.resize(size, Image.Resampling.BICUBIC), 0.3
    )
    curve = [round(255 * thick * max(0.0, (value - 105) / 150) ** 1.3) for value in range(256)]
    fade = (
        Image.linear_gradient("L")
        .resize((1, size[1]))
        .point([round(255 * math.sin(math.pi * value / 255) ** 1.5) for value in range(256)])
    )
    return ImageChops.multiply(cloud.point(curve), fade.resize(size))


class Stars:
    """A still sky of stars, of which some twinkle."""

    def __init__(self, size: tuple[int, int], scale: float, chance: random.Random) -> None:
        width, height = size
        self._dots = [_dot(scale * radius) for radius in (0.7, 1.0, 1.5)]
        self._placed = [
            (
                even(chance.uniform(0, width)),
                even(height * chance.random() ** 1.4),
                chance.randrange(3),
                chance.uniform(0, 7),
            )
            for _ in range(70)
        ]

    def bake(self, canvas: Canvas) -> None:
        for left, top, kind, _ in self._placed[24:]:
            canvas.paint((225, 232, 250), self._dots[kind], left, top)

    def draw(self, canvas: Canvas, number: int) -> None:
        for left, top, kind, start in self._placed[:24]:
            light = 0.55 + 0.45 * math.sin(start + number / FPS * (1.2 + start / 5))
            canvas.paint(between((90, 100, 140), (255, 255, 255), light), self._dots[kind], left, top)


def _dot(radius: float) -> Stencil:
    side = even(radius * 2.4) + 2
    large = Image.new("L", (side * 8, side * 8))
    middle, wide = side * 4, radius * 8
    ImageDraw.Draw(large).ellipse((middle - wide, middle - wide, middle + wide, middle + wide), fill=235)
    return Stencil.of(large.reduce(8))


class Birds:
    """A few birds far away, crossing slowly."""

    def __init__(self, colour: Rgb, size: tuple[int, int], scale: float, chance: random.Random) -> None:
        self._colour, self._width = colour, size[0]
        self._pace = chance.choice((-1, 1)) * chance.uniform(18, 30) * scale
        self._wings = [_bird(even(16 * scale), lift) for lift in (0.05, 0.3, 0.5, 0.3)]
        x, y = chance.uniform(0.25, 0.75) * size[0], chance.uniform(0.3, 0.42) * size[1]
        spread = 34 * scale
        self._placed = [
            (x + chance.uniform(-2, 2) * spread, y + chance.uniform(-1, 1) * spread, chance.uniform(0, 4))
            for _ in range(chance.randint(3, 6))
        ]

    def draw(self, canvas: Canvas, number: int) -> None:
        for x, y, start in self._placed:
            left = even((x + self._pace * number / FPS) % self._width)
            top = even(y + 3 * math.sin(start + number / 20))
            canvas.paint(self._colour, self._wings[int(start + number / 5) % 4], left, top)


def _bird(side: int, lift: float) -> Stencil:
    large = Image.new("L", (side * 4, side * 4))
    full = side * 4
    line = [(0, full * (0.55 - lift)), (full * 0.3, full * 0.42), (full / 2, full * 0.56)]
    pen = ImageDraw.Draw(large)
    for points in (line, [(full - x, y) for x, y in line]):
        pen.line(points, fill=220, width=max(2, full // 11), joint="curve")
    return Stencil.of(large.reduce(4))
