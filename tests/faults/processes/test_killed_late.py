"""A worker is killed at every later point of a film's way home; its successor goes on where it stopped."""

from hashlib import sha256
from pathlib import Path

import pytest

from tests.faults.crew import Crew
from tests.pipeline.provider import Gate, Provider, waits_halfway

pytestmark = [
    pytest.mark.processes,
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("killed-late"),
    pytest.mark.usefixtures("six_invariants"),
]

POINTS = {
    "after the commit": "jobs.pipeline.submit:heard:after",
    "before asking": "jobs.pipeline.poll:poll:before",
    "after SUCCEEDED was read": "jobs.pipeline.answer:_succeeded:before",
    "before the flush": "jobs.media.parts:Part.settle:before",
    "before the rename": "jobs.media.stock:put:before",
    "before SAVED is stored": "jobs.pipeline.save:_saved:before",
    "after SAVED is stored": "jobs.pipeline.save:discard:before",
}


@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS)
def test_row_05_killed_on_the_way_home_the_film_comes_home_all_the_same(
    crew: Crew, provider: Provider, point: str
) -> None:
    crew.arm(point)
    film = crew.order(f"A heron, {point}")
    crew.died()
    told = crew.becomes(film, "saved")
    assert stored(told["film"]) == provided(provider, told["task"])
    assert provider.count("create") == 1


def test_row_05_killed_with_half_of_the_film_the_rest_is_fetched(crew: Crew, provider: Provider) -> None:
    gate = Gate()
    provider.lie("film", waits_halfway(gate))
    film = crew.order("A swan")
    assert gate.reached.wait(60), crew.said
    crew.kill("worker")
    gate.opened.set()
    crew.start("worker")
    told = crew.becomes(film, "saved")
    assert stored(told["film"]) == provided(provider, told["task"])
    assert told["story"].count("worker-lost") == 1


def stored(path: str) -> str:
    return sha256(Path(path).read_bytes()).hexdigest()


def provided(provider: Provider, task: str) -> str:
    return stored(str(provider.sandbox.shelf.folder / f"{task}.mp4"))
