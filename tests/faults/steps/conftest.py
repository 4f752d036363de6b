"""Steps taken one by one with a clock in the test's hand; after each case all six invariants are asserted."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from jobs.models import ProviderAccount, Render, User
from jobs.states import State
from tests.desk import ada, house, lin, mara, orders
from tests.faults.outside import Record, afterwards
from tests.pipeline.conftest import account, journey, pending, provider
from tests.pipeline.journey import Journey
from tests.pipeline.provider import Provider

__all__ = ["account", "ada", "house", "journey", "lin", "mara", "pending", "provider"]


@pytest.fixture(autouse=True)
def six_invariants(
    house: Path, journey: Journey, provider: Provider, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Hold after every case."""
    caplog.set_level(logging.DEBUG)
    yield
    record = Record.of(provider, ledgers=[house / "sandbox" / "ledger.sqlite3"])
    log = "\n".join(entry.getMessage() for entry in caplog.get_records("call"))
    afterwards(house, record, log=log, in_order=not journey.set_back)


@pytest.fixture
def finished(account: ProviderAccount, journey: Journey, lin: User) -> Render:
    """Lin's film, ready at the provider."""
    journey.saving = False
    film = journey.until(orders(lin), State.SUCCEEDED)
    journey.saving = True
    return film
