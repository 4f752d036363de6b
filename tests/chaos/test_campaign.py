"""The gate's campaign. `make chaos` runs others, by any seed and size."""

from pathlib import Path

import pytest

from tests.chaos.campaign import Plan, run

pytestmark = [pytest.mark.processes, pytest.mark.timeout(600)]


def test_whatever_dies_and_lies_every_film_comes_home_and_none_is_paid_twice(tmp_path: Path) -> None:
    report = run(Plan(renders=40, seed=1), tmp_path)
    assert report.wrong == [], str(report)
    assert report.tasks == 40
    assert sum(report.troubles.values()) >= 10
