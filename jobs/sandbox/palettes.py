"""The light of a scene: a handful of hours that look well, one of them per seed."""

from dataclasses import dataclass

from jobs.sandbox.canvas import Rgb


@dataclass(frozen=True, kw_only=True)
class Palette:
    """Sky from top to horizon, what shines in it, and the land from the farthest to the nearest."""

    top: Rgb
    middle: Rgb
    low: Rgb
    shine: Rgb
    far: Rgb
    near: Rgb
    night: bool = False


PALETTES = (
    Palette(
        top=(30, 20, 62), middle=(128, 54, 108), low=(255, 164, 118), shine=(255, 234, 196), far=(132, 70, 112),
        near=(24, 13, 34),
    ),
    Palette(
        top=(14, 46, 68), middle=(52, 118, 132), low=(248, 214, 168), shine=(255, 246, 220), far=(80, 132, 138),
        near=(8, 28, 36),
    ),
    Palette(
        top=(64, 34, 34), middle=(186, 98, 52), low=(255, 204, 120), shine=(255, 242, 190), far=(158, 92, 62),
        near=(34, 18, 16),
    ),
    Palette(
        top=(7, 11, 34), middle=(20, 36, 84), low=(84, 110, 168), shine=(234, 240, 255), far=(42, 60, 110),
        near=(5, 8, 22), night=True,
    ),
    Palette(
        top=(13, 8, 40), middle=(56, 32, 104), low=(196, 116, 168), shine=(255, 230, 242), far=(86, 52, 118),
        near=(12, 8, 30), night=True,
    ),
    Palette(
        top=(16, 44, 42), middle=(66, 118, 94), low=(224, 230, 178), shine=(255, 252, 224), far=(92, 140, 114),
        near=(8, 30, 27),
    ),
    Palette(
        top=(62, 88, 142), middle=(166, 150, 184), low=(255, 206, 172), shine=(255, 248, 230), far=(142, 136, 172),
        near=(42, 44, 76),
    ),
    Palette(
        top=(40, 11, 30), middle=(148, 36, 50), low=(255, 142, 84), shine=(255, 220, 166), far=(124, 42, 56),
        near=(22, 8, 16),
    ),
    Palette(
        top=(20, 54, 104), middle=(86, 150, 200), low=(222, 238, 246), shine=(255, 255, 250), far=(112, 160, 198),
        near=(16, 42, 76),
    ),
    Palette(
        top=(4, 16, 30), middle=(8, 50, 66), low=(60, 138, 130), shine=(226, 255, 244), far=(24, 72, 82),
        near=(3, 12, 18), night=True,
    ),
)  # fmt: skip
