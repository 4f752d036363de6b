"""What a browser loads of ours, compressed as it is served; and the clip that plays under a pointer."""

import gzip
import os
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from tests.bench.house import open_house

open_house()

import av  # noqa: E402 - after the house
from av.video.frame import VideoFrame  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.staticfiles import finders  # noqa: E402

from jobs.catalogue import MODELS  # noqa: E402
from jobs.media.preview import preview  # noqa: E402
from pixstudio.statics import without_comments  # noqa: E402
from tests.bench.figures import Figure, tell  # noqa: E402

HTMX = "django_htmx/htmx-2.min.js"
FPS = 24


def main() -> None:
    for figure in _files():
        tell(figure)
    tell(_preview())


def _files() -> Iterator[Figure]:
    """All of it, as if one page loaded everything."""
    own = [Path(folder) for folder in settings.STATICFILES_DIRS]
    scripts = [without_comments(path.read_text()) for folder in own for path in folder.glob("js/**/*.js")]
    scripts.append(Path(str(finders.find(HTMX))).read_text())
    styles = [path.read_text() for folder in own for path in folder.glob("css/**/*.css")]
    yield Figure(what="JavaScript, all, compressed", value=_compressed(scripts), unit="kB", most=40)
    yield Figure(what="CSS, all, compressed", value=_compressed(styles), unit="kB", most=30)


def _compressed(texts: list[str]) -> float:
    return sum(len(gzip.compress(text.encode(), 9)) for text in texts) / 1000


def _preview() -> Figure:
    """Of the longest film that can be ordered, at its largest, with a picture that no encoder can make small."""
    seconds = max(max(offered) for model in MODELS.values() for offered in model.seconds.values())
    with tempfile.TemporaryDirectory() as folder:
        film = _noise(Path(folder) / "film.mp4", seconds=min(seconds, 15))
        clip = Path(folder) / "preview.mp4"
        preview(film, clip)
        size = clip.stat().st_size / 1000
    return Figure(what=f"hover preview of {seconds} s of moving noise", value=size, unit="kB", most=400)


def _noise(path: Path, *, seconds: int, size: tuple[int, int] = (1920, 1080)) -> Path:
    """Every picture another one; drawn small and enlarged, so that the noise survives the preview's own scaling."""
    with av.open(str(path), "w", format="mp4") as container:
        video = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "crf": "35"})
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        for number in range(seconds * FPS):
            frame = VideoFrame(160, 90, "yuv420p")
            for plane in frame.planes:
                plane.update(os.urandom(plane.buffer_size))
            frame = frame.reformat(*size)
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
    return path


if __name__ == "__main__":
    main()
