"""The pictures: quiet landscapes at a beautiful hour, a different one for every seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from jobs.sandbox.canvas import Canvas, Rgb, between
from jobs.sandbox.palettes import PALETTES, Palette
from jobs.sandbox.scenery import Birds, Drift, Ridge, Shine, Stars, Thing, even
from jobs.sandbox.waters import Aurora, Glitter, Lake


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A backdrop that stands still and things that move before it, the farthest first."""

    backdrop: Canvas
    things: Sequence[Thing]

    def frame(self, number: int) -> Canvas:
        canvas = self.backdrop.copy()
        for thing in self.things:
            thing.draw(canvas, number)
        return canvas


@dataclass(frozen=True, kw_only=True)
class View:
    """What a painter needs to know; `scale` is 1 for a film 720 pixels high, `seconds` how long things travel."""

    width: int
    height: int
    seconds: int
    light: Palette
    chance: random.Random

    @property
    def scale(self) -> float:
        return min(self.width, self.height) / 720


def scene(seed: int, width: int, height: int, seconds: int) -> Scene:
    """The picture of a seed: the same for the same seed, whatever the prompt."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    light = chance.choice(PALETTES)
    view = View(width=width, height=height, seconds=seconds, light=light, chance=chance)
    painters = (_northern_lights, _hills, _lake, _sea) if light.night else (_hills, _lake, _sea, _dunes, _hills)
    return chance.choice(painters)(view)


def _sky(view: View, *, horizon: float = 0.72) -> Canvas:
    light = view.light
    stops: list[tuple[float, Rgb]] = [(0, light.top), (horizon * 0.6, light.middle), (horizon, light.low)]
    return Canvas.gradient((view.width, view.height), [*stops, (1.0001, light.low)])


def _shine(view: View, *, low: float, high: float) -> tuple[Shine, float]:
    chance, small = view.chance, min(view.width, view.height)
    x = view.width * chance.choice((chance.uniform(0.2, 0.36), chance.uniform(0.6, 0.8)))
    radius = small * (0.05 if view.light.night else chance.uniform(0.075, 0.11))
    y = view.height * chance.uniform(low, high)
    climb = chance.choice((-1, 1)) * radius / 10
    return Shine(view.light.shine, x=x, y=y, radius=radius, climb=climb), x


def _clouds(view: View) -> Drift:
    light, chance = view.light, view.chance
    size = (view.width, even(view.height * 0.36))
    pace = chance.uniform(5, 10) * view.scale
    colour = between(light.low, light.shine, 0.35)
    return Drift(
        colour, size, even(view.height * chance.uniform(0.12, 0.24)), thick=0.35 if light.night else 0.62,
        pace=pace, travel=pace * view.seconds, chance=chance,
    )  # fmt: skip


def _above(view: View, backdrop: Canvas) -> list[Thing]:
    """What is in the sky behind the land: stars by night, birds by day."""
    size = (view.width, even(view.height * 0.6))
    if not view.light.night:
        return [Birds(between(view.light.near, view.light.far, 0.3), size, view.scale, view.chance)]
    stars = Stars(size, view.scale * 1.2, view.chance)
    stars.bake(backdrop)
    return [stars]


def _ranges(view: View, *, first: float, last: float, rough: float, count: int = 4) -> list[Thing]:
    """Ridges from far to near, with mist in the valleys between them."""
    things: list[Thing] = []
    for order in range(count):
        share = order / (count - 1)
        top = even(view.height * (first + (last - first) * share))
        things.append(_ridge(view, top, share, rough))
        if order < count - 1:
            things.append(_valley_mist(view, top, share))
    return things


def _ridge(view: View, top: int, share: float, rough: float) -> Ridge:
    light = view.light
    crest = between(light.far, light.near, share**0.8)
    foot = between(crest, light.low, 0.42 * (1 - share))
    pace = (3 + 21 * share**1.5) * view.scale
    size = (view.width, view.height - top)
    return Ridge(
        (crest, foot), size, top, rough=rough, pace=pace, travel=pace * view.seconds, chance=view.chance
    )  # fmt: skip


def _valley_mist(view: View, top: int, share: float) -> Drift:
    pace = (8 + 14 * share) * view.scale
    size = (view.width, even(view.height * 0.24))
    colour = between(view.light.low, view.light.far, 0.25 + 0.4 * share)
    return Drift(
        colour, size, top + even(view.height * 0.1), thick=0.55 * (1 - 0.5 * share), pace=pace,
        travel=pace * view.seconds, chance=view.chance,
    )  # fmt: skip


def _hills(view: View) -> Scene:
    backdrop = _sky(view)
    sky = _above(view, backdrop)
    shine, _ = _shine(view, low=0.32, high=0.46)
    land = _ranges(view, first=0.4, last=0.72, rough=view.chance.uniform(0.5, 1))
    return Scene(backdrop=backdrop, things=[*sky, shine, _clouds(view), *land])


def _dunes(view: View) -> Scene:
    backdrop = _sky(view)
    sky = _above(view, backdrop)
    shine, _ = _shine(view, low=0.36, high=0.48)
    return Scene(backdrop=backdrop, things=[*sky, shine, *_ranges(view, first=0.46, last=0.74, rough=0, count=4)])


def _lake(view: View) -> Scene:
    backdrop = _sky(view, horizon=0.6)
    sky = _above(view, backdrop)
    shine, _ = _shine(view, low=0.24, high=0.36)
    shore = even(view.height * 0.62)
    land = _ranges(view, first=0.34, last=0.52, rough=view.chance.uniform(0.4, 0.9), count=3)
    water = Lake((view.width, view.height), shore, between(view.light.near, view.light.middle, 0.3), depth=0.5)
    return Scene(backdrop=backdrop, things=[*sky, shine, _clouds(view), *land, water])


def _sea(view: View) -> Scene:
    light, horizon = view.light, even(view.height * 0.6)
    backdrop = _sky(view, horizon=0.6)
    below = (view.width, view.height - horizon)
    deep = [(0.0, between(light.low, light.middle, 0.55)), (1.0, between(light.near, light.top, 0.4))]
    sky = _above(view, backdrop)
    backdrop.lay(Canvas.gradient(below, deep), 0, horizon)
    shine, x = _shine(view, low=0.36, high=0.46)
    glitter = Glitter(below, horizon, between(light.shine, light.low, 0.3), x=x, chance=view.chance)
    return Scene(backdrop=backdrop, things=[*sky, shine, _clouds(view), _Sea(backdrop, horizon), glitter])


class _Sea:
    """Covers what of the sun has sunk below the horizon."""

    def __init__(self, backdrop: Canvas, horizon: int) -> None:
        width, height = backdrop.size
        self._top, self._water = horizon, backdrop.crop((0, horizon, width, height))

    def draw(self, canvas: Canvas, number: int) -> None:
        canvas.lay(self._water, 0, self._top)


def _northern_lights(view: View) -> Scene:
    backdrop = _sky(view)
    sky = _above(view, backdrop)
    size = (view.width, even(view.height * 0.74))
    pair = view.chance.choice((((96, 246, 178), (122, 150, 255)), ((120, 240, 220), (214, 120, 240))))
    lights = Aurora(size, pair, view.chance)
    land = _ranges(view, first=0.5, last=0.74, rough=view.chance.uniform(0.6, 1), count=3)
    return Scene(backdrop=backdrop, things=[*sky, lights, *land])
