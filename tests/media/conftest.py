"""Where the part of a film lies."""

from pathlib import Path

import pytest


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "parts" / "film.part"
