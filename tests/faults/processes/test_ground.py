"""Database and broker go away under a working studio and come back: seconds are lost, and nothing else."""

from collections.abc import Iterator

import pytest

from tests.faults.crew import Crew
from tests.faults.ground import LITTLE, Ground, on_shaky_ground
from tests.pipeline.provider import Provider

pytestmark = [
    pytest.mark.processes,
    pytest.mark.long,
    pytest.mark.servers,
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("ground"),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[tuple[Crew, Ground]]:
    with on_shaky_ground(tmp_path_factory.mktemp("crew"), provider) as place:
        crew, _ = place
        crew.becomes(crew.order("Before anything happens"), "saved")
        yield place


@pytest.fixture(scope="module")
def crew(place: tuple[Crew, Ground]) -> Crew:
    return place[0]


@pytest.fixture(scope="module")
def ground(place: tuple[Crew, Ground]) -> Ground:
    return place[1]


@pytest.fixture(autouse=True)
def six_invariants(crew: Crew) -> Iterator[None]:
    yield
    crew.check()
    assert all(process.poll() is None for process in crew.processes.values()), "somebody ended"


def all_saved(crew: Crew, provider: Provider, films: list[str]) -> None:
    made = [crew.becomes(film, "saved")["task"] for film in films]
    assert sorted(made) == sorted(provider.made[-len(films) :])


def test_row_26_a_database_that_does_not_answer_for_a_while_loses_nothing(
    crew: Crew, ground: Ground, provider: Provider
) -> None:
    films = [crew.order("A heron"), crew.order("A heron", model="c1")]
    ground.database_fails(crew)
    films.append(crew.order("A swan"))
    all_saved(crew, provider, films)


def test_row_15_a_broker_that_is_killed_costs_seconds(crew: Crew, ground: Ground, provider: Provider) -> None:
    films = [crew.order("A crane"), crew.order("A crane", model="c1")]
    ground.broker_restarts(crew)
    films.append(crew.order("A goose"))
    all_saved(crew, provider, films)


def test_row_15_messages_that_are_flushed_away_are_sent_again(crew: Crew, ground: Ground, provider: Provider) -> None:
    films = [crew.order("An owl"), crew.order("An owl", model="c1")]
    for _ in range(20):
        ground.memory(crew).flushall()
    all_saved(crew, provider, films)


def test_row_26_a_broker_without_memory_stops_nothing_for_good(crew: Crew, ground: Ground, provider: Provider) -> None:
    memory = ground.memory(crew)
    usual = memory.config_get("maxmemory")["maxmemory"] or 0
    memory.config_set("maxmemory", LITTLE // 4)
    films = [crew.order("A stork"), crew.order("A stork", model="c1")]
    crew.until(lambda: "maxmemory" in crew.said)
    memory.config_set("maxmemory", usual)
    all_saved(crew, provider, films)
