"""Water and northern lights: things that shimmer."""

import math
import random

from PIL import Image, ImageChops, ImageDraw

from jobs.sandbox.canvas import Canvas, Rgb, Stencil
from jobs.sandbox.scenery import FPS, even


class Lake:
    """Mirrors what is above its shore, row by row, the nearer the more it sways."""

    def __init__(self, size: tuple[int, int], shore: int, tint: Rgb, depth: float) -> None:
        self._size, self._shore, self._tint = size, shore, tint
        height = size[1] - shore
        veil = Image.linear_gradient("L").resize((size[0], height))
        self._veil = Stencil.of(veil.point([round(60 + depth * value) for value in range(256)]))
        self._strips = list(_strips(height))

    def draw(self, canvas: Canvas, number: int) -> None:
        width, height = self._size[0], self._size[1] - self._shore
        above = canvas.crop((0, self._shore - height, width, self._shore)).mirrored()
        time = number / FPS
        for top, thick in self._strips:
            near = top / height
            sway = even((2 + 12 * near) * math.sin(top / (4 + 10 * near) - time * 2.4) * width / 1600)
            strip = above.crop((0, top, width, top + thick))
            canvas.lay(strip, sway, self._shore + top)
            # what the sway laid bare is filled from the strip's own other end
            gap = strip.crop((width - sway, 0, width, thick)) if sway > 0 else strip.crop((0, 0, -sway, thick))
            if sway:
                canvas.lay(gap, 0 if sway > 0 else width + sway, self._shore + top)
        canvas.paint(self._tint, self._veil, 0, self._shore)


def _strips(height: int) -> "list[tuple[int, int]]":
    strips, top = [], 0
    while top < height:
        thick = min(4 + even(top / height * 8), height - top)
        strips.append((top, thick))
        top += thick
    return strips


class Glitter:
    """Light on the sea: two sheets of dashes slide over each other, and where both have one it flashes."""

    def __init__(self, size: tuple[int, int], top: int, colour: Rgb, *, x: float, chance: random.Random) -> None:
        width, height = size
        self._colour, self._top, self._size = colour, top, size
        self._travel = even(width * 0.6)
        self._sheets = [Stencil.of(_dashes((width + self._travel, height), chance)) for _ in range(2)]
        self._path = Stencil.of(_light_path(size, x))

    def draw(self, canvas: Canvas, number: int) -> None:
        width = self._size[0]
        slide = round(number / FPS * width / 60) % self._travel
        first, second = self._sheets[0].window(slide, width), self._sheets[1].window(self._travel - slide, width)
        full = _crossed(first.full, second.full, self._path.full)
        half = _crossed(first.half, second.half, self._path.half)
        canvas.paint(self._colour, Stencil(full, half), 0, self._top)


def _crossed(first: Image.Image, second: Image.Image, path: Image.Image) -> Image.Image:
    return ImageChops.multiply(ImageChops.screen(first, second), path)


def _dashes(size: tuple[int, int], chance: random.Random) -> Image.Image:
    """Flat strokes, small at the horizon and large near by."""
    width, height = size
    sheet = Image.new("L", size)
    pen = ImageDraw.Draw(sheet)
    for _ in range(width * 2):
        near = chance.random() ** 1.5
        x, y = chance.uniform(0, width), near * height
        long, thick = (4 + 46 * near) * height / 300, max(1.0, 5 * near * height / 300)
        pen.ellipse((x - long, y - thick / 2, x + long, y + thick / 2), fill=chance.randint(30, 190))
    return sheet


def _light_path(size: tuple[int, int], x: float) -> Image.Image:
    """Bright below the sun, narrow at the horizon, wide towards the viewer, never quite dark at the sides."""
    rows = []
    for row in range(64):
        reach = 0.05 + 0.2 * row / 63
        rows += [round(26 + 229 * math.exp(-(((column / 63 - x / size[0]) / reach) ** 2))) for column in range(64)]
    return Image.frombytes("L", (64, 64), bytes(rows)).resize(size, Image.Resampling.BICUBIC)


class Aurora:
    """Curtains of light: streaks that wander across a slowly waving band."""

    def __init__(self, size: tuple[int, int], colours: tuple[Rgb, Rgb], chance: random.Random) -> None:
        self._size, self._colours = size, colours
        self._travel = even(size[0] * 0.8)
        wide = size[0] + self._travel
        self._bands = [Stencil.of(_curtain((wide, size[1]), place, chance)) for place in (0.42, 0.6)]
        self._streaks = Stencil.of(_streaks((wide, size[1]), chance))

    def draw(self, canvas: Canvas, number: int) -> None:
        width, time = self._size[0], number / FPS
        for order, (band, colour) in enumerate(zip(self._bands, self._colours, strict=True)):
            slide = round(time * width / (50 + 30 * order)) % self._travel
            curtain = band.window(slide, width)
            rays = self._streaks.window((self._travel - round(time * width / 28) + 99 * order) % self._travel, width)
            full = ImageChops.multiply(curtain.full, rays.full)
            canvas.paint(colour, Stencil(full, full.reduce(2)), 0, 0)


def _curtain(size: tuple[int, int], place: float, chance: random.Random) -> Image.Image:
    """A band whose lower edge is sharp and whose upper one fades; drawn coarsely and smoothed by enlarging."""
    across, down = 192, 48
    waves = [(chance.uniform(0.02, 0.07), chance.uniform(0, 7), chance.uniform(0.03, 0.08)) for _ in range(3)]
    rows = bytearray()
    for row in range(down):
        for column in range(across):
            edge = place + sum(high * math.sin(column * step + start) for step, start, high in waves)
            above = edge - row / down
            rows.append(round(235 * math.exp(-above / 0.16)) if above > 0 else round(235 * math.exp(above / 0.03)))
    return Image.frombytes("L", (across, down), bytes(rows)).resize(size, Image.Resampling.BICUBIC)


def _streaks(size: tuple[int, int], chance: random.Random) -> Image.Image:
    count = size[0] // max(8, size[1] // 24)
    line = Image.frombytes("L", (count, 1), bytes(chance.randint(40, 255) for _ in range(count)))
    return line.resize((size[0], 1), Image.Resampling.BICUBIC).resize(size)
