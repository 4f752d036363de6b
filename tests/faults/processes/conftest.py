"""Real processes that are really killed, on a provider that lies; after each case all six invariants are asserted."""

import os
import subprocess
import tempfile
from collections.abc import Iterator

import pytest

from tests.faults.crew import Crew, crew_at_work
from tests.pipeline.provider import Provider, provider_at_work


def _mountable() -> bool:
    """Whether a disk of one's own can be had; none but root can have one, and not in every container."""
    if os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory(prefix="pixstudio-disk-") as place:
        try:
            if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], capture_output=True, check=False).returncode:
                return False
        except FileNotFoundError:
            return False
        subprocess.run(["umount", place], check=True)
    return True


# where it cannot be, the full disk of `steps/test_disk` has to do
collect_ignore = [] if _mountable() else ["test_full_disk.py"]


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


@pytest.fixture
def six_invariants(crew: Crew, provider: Provider) -> Iterator[None]:
    """Hold after every case, which begins with an honest provider that has not been called."""
    provider.honest()
    provider.calls.clear()
    yield
    crew.check()
