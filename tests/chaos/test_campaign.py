"""A campaign of a few minutes; `make chaos` runs longer ones."""

from pathlib import Path

import pytest

from tests.chaos.campaign import Plan, run

pytestmark = [pytest.mark.processes, pytest.mark.timeout(900), pytest.mark.xdist_group("chaos")]


def test_nothing_is_lost_and_nothing_paid_twice_while_everything_fails(tmp_path: Path) -> None:
    report = run(Plan(renders=40, seed=1), tmp_path)
    assert not report.wrong, report
