"""The line to the provider is cut, reset, dripping or not there, and the provider has done its part all the same."""

from collections.abc import Iterator

import pytest

from tests.faults.crew import Crew, crew_at_work
from tests.faults.shim import Break, Shim, cut, drops, half, reset
from tests.pipeline.provider import Provider

pytestmark = [
    pytest.mark.processes,
    pytest.mark.long,
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("lines"),
    pytest.mark.usefixtures("six_invariants"),
]

BREAKS: dict[str, Break] = {"cut": cut, "reset": reset, "half": half, "drops": drops}


@pytest.fixture(scope="module")
def shim(provider: Provider) -> Iterator[Shim]:
    shim = Shim(int(provider.base_url.split(":")[2].split("/")[0]))
    yield shim
    shim.away()


@pytest.fixture(scope="module")
def crew(tmp_path_factory: pytest.TempPathFactory, provider: Provider, shim: Shim) -> Iterator[Crew]:
    with crew_at_work(tmp_path_factory.mktemp("crew"), provider, DASHSCOPE_BASE_URL=shim.base_url) as crew:
        yield crew


@pytest.mark.parametrize("break_", BREAKS.values(), ids=BREAKS)
def test_row_06_the_answer_to_a_create_is_lost_and_its_task_is_adopted(
    crew: Crew, provider: Provider, shim: Shim, break_: Break
) -> None:
    made = len(provider.made)
    shim.breaks = {b"POST": [break_]}
    film = crew.order("A heron in the rain")
    told = crew.becomes(film, "saved")
    assert told["story"][1:4] == ["claimed", "answer-lost", "adopted"]
    assert provider.made[made:] == [told["task"]]


def test_row_07_nobody_is_there_for_a_while_and_it_is_sent_once(crew: Crew, provider: Provider, shim: Shim) -> None:
    made = len(provider.made)
    shim.away()
    film = crew.order("A heron in the fog")
    crew.until(lambda: crew.tell(film)["story"].count("never-sent") >= 3)
    shim.back()
    told = crew.becomes(film, "saved")
    assert provider.made[made:] == [told["task"]]


@pytest.mark.parametrize("break_", [half, reset], ids=["half", "reset"])
def test_row_22_a_film_that_breaks_off_comes_home_all_the_same(crew: Crew, shim: Shim, break_: Break) -> None:
    shim.breaks = {b"GET /films/": [break_, break_]}
    film = crew.order("A heron at dusk")
    told = crew.becomes(film, "saved")
    assert told["story"].count("save-broken") == 2
