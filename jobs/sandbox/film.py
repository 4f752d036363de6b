"""Making one film: a child process of its own, `python -m jobs.sandbox.film FILE`, with the script on stdin.

The script is JSON: size "W*H", seconds, seed, prompt, audio, watermark.
"""

import json
import os
import sys
import threading
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

from jobs.sandbox.canvas import Canvas
from jobs.sandbox.lettering import Lettering
from jobs.sandbox.scenes import Scene, scene
from jobs.sandbox.sound import RATE, Chord

FPS = 24
SAMPLES = 1024


@dataclass(frozen=True, kw_only=True)
class Script:
    """What the film is to be. Sides are even numbers of pixels, `seed` decides all that is not said."""

    width: int
    height: int
    seconds: int
    seed: int
    prompt: str
    audio: bool
    watermark: bool

    @classmethod
    def read(cls, text: bytes) -> "Script":
        said = json.loads(text)
        width, _, height = said.pop("size").partition("*")
        return cls(width=int(width), height=int(height), **said)


def shoot(script: Script, path: Path) -> None:
    """Writes the film. `path` must be a real file's name: the index is moved to the front by opening it again."""
    picture = scene(script.seed, script.width, script.height, script.seconds)
    words = Lettering(script.prompt, script.width, script.height, watermark=script.watermark)
    with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as film:
        video = _video_track(film, script)
        audio = _audio_track(film) if script.audio else None
        for number in range(script.seconds * FPS):
            film.mux(video.encode(_frame(picture, words, number)))
        film.mux(video.encode(None))
        if audio is not None:
            _play(film, audio, script)


def _video_track(film: OutputContainer, script: Script) -> VideoStream:
    options = {"preset": "ultrafast", "crf": "25", "x264-params": "keyint=48:aq-mode=1:bframes=0"}
    track = film.add_stream("libx264", rate=FPS, options=options)
    track.width, track.height, track.pix_fmt = script.width, script.height, "yuv420p"
    context = track.codec_context
    context.thread_count = 1
    context.time_base = Fraction(1, FPS)
    # BT.709, limited range: what players take a film of these sizes to be
    context.colorspace = context.color_primaries = context.color_trc = 1
    context.color_range = 1
    return track


def _frame(picture: Scene, words: Lettering, number: int) -> av.VideoFrame:
    canvas = picture.frame(number)
    words.draw(canvas)
    return _as_frame(canvas, number)


def _as_frame(canvas: Canvas, number: int) -> av.VideoFrame:
    frame = av.VideoFrame(*canvas.size, "yuv420p")
    for plane, image in zip(frame.planes, canvas.planes, strict=True):
        plane.update(_padded(image.tobytes(), image.width, plane.line_size))
    frame.pts, frame.time_base = number, Fraction(1, FPS)
    return frame


def _padded(pixels: bytes, width: int, line: int) -> bytes:
    """Rows as long as the encoder wants them."""
    if width == line:
        return pixels
    gap = bytes(line - width)
    return gap.join(pixels[at : at + width] for at in range(0, len(pixels), width)) + gap


def _audio_track(film: OutputContainer) -> AudioStream:
    track = film.add_stream("aac", rate=RATE, layout="stereo")
    track.bit_rate = 96_000
    return track


def _play(film: OutputContainer, track: AudioStream, script: Script) -> None:
    """As many whole frames as fit, so that the sound never outlasts the picture."""
    chord = Chord(script.seed, script.seconds)
    for number in range(script.seconds * RATE // SAMPLES):
        frame = av.AudioFrame(format="fltp", layout="stereo", samples=SAMPLES)
        left, right = chord.samples(number * SAMPLES, SAMPLES)
        frame.planes[0].update(left)
        frame.planes[1].update(right)
        frame.rate, frame.pts, frame.time_base = RATE, number * SAMPLES, Fraction(1, RATE)
        film.mux(track.encode(frame))
    film.mux(track.encode(None))


def _end_with_parent() -> None:
    """Nobody waits for the film of a process that is gone."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def main() -> None:
    os.umask(0o077)
    _end_with_parent()
    shoot(Script.read(sys.stdin.buffer.read()), Path(sys.argv[1]))


if __name__ == "__main__":
    main()
