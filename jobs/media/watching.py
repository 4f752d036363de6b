"""Looking into a film (in the child process): what is it, and do its first and last pictures decode?

The tables at the front of a film describe frames that may never have arrived, so every packet is read once and the
last group of pictures is decoded to its end.
"""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from jobs.media.faults import NotAFilm

HEAD_FRAMES = 12
CONTAINER = "mp4"
"""Named so that nothing else is tried: a playlist dressed as a film could make a guessing reader open other files."""


@dataclass(frozen=True, kw_only=True)
class Walk:
    """All packets of the picture; where the last group of pictures begins, and how many are shown from there on."""

    packets: int
    last_key: int
    in_tail: int


def look(path: Path, _: Path) -> dict[str, object]:
    """The fields of `jobs.media.probe.Probe`."""
    with av.open(str(path), format=CONTAINER, metadata_errors="replace") as film:
        stream = picture(film)
        walk = _walk(film, stream)
        film.seek(0, stream=stream)
        if not list(islice(film.decode(stream), HEAD_FRAMES)):
            raise NotAFilm("undecodable")
        _watch_tail(film, stream, walk)
        return {
            "width": stream.codec_context.width,
            "height": stream.codec_context.height,
            "seconds": _seconds(film, stream),
            "fps": float(stream.average_rate or 0),
            "codec": stream.codec_context.name,
            "has_audio": bool(film.streams.audio),
            "frames": walk.packets,
        }


def picture(film: InputContainer) -> VideoStream:
    """The film's own picture; a cover picture is a stream as well, but never the best."""
    stream = film.streams.best("video")
    if not isinstance(stream, VideoStream):
        raise NotAFilm("no-video")
    stream.codec_context.thread_count = 1
    return stream


def _walk(film: InputContainer, stream: VideoStream) -> Walk:
    packets = in_tail = last_key = 0
    for packet in film.demux(stream):
        if packet.is_corrupt:
            raise NotAFilm("tail-broken")
        if not packet.size:
            continue
        packets += 1
        if packet.is_keyframe:
            in_tail, last_key = 0, packet.pts or 0
        in_tail += packet.pts is None or packet.pts >= last_key
    if packets < max(stream.frames, 1):
        raise NotAFilm("tail-broken")
    return Walk(packets=packets, last_key=last_key, in_tail=in_tail)


def _watch_tail(film: InputContainer, stream: VideoStream, walk: Walk) -> None:
    """One frame less than packets is forgiven: some encoders leave one that is never shown.

    Pictures before the key lean on the group before it and may come out broken here without being so.
    """
    film.seek(walk.last_key, stream=stream)
    shown = 0
    for frame in film.decode(stream):
        if frame.pts is not None and frame.pts < walk.last_key:
            continue
        if frame.is_corrupt:
            raise NotAFilm("tail-broken")
        shown += 1
    if shown < walk.in_tail - 1 or not shown:
        raise NotAFilm("tail-broken")


def _seconds(film: InputContainer, stream: VideoStream) -> float:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return (film.duration or 0) / av.time_base
