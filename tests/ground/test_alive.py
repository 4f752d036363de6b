"""What a container's health check learns, without starting Django."""

import os
import time
from pathlib import Path

import pytest

from pixstudio import alive


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir()
    return tmp_path


def asked(data: Path, *words: str) -> int:
    return alive.main(list(words), {"PIXSTUDIO_DATA": str(data)})


def test_a_worker_that_left_a_sign_is_well_and_a_beat_that_left_none_is_not(data: Path) -> None:
    alive.leave_sign(data, alive.name("worker"))
    assert (asked(data, "worker"), asked(data, "beat")) == (0, 1)


def test_an_old_sign_says_nothing(data: Path) -> None:
    alive.leave_sign(data, alive.name("worker"))
    long_ago = time.time() - alive.SILENT_AFTER - 1
    os.utime(data / "run/pulse" / alive.name("worker"), (long_ago, long_ago))
    assert asked(data, "worker") == 1


def test_another_machines_worker_does_not_count(data: Path) -> None:
    alive.leave_sign(data, "worker@elsewhere:1")
    assert asked(data, "worker") == 1


def test_who_ends_on_purpose_takes_the_sign_along_and_the_dead_are_forgotten(data: Path) -> None:
    alive.leave_sign(data, "worker@elsewhere:1")
    long_ago = time.time() - alive.FORGOTTEN - 1
    os.utime(data / "run/pulse/worker@elsewhere:1", (long_ago, long_ago))
    alive.leave_sign(data, alive.name("beat"))
    alive.take_sign(data, alive.name("beat"))
    assert list((data / "run/pulse").iterdir()) == []


def test_a_web_that_does_not_answer_is_not_well(data: Path) -> None:
    assert asked(data, "web", "1") == 1


@pytest.mark.parametrize("words", [[], ["web"], ["proxy"], ["worker", "beat"]])
def test_a_question_that_is_none_is_refused(data: Path, words: list[str]) -> None:
    assert asked(data, *words) == 2
