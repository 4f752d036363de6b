"""With many films on their way the list is asked instead of each of them, and decides nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from jobs.models import ProviderAccount, Render, User
from jobs.pipeline.rounds import CROWD
from jobs.states import State
from tests.desk import orders, real_account
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, look
from tests.pipeline.provider import HTML, Lie, Provider, changed, provider_at_work, says

MANY = CROWD + 5


@pytest.fixture
def provider(journey: Journey, house: Path, settings: Settings) -> Iterator[Provider]:
    """With raised limits, and films that take minutes."""
    settings.PIXSTUDIO = replace(settings.PIXSTUDIO, lane_seats=200, submit_rate=20)
    with provider_at_work(house / "provider", seats=200, submit_rate=100, speed=0.1) as provider:
        yield provider


@pytest.fixture
def crowd(provider: Provider, journey: Journey, lin: User) -> list[Render]:
    """All of them at the provider."""
    real_account(provider.base_url)
    journey.saving = False
    films = [orders(lin, prompt=f"Film {number}") for number in range(MANY)]
    for film in films:
        journey.until(film, State.PENDING, State.RUNNING)
    journey.run(60)
    return films


def test_a_crowd_is_asked_for_in_pages_and_every_film_comes_to_its_end(
    provider: Provider, journey: Journey, crowd: list[Render]
) -> None:
    before = provider.count("query")
    journey.run(60)
    assert provider.count("query") - before < MANY  # one by one it would have been four times as many
    for film in crowd:
        journey.until(film, State.SUCCEEDED)
    assert len(provider.made) == MANY
    invariants.hold(provider.sandbox.ledger.path)


def test_a_list_that_cannot_be_read_leaves_each_film_its_own_query(
    provider: Provider, journey: Journey, crowd: list[Render]
) -> None:
    provider.habits["list"] = says(502, HTML)
    before = provider.count("query")
    journey.run(120)
    assert provider.count("query") - before >= 3 * MANY


def test_a_list_that_never_changes_is_not_believed_for_ever(
    provider: Provider, journey: Journey, crowd: list[Render]
) -> None:
    provider.habits["list"] = stale()
    for film in crowd:
        journey.until(film, State.SUCCEEDED)
    assert look(crowd[0]).state == State.SUCCEEDED


def test_few_films_are_asked_for_one_by_one(provider: Provider, journey: Journey, lin: User) -> None:
    real_account(provider.base_url)
    journey.until(orders(lin), State.RUNNING)
    journey.run(120)
    assert provider.count("list") == 0
    assert ProviderAccount.objects.get(kind="dashscope").surveyed_at is None


def stale() -> Lie:
    """Every task seems to run for ever."""
    known: list[dict[str, object]] = []

    def change(said: dict[str, object]) -> None:
        rows = said["data"]
        assert isinstance(rows, list)
        known.extend(row for row in rows if row["task_id"] not in {one["task_id"] for one in known})
        said["data"], said["total"], said["total_page"] = known, len(known), 1

    return changed(change)
