"""A worker is killed around the one call that costs money: before, during and after it."""

import pytest

from tests.faults.crew import Crew
from tests.pipeline.provider import Gate, Provider, waits

pytestmark = [
    pytest.mark.processes,
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("killed-early"),
    pytest.mark.usefixtures("six_invariants"),
]


def sent(provider: Provider) -> int:
    return provider.count("create")


@pytest.mark.parametrize(
    "point", ["jobs.pipeline.submit:claim_queued:before", "jobs.pipeline.claim:_write_intent:after"]
)
def test_row_01_killed_before_the_intent_is_stored_it_is_sent_once(crew: Crew, provider: Provider, point: str) -> None:
    crew.arm(point)
    film = crew.order(f"A heron, {point}")
    crew.died()
    told = crew.becomes(film, "saved")
    assert (told["story"].count("claimed"), sent(provider)) == (1, 1)


def test_row_02_killed_before_the_first_byte_it_waits_for_a_person(crew: Crew, provider: Provider) -> None:
    crew.arm("jobs.pipeline.submit:wish_of:before")
    film = crew.order("A swan")
    crew.died()
    told = crew.becomes(film, "uncertain")
    assert told["story"] == ["ordered", "claimed", "worker-lost", "not-found"]
    assert sent(provider) == 0


def test_row_03_killed_while_the_create_is_at_the_provider_its_task_is_adopted(crew: Crew, provider: Provider) -> None:
    gate = Gate()
    provider.lie("create", waits(gate))
    film = crew.order("A crane")
    assert gate.reached.wait(60), crew.said
    crew.kill("worker")
    gate.opened.set()
    crew.start("worker")
    told = crew.becomes(film, "saved")
    assert told["story"][:4] == ["ordered", "claimed", "worker-lost", "adopted"]
    assert (told["task"], sent(provider)) == (provider.made[-1], 1)


@pytest.mark.parametrize(
    ("point", "found"),
    [("jobs.pipeline.submit:_spool:before", "adopted"), ("jobs.pipeline.submit:heard:before", "late-fact")],
)
def test_row_04_killed_with_the_answer_it_goes_on_with_that_very_task(
    crew: Crew, provider: Provider, point: str, found: str
) -> None:
    crew.arm(point)
    film = crew.order(f"A goose, {point}")
    crew.died()
    told = crew.becomes(film, "saved")
    assert told["story"][:4] == ["ordered", "claimed", "worker-lost", found]
    assert (told["task"], sent(provider)) == (provider.made[-1], 1)
