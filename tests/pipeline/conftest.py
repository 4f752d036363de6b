"""The studio at work: a clock in the test's hand, and the provider in its two forms."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine
from pytest_django import Settings

from jobs.models import ProviderAccount, Render, User
from jobs.states import State
from tests.desk import ada, house, lin, mara, orders, real_account
from tests.pipeline.journey import STARTED, Journey
from tests.pipeline.provider import Provider, provider_at_work

__all__ = ["ada", "house", "lin", "mara"]


@pytest.fixture
def journey(house: Path) -> Iterator[Journey]:
    """Time runs as always and can be moved on; the sandbox reads the same clock."""
    with time_machine.travel(STARTED, tick=True) as clock:
        yield Journey(clock=clock)


@pytest.fixture
def provider(journey: Journey, house: Path, settings: Settings) -> Iterator[Provider]:
    """The provider over HTTP, with an account of ours; nobody waits longer than two seconds for an answer."""
    settings.PACE = replace(settings.PACE, create_connect=1.0, create_read=1.5, create_total=2.0, query_total=1.5)
    with provider_at_work(house / "provider") as provider:
        yield provider


@pytest.fixture
def account(provider: Provider) -> ProviderAccount:
    return real_account(provider.base_url)


@pytest.fixture
def pending(account: ProviderAccount, journey: Journey, lin: User) -> Render:
    """A film of Lin's at the provider."""
    journey.saving = False
    return journey.until(orders(lin), State.PENDING)
