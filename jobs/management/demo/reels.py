"""The films there are: a dozen or so, small, drawn once by the film maker of the practice provider.

They carry no words in the picture, because many renders with many prompts share them.
"""

import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from os import cpu_count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from jobs.catalogue import find
from jobs.media import stock
from jobs.media.poster import poster
from jobs.media.preview import preview
from jobs.states import AssetKind

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, kw_only=True)
class Print:
    """One file of a film with the columns of its asset."""

    file: Path
    columns: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What all films of one reel have in common; an order of that shape takes its pictures from there."""

    ratio: str
    seconds: int
    audio: bool


@dataclass(frozen=True, kw_only=True)
class Reel:
    shape: Shape
    films: tuple[dict[AssetKind, Print], ...]


PLAN: tuple[tuple[Shape, tuple[int, ...]], ...] = (
    (Shape(ratio="16:9", seconds=5, audio=False), (28, 27, 25, 10)),
    (Shape(ratio="9:16", seconds=4, audio=True), (43, 13)),
    (Shape(ratio="1:1", seconds=3, audio=False), (31, 38)),
    (Shape(ratio="21:9", seconds=3, audio=False), (34,)),
    (Shape(ratio="4:3", seconds=5, audio=True), (22,)),
    (Shape(ratio="3:4", seconds=2, audio=False), (7,)),
    (Shape(ratio="3:2", seconds=2, audio=False), (41,)),
    (Shape(ratio="2:3", seconds=1, audio=True), (52,)),
)
"""Seeds decide the picture."""


@contextmanager
def drawn(plan: tuple[tuple[Shape, tuple[int, ...]], ...] = PLAN) -> Iterator[tuple[Reel, ...]]:
    """All reels as files beside the media, so that they can be linked to; what was linked stays."""
    place = Path(settings.MEDIA_ROOT)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted = [(shape, seed) for shape, seeds in plan for seed in seeds]
    with TemporaryDirectory(dir=place, prefix=".demo-") as folder, ThreadPoolExecutor(cpu_count()) as hands:
        films = list(hands.map(lambda one: _film(Path(folder), *one), wanted))
        yield tuple(
            Reel(shape=shape, films=tuple(film for film, (its, _) in zip(films, wanted, strict=True) if its == shape))
            for shape, _ in plan
        )


def _film(folder: Path, shape: Shape, seed: int) -> dict[AssetKind, Print]:
    name = f"{shape.ratio.replace(':', 'x')}-{seed}"
    film, still, clip = folder / f"{name}.mp4", folder / f"{name}.webp", folder / f"{name}-preview.mp4"
    width, height = _shoot(film, shape, seed)
    drawn, cut = poster(film, still), preview(film, clip)
    blur = b64encode(drawn.placeholder).decode("ascii")
    whole = {"width": width, "height": height, "seconds": float(shape.seconds), "has_audio": shape.audio}
    return {
        AssetKind.FILM: _print(AssetKind.FILM, film, whole),
        AssetKind.POSTER: _print(
            AssetKind.POSTER, still, {"width": drawn.width, "height": drawn.height, "placeholder": blur}
        ),
        AssetKind.PREVIEW: _print(
            AssetKind.PREVIEW, clip, {"width": cut.width, "height": cut.height, "seconds": cut.seconds}
        ),
    }


def _shoot(film: Path, shape: Shape, seed: int) -> tuple[int, int]:
    """In a child process, as the practice provider does it: films are drawn beside each other that way."""
    model = find("v6")
    size = model.size_for("360P", shape.ratio) if model else None
    if size is None:
        raise ValueError(f"no small size of {shape.ratio}")
    script = {"size": size.size, "seconds": shape.seconds, "seed": seed, "prompt": "", "audio": shape.audio}
    subprocess.run(
        [sys.executable, "-m", "jobs.sandbox.film", str(film)],
        input=json.dumps({**script, "watermark": False}).encode(),
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return size.width, size.height


def _print(kind: AssetKind, file: Path, columns: dict[str, Any]) -> Print:
    size, digest = stock.measure(file)
    file.chmod(0o600)
    return Print(
        file=file, columns={"kind": kind, "mime": stock.MIME[kind], "bytes": size, "sha256": digest, **columns}
    )
