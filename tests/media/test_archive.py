"""An archive is what every reader of ZIPs takes for one, as long as it says, and one film does not spoil the others."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from jobs.media import archive
from jobs.media.archive import Archive, Item, length, whole
from jobs.media.names import LONGEST, apart, same
from jobs.models import Asset

AT = datetime(2026, 11, 26, 14, 2, 8, tzinfo=UTC)
Store = Callable[..., Asset]


@pytest.fixture
def store(settings: Settings, tmp_path: Path) -> Store:
    settings.MEDIA_ROOT = tmp_path

    def store(name: str, body: bytes, *, size: int | None = None) -> Asset:
        (tmp_path / name).write_bytes(body)
        return Asset(storage_key=name, bytes=len(body) if size is None else size)

    return store


def item(name: str, asset: Asset | None = None, behind: bytes = b"") -> Item:
    return Item(name=name, at=AT, asset=asset, behind=behind)


def opened(items: list[Item]) -> zipfile.ZipFile:
    data = Archive(items).read()
    assert len(data) == length(items)
    return zipfile.ZipFile(io.BytesIO(data))


def test_films_come_out_as_they_went_in_with_their_names_and_times(store: Store) -> None:
    body = bytes(range(256)) * 3000
    packed = opened([item("tee_t1.mp4", store("a", body), b"details"), item("灯笼.json", behind=b"{}")])
    assert packed.testzip() is None
    assert packed.namelist() == ["tee_t1.mp4", "灯笼.json"]
    assert packed.read("tee_t1.mp4") == body + b"details"
    first = packed.infolist()[0]
    assert (first.date_time, first.compress_type, first.external_attr >> 16) == (AT.timetuple()[:6], 0, 0o644)


def test_nothing_in_it_is_an_archive_too() -> None:
    assert opened([]).namelist() == []


@pytest.mark.parametrize("block", [1, 7, 4096])
def test_a_reader_may_take_back_its_last_block_and_only_that(store: Store, block: int) -> None:
    items = [item("a.mp4", store("a", b"film" * 500), b"details")]
    whole_of_it, slow = Archive(items).read(), Archive(items)
    found = b""
    while data := slow.read(block):
        slow.seek(-len(data), io.SEEK_CUR)
        assert slow.read(block) == data
        found += data
    assert found == whole_of_it
    slow.seek(0)
    with pytest.raises(io.UnsupportedOperation):
        slow.read(1)


def test_large_films_and_large_archives_are_as_long_as_they_say(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a number ended at a thousand, where it ends at two thousand millions."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    monkeypatch.setattr(archive, "_LARGE", 1000)
    asked = [store(str(size), b"x" * size) for size in (10, 940, 970, 1100, 5)]
    packed = opened([item(f"{asset.bytes}.mp4", asset) for asset in asked])
    assert packed.testzip() is None
    assert [info.file_size for info in packed.infolist()] == [10, 940, 970, 1100, 5]


def test_a_film_that_breaks_off_on_its_way_spoils_only_itself(store: Store) -> None:
    short = store("b", b"half", size=9)
    packed = opened([item("a.mp4", store("a", b"one")), item("b.mp4", short, b"!"), item("c.mp4", store("c", b"two"))])
    assert (packed.read("a.mp4"), packed.read("c.mp4")) == (b"one", b"two")
    assert packed.testzip() == "b.mp4"


def test_a_film_that_vanishes_on_its_way_spoils_only_itself(store: Store, tmp_path: Path) -> None:
    items = [item("a.mp4", store("a", b"one")), item("b.mp4", store("b", b"two"))]
    sent = Archive(items)
    (tmp_path / "a").unlink()
    packed = zipfile.ZipFile(io.BytesIO(sent.read()))
    assert packed.testzip() == "a.mp4"
    assert packed.read("b.mp4") == b"two"


def test_whole_is_what_is_as_long_as_it_was(store: Store) -> None:
    assert whole(store("a", b"film"))
    assert not whole(store("b", b"film", size=5))
    assert not whole(Asset(storage_key="nowhere", bytes=4))


def test_who_breaks_off_lets_go_of_the_film(store: Store, tmp_path: Path) -> None:
    sent = Archive([item("a.mp4", store("a", b"x" * 1_000_000))])
    sent.read(400_000)
    assert str(tmp_path / "a") in _open_files()
    sent.close()
    assert str(tmp_path / "a") not in _open_files()


def _open_files() -> set[str]:
    fds = Path("/proc/self/fd")
    return {str(link.readlink()) for link in fds.iterdir() if link.exists()}


def test_names_that_a_disk_may_take_for_one_are_told_apart() -> None:
    taken: set[str] = set()
    for name in ("tea_t1.mp4", "Tea_T1.mp4", "tea_t1.mp4", "tea_t1.mp4", f"{'长' * 65}.mp4", f"{'长' * 65}.mp4"):
        found = apart(name, taken, "0a1b2c3d")
        assert len(found.encode()) <= LONGEST
        taken.add(same(found))
    assert taken >= {"tea_t1.mp4", "tea_t1_0a1b2c3d.mp4", "tea_t1_0a1b2c3d-2.mp4", "tea_t1_0a1b2c3d-3.mp4"}
    assert len(taken) == 6
