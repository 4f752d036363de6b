"""Every assertion about the wire holds twice: over HTTP, and mounted in the process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.house import Provider, opened


@pytest.fixture(params=["http", "mounted"])
def provider(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Provider]:
    with opened(request.param, tmp_path / "provider") as way_in:
        yield way_in


@pytest.fixture(params=["http", "mounted"], scope="module")
def cinema(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """A provider that keeps its films from test to test, because each takes half a second to make."""
    with opened(request.param, tmp_path_factory.mktemp("cinema")) as way_in:
        yield way_in
