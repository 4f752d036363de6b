"""The small silent clip that plays when somebody points at a film."""

from dataclasses import dataclass
from pathlib import Path

from jobs.media import outside

SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Preview:
    width: int
    height: int
    seconds: float


def preview(film: Path, target: Path, *, seconds: float = SECONDS) -> Preview:
    """Write an H.264 clip to `target`: the first four seconds, longer side 320 pixels, at most 400 kB, no sound.

    :raises NotAFilm: the film cannot be drawn from.
    :raises LocalFault: `target` cannot be written.
    """
    answer = outside.have("preview", film, target, seconds=seconds)
    return Preview(
        width=int(str(answer["width"])), height=int(str(answer["height"])), seconds=float(str(answer["seconds"]))
    )
