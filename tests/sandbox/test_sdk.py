"""The provider's own Python SDK, unchanged, works against the stand-in."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox import official

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.sdk, pytest.mark.timeout(300)]


@contextmanager
def provider(speed: float) -> Iterator[str]:
    words = [sys.executable, str(ROOT / "manage.py"), "sandbox", "--port", "0", "--speed", str(speed)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        yield child.stdout.readline().split()[-1]
        child.terminate()


@pytest.fixture(scope="module")
def seen() -> dict[str, dict[str, Any]]:
    """What the SDK brought back from its journey, as plain data."""
    surroundings = official.surroundings()
    with provider(50) as quick, provider(0.05) as slow:
        words = [sys.executable, str(Path(__file__).with_name("sdk_journey.py")), quick, slow]
        ended = subprocess.run(words, env=surroundings, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stderr
    told: dict[str, dict[str, Any]] = json.loads(ended.stdout.splitlines()[-1])
    return told


def test_it_creates_waits_and_fetches(seen: dict[str, dict[str, Any]]) -> None:
    made, done = seen["made"], seen["done"]

    assert (made["status_code"], made["output"]["task_status"]) == (200, "PENDING")
    assert (done["status_code"], done["output"]["task_status"]) == (200, "SUCCEEDED")
    assert done["output"]["task_id"] == made["output"]["task_id"]
    assert done["output"]["orig_prompt"] == "A boat, 黄昏的海"
    assert seen["fetched"]["output"] == done["output"]
    assert (done["usage"]["size"], done["usage"]["duration"], done["usage"]["SR"]) == ("640*360", 1, "360")


def test_it_calls_and_reads_a_failure(seen: dict[str, dict[str, Any]]) -> None:
    assert seen["called"]["usage"]["shot_type"] == "multi"
    assert seen["failed"]["output"]["task_status"] == "FAILED"
    assert seen["failed"]["output"]["code"] == "InternalError.Algo"
    assert seen["unknown"]["output"]["task_status"] == "UNKNOWN"


def test_it_lists_tasks_and_models(seen: dict[str, dict[str, Any]]) -> None:
    listed = seen["listed"]["output"]

    assert (listed["total"], listed["page_size"]) == (2, 50)
    assert seen["made"]["output"]["task_id"] in [row["task_id"] for row in listed["data"]]
    assert seen["made"]["request_id"] in [row["request_id"] for row in listed["data"]]
    assert seen["models"]["status_code"] == 200


def test_it_takes_a_waiting_task_back_and_is_refused_a_finished_one(seen: dict[str, dict[str, Any]]) -> None:
    assert seen["cancelled"]["status_code"] == 200
    assert seen["after_cancel"]["output"]["task_status"] == "CANCELED"
    assert (seen["late_cancel"]["status_code"], seen["late_cancel"]["code"]) == (400, "UnsupportedOperation")


@pytest.mark.parametrize(
    ("what", "status", "code"),
    [
        ("bad_key", 401, "InvalidApiKey"),
        ("moderated", 400, "DataInspectionFailed"),
        ("no_prompt", 400, "InvalidParameter"),
        ("model", 400, "InvalidParameter"),
    ],
)
def test_it_understands_every_refusal(seen: dict[str, dict[str, Any]], what: str, status: int, code: str) -> None:
    answer = seen[what]

    assert (answer["status_code"], answer["code"]) == (status, code)
    assert answer["message"]
    assert answer["request_id"]


def test_its_link_leads_to_a_film_and_to_any_part_of_it(seen: dict[str, dict[str, Any]]) -> None:
    assert seen["film"]["kind"] == "ftyp"
    assert seen["part"] == {"status": 206, "same": True}
