"""Small real films: a white ball crosses coloured ground, each picture different; with sound if asked for."""

from fractions import Fraction
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.frame import VideoFrame
from PIL import Image, ImageDraw

FPS = 24


def film(
    path: Path,
    *,
    seconds: float = 1,
    size: tuple[int, int] = (160, 90),
    sound: bool = False,
    faststart: bool = True,
    black: int = 0,
    fragmented: bool = False,
) -> Path:
    """Draw a film; its first `black` pictures are black."""
    flags = "frag_keyframe+empty_moov" if fragmented else "+faststart" if faststart else ""
    with av.open(str(path), "w", format="mp4", options={"movflags": flags} if flags else {}) as container:
        video = container.add_stream("libx264", rate=FPS)
        video.width, video.height, video.pix_fmt, video.gop_size = *size, "yuv420p", 12
        video.codec_context.thread_count = 1
        audio = container.add_stream("aac", rate=44100, layout="mono") if sound else None
        for number in range(int(seconds * FPS)):
            container.mux(video.encode(_picture(number, size, dark=number < black)))
        container.mux(video.encode(None))
        if audio:
            _sound(container, audio, seconds)
    return path


def sound_only(path: Path) -> Path:
    with av.open(str(path), "w", format="mp4") as container:
        _sound(container, container.add_stream("aac", rate=44100, layout="mono"), 1)
    return path


def _sound(container: OutputContainer, audio: AudioStream, seconds: float) -> None:
    container.mux([packet for frame in _silence(seconds) for packet in audio.encode(frame)])
    container.mux(audio.encode(None))


def _picture(number: int, size: tuple[int, int], *, dark: bool) -> VideoFrame:
    image = Image.new("RGB", size, (0, 0, 0) if dark else (40, 90 + number % 60, 150))
    if not dark:
        x = number * 3 % size[0]
        ImageDraw.Draw(image).ellipse((x, 20, x + 30, 50), fill=(240, 240, 240))
        for place in range(0, size[0], 7):
            ImageDraw.Draw(image).line((place, 60, place + number % 9, size[1]), fill=(200, place % 255, 30))
    frame = VideoFrame.from_image(image)  # type: ignore[no-untyped-call]  # PyAV has no types for Pillow
    frame.pts, frame.time_base = number, Fraction(1, FPS)
    assert isinstance(frame, VideoFrame)
    return frame


def _silence(seconds: float) -> list[AudioFrame]:
    frames = []
    for number in range(int(seconds * 44100) // 1024):
        frame = AudioFrame(format="fltp", layout="mono", samples=1024)
        frame.planes[0].update(bytes(4096))
        frame.sample_rate, frame.pts = 44100, number * 1024
        frames.append(frame)
    return frames


def damaged(path: Path, start: float, end: float, filler: bytes = b"\0") -> Path:
    """Overwrite a part of the film's picture data, in shares of its `mdat`, keeping the length."""
    data = bytearray(path.read_bytes())
    at = data.index(b"mdat") + 4
    room = len(data) - at
    first, last = at + int(room * start), at + int(room * end)
    data[first:last] = (filler * (last - first))[: last - first]
    path.write_bytes(data)
    return path
