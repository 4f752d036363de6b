"""Copies are films that every reader plays, with details that other programs show."""

import json
from pathlib import Path

import av
import pytest
from pytest_django import Settings

from jobs.media.container import check
from jobs.media.copies import behind
from jobs.media.stock import measure
from jobs.models import Asset
from jobs.provenance import read
from tests.media.films import film
from tests.provenance.wishes import DETAILS


def stored(path: Path) -> Asset:
    size, digest = measure(path)
    return Asset(storage_key=path.name, mime="video/mp4", bytes=size, sha256=digest, width=160, height=90)


@pytest.fixture
def shelf(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def labelled(source: Path, target: Path) -> Path:
    """The same film as its maker would label it, in `moov/udta/meta`."""
    options = {"movflags": "use_metadata_tags+faststart"}
    with av.open(str(source)) as here, av.open(str(target), "w", format="mp4", options=options) as there:
        there.metadata.update({"AIGC": '{"Label": "1", "ContentProducer": "the maker"}', "zone": "one"})
        stream = there.add_stream_from_template(here.streams.video[0])
        for packet in here.demux(here.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                there.mux(packet)
    return target


def seen(path: Path, data: bytes) -> tuple[dict[str, str], int]:
    """What a reader of films shows of these bytes, and how many pictures it decodes."""
    path.write_bytes(data)
    with av.open(str(path)) as copy:
        return dict(copy.metadata), sum(1 for _ in copy.decode(video=0))


@pytest.mark.parametrize("kind", [{}, {"faststart": False}, {"fragmented": True}, {"sound": True}])
def test_a_copy_plays_as_the_film_does_and_shows_its_details(shelf: Path, kind: dict[str, bool]) -> None:
    asset = stored(film(shelf / "film.mp4", **kind))  # type: ignore[arg-type]
    copy = (shelf / "film.mp4").read_bytes() + behind(asset, DETAILS)
    told, pictures = seen(shelf / "copy.mp4", copy)
    assert pictures == 24
    assert json.loads(told["AIGC"])["ProduceID"] == "11f5a1d2-0001"
    assert json.loads(told["PixStudio"])["order"]["prompt"] == DETAILS.order.prompt
    assert check(shelf / "copy.mp4")[-1].kind == "meta"
    assert read(copy) == DETAILS.order


def test_a_label_of_the_maker_is_neither_changed_nor_covered(shelf: Path) -> None:
    path = labelled(film(shelf / "film.mp4"), shelf / "labelled.mp4")
    told, pictures = seen(shelf / "copy.mp4", path.read_bytes() + behind(stored(path), DETAILS))
    assert pictures == 24
    assert json.loads(told["AIGC"])["ContentProducer"] == "the maker"
    assert told["zone"] == "one"
    assert "PixStudio" in told
