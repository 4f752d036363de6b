"""Real processes that are really killed, on a provider that lies; after each case all six invariants are asserted."""

from collections.abc import Iterator

import pytest

from tests.faults.crew import Crew, crew_at_work
from tests.pipeline.provider import Provider, provider_at_work


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """In the time of this machine; a film takes a second or two."""
    with provider_at_work(tmp_path_factory.mktemp("provider"), speed=20.0) as provider:
        yield provider


@pytest.fixture(scope="module")
def crew(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[Crew]:
    """One for all cases of a file: a kill costs a worker's start, not a studio's."""
    with crew_at_work(tmp_path_factory.mktemp("crew"), provider) as crew:
        yield crew
