"""Can this machine read and write films and pictures? Apart from `health`, because the codecs take long to load."""

from typing import Literal

import av
from av.codec import Codec
from av.codec.codec import UnknownCodecError
from PIL import features

from jobs.queries.health import Finding

READ = ("h264", "aac")
WRITTEN = ("libx264", "aac")


def codecs() -> list[Finding]:
    missing = sorted({*_absent(READ, "r"), *_absent(WRITTEN, "w"), *_absent_pictures()})
    if missing:
        return [Finding(part="codecs", code="codecs-missing", good=False, params={"missing": missing})]
    return [Finding(part="codecs", code="codecs-ok", good=True, params={"version": av.__version__})]


def _absent(names: tuple[str, ...], mode: Literal["r", "w"]) -> list[str]:
    return [name for name in names if not _there(name, mode)]


def _there(name: str, mode: Literal["r", "w"]) -> bool:
    try:
        Codec(name, mode)
    except UnknownCodecError:
        return False
    return True


def _absent_pictures() -> list[str]:
    return [] if features.check("webp") else ["webp"]
