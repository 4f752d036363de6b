"""A disk that really is full: a small one of its own, mounted where the parts of films lie."""

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.crew import Crew
from tests.pipeline.provider import Gate, Provider, waits_halfway

pytestmark = [pytest.mark.processes, pytest.mark.long, pytest.mark.timeout(300), pytest.mark.xdist_group("full-disk")]


def mount(*words: str) -> bool:
    return subprocess.run(["mount", "-t", "tmpfs", *words], capture_output=True, check=False).returncode == 0


def fill(ballast: Path) -> None:
    """Until not a page is left."""
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass


@pytest.fixture
def disk(crew: Crew) -> Iterator[Path]:
    """Where parts lie, on a disk that can be made smaller."""
    parts = crew.data / "parts"
    parts.mkdir(exist_ok=True)
    assert mount("-o", "size=16m", "tmpfs", str(parts))
    yield parts
    subprocess.run(["umount", "--lazy", str(parts)], check=True)


def test_row_25_a_disk_that_fills_mid_download_stops_everything_until_there_is_room(
    crew: Crew, provider: Provider, disk: Path
) -> None:
    gate = Gate()
    provider.lie("film", waits_halfway(gate))
    film = crew.order("A heron")
    assert gate.reached.wait(60), crew.said
    assert mount("-o", "remount,size=64k", "tmpfs", str(disk))
    fill(disk / "ballast")
    gate.opened.set()
    crew.until(lambda: crew.tell(film)["site"] == "disk")
    waiting = crew.order("A swan")
    told = crew.tell(film)
    assert (told["state"], provider.count("create")) == ("succeeded", 1)
    (disk / "ballast").unlink()
    assert mount("-o", "remount,size=16m", "tmpfs", str(disk))
    for name in (film, waiting):
        crew.becomes(name, "saved")
    assert (crew.tell(film)["site"], provider.count("create")) == ("", 2)
    crew.check()
