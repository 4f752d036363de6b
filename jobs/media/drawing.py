"""Poster, placeholder and preview of a film (in the child process)."""

import base64
from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from itertools import islice
from pathlib import Path

import av
from av.container import InputContainer, OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image, ImageFilter, ImageStat

from jobs.media.faults import NotAFilm
from jobs.media.watching import CONTAINER, picture

POSTER_WIDTH = 1280
POSTER_QUALITY = 80
LOOKED_THROUGH = 96
DARK, FLAT = 24, 6
"""Mean and spread of brightness (0 to 255) up to which a picture counts as black or empty."""

PLACEHOLDER_SIDE = 24
PLACEHOLDER_BYTES = 200

PREVIEW_SIDE = 320
PREVIEW_SECONDS = 4
PREVIEW_BYTES = 400_000
PREVIEW_RATES = (500_000, 250_000, 100_000)
"""Bits a second, tried in turn until the clip is small enough."""


def draw_poster(path: Path, target: Path) -> dict[str, object]:
    """Write the poster; answer its size and the placeholder."""
    image = _best(path)
    if image.width > POSTER_WIDTH:
        image = image.resize((POSTER_WIDTH, max(round(image.height * POSTER_WIDTH / image.width), 1)))
    image.save(target, "WEBP", quality=POSTER_QUALITY)
    placeholder = base64.b64encode(_placeholder(image)).decode("ascii")
    return {"width": image.width, "height": image.height, "placeholder": placeholder}


def draw_preview(path: Path, target: Path) -> dict[str, object]:
    """Write the clip; answer its size and length."""
    for rate in PREVIEW_RATES:
        width, height, seconds = _clip(path, target, rate)
        if target.stat().st_size <= PREVIEW_BYTES:
            return {"width": width, "height": height, "seconds": seconds}
    raise NotAFilm("preview-too-large")


def _best(path: Path) -> Image.Image:
    """The first picture of the film that shows something, else the most lively of its first seconds."""
    best: tuple[float, VideoFrame] | None = None
    with av.open(str(path), format=CONTAINER, metadata_errors="replace") as film:
        for frame in islice(film.decode(picture(film)), LOOKED_THROUGH):
            light = ImageStat.Stat(_image(frame.reformat(width=32, height=32)).convert("L"))
            if light.mean[0] > DARK and light.stddev[0] > FLAT:
                return _image(frame)
            if best is None or light.stddev[0] > best[0]:
                best = light.stddev[0], frame
    if best is None:
        raise NotAFilm("undecodable")
    return _image(best[1])


def _image(frame: VideoFrame) -> Image.Image:
    image: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]  # PyAV has no types for Pillow
    return image.convert("RGB")


def _placeholder(image: Image.Image) -> bytes:
    """A blur small enough to stand in the page itself."""
    for side in (PLACEHOLDER_SIDE, 16, 8):
        small = image.copy()
        small.thumbnail((side, side))
        small = small.filter(ImageFilter.GaussianBlur(1))
        for quality in (40, 20, 5, 0):
            buffer = BytesIO()
            small.save(buffer, "WEBP", quality=quality, method=6)
            if buffer.tell() <= PLACEHOLDER_BYTES:
                return buffer.getvalue()
    return b""


def _clip(path: Path, target: Path, rate: int) -> tuple[int, int, float]:
    with av.open(str(path), format=CONTAINER, metadata_errors="replace") as film:
        source = picture(film)
        width, height = _within(source.codec_context.width, source.codec_context.height)
        every, fps = _thinned(source)
        with av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as clip:
            out = _track(clip, width, height, fps, rate)
            count = 0
            for frame in _chosen(film, source, every, int(PREVIEW_SECONDS * fps)):
                small = frame.reformat(width=width, height=height, format="yuv420p")
                small.pts, small.time_base, small.pict_type = count, 1 / fps, 0
                clip.mux(out.encode(small))
                count += 1
            clip.mux(out.encode(None))
    if not count:
        raise NotAFilm("undecodable")
    return width, height, float(count / fps)


def _track(clip: OutputContainer, width: int, height: int, fps: Fraction, rate: int) -> VideoStream:
    out: VideoStream = clip.add_stream("libx264", rate=fps)
    out.width, out.height, out.pix_fmt, out.bit_rate = width, height, "yuv420p", rate
    out.codec_context.thread_count = 1
    out.options = {"preset": "fast", "maxrate": str(rate), "bufsize": str(rate)}
    return out


def _chosen(film: InputContainer, source: VideoStream, every: int, most: int) -> Iterator[VideoFrame]:
    return islice(film.decode(source), 0, every * most, every)


def _within(width: int, height: int) -> tuple[int, int]:
    """Even sides, the longer one at most `PREVIEW_SIDE`."""
    scale = min(PREVIEW_SIDE / max(width, height), 1)
    return max(int(width * scale) // 2 * 2, 2), max(int(height * scale) // 2 * 2, 2)


def _thinned(source: VideoStream) -> tuple[int, Fraction]:
    """Show every n-th frame, about twelve a second; a film that tells no rate is taken for one of 24."""
    fps = Fraction(source.average_rate or 24)
    every = max(int(fps / 12), 1)
    return every, fps / every
