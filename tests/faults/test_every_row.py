"""The table of faults has 33 rows, and none of them is without a test."""

import re
from pathlib import Path

ROWS = set(range(1, 34))


def test_every_row_of_the_fault_table_has_its_test() -> None:
    tests = "\n".join(path.read_text("utf-8") for path in Path(__file__).parent.rglob("test_*.py"))
    tested = {int(row) for row in re.findall(r"def test_row_(\d\d)_", tests)}
    assert tested == ROWS, f"rows without a test: {sorted(ROWS - tested)}"
