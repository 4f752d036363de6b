"""What is in a film file, and is it whole? Decoding happens in a child process."""

from dataclasses import dataclass
from pathlib import Path

from jobs.media import outside
from jobs.media.faults import NotAFilm

SECONDS = 60.0
"""For a film of 15 seconds at 1920 × 1080 the child needs about one."""


@dataclass(frozen=True, kw_only=True)
class Probe:
    """`seconds` and `frames` are those of the picture; `fps` is its average, 0 if it tells none."""

    width: int
    height: int
    seconds: float
    fps: float
    codec: str
    has_audio: bool
    frames: int


def probe(path: Path, *, seconds: float = SECONDS) -> Probe:
    """Look into a film and decode its beginning and its end, within so many seconds.

    :raises NotAFilm: no-video, undecodable, tail-broken, child-crashed, child-timeout.
    :raises LocalFault: the file cannot be read, or no child started.
    """
    answer = outside.have("probe", path, seconds=seconds)
    try:
        return Probe(**answer)  # type: ignore[arg-type]  # our own child's answer; a wrong name is a TypeError
    except TypeError:
        raise NotAFilm("child-crashed") from None
