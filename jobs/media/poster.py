"""The still picture of a film, and the blur that is shown until it has loaded."""

import base64
from dataclasses import dataclass
from pathlib import Path

from jobs.media import outside

SECONDS = 30.0


@dataclass(frozen=True, kw_only=True)
class Poster:
    """`placeholder` is a WebP of at most 24 pixels and 200 bytes."""

    width: int
    height: int
    placeholder: bytes


def poster(film: Path, target: Path, *, seconds: float = SECONDS) -> Poster:
    """Write a WebP of the first telling picture to `target`, at most 1280 pixels wide.

    :raises NotAFilm: the film cannot be drawn from.
    :raises LocalFault: `target` cannot be written.
    """
    answer = outside.have("poster", film, target, seconds=seconds)
    return Poster(
        width=int(str(answer["width"])),
        height=int(str(answer["height"])),
        placeholder=base64.b64decode(str(answer["placeholder"])),
    )
