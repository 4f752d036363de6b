"""What all tests share: the studio as processes, the browser, and when a skip is a failure."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests import machine
from tests.studio import Launch, Studio, launched

NEEDED = {
    "browser": (machine.CHROMIUM,),
    "production": (machine.NGINX, machine.POSTGRES, machine.REDIS),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without the programs a mark asks for, its tests are skipped in words (and fail where all are required)."""
    for mark, programs in NEEDED.items():
        missing = [program.package for program in programs if not program.path()]
        if missing:
            skip = pytest.mark.skip(reason=f"not installed: {', '.join(missing)}")
            for item in items:
                if item.get_closest_marker(mark):
                    item.add_marker(skip)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if machine.required() and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and REQUIRE_ALL=1 allows no skip"
    return report


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Launch]:
    """Starts studios as processes, each on a data folder of its own, and ends them with the test."""
    with launched(tmp_path) as start:
        yield start


@pytest.fixture
def studio(launch: Launch) -> Studio:
    """A running studio without an owner or a provider key, at twenty times the usual pace."""
    return launch()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The distribution's Chromium, also as root in a container, speaking to nobody but the tests."""
    quiet = ("background-networking", "component-update", "sync", "gpu", "quic")
    flags = ["--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in quiet)]
    return {"executable_path": machine.CHROMIUM.path(), "headless": True, "args": flags}
