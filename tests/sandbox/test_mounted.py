"""What only shows inside the process."""

import sqlite3
from pathlib import Path

import pytest
import requests

from jobs.sandbox import Sandbox
from tests.sandbox.house import Clock, Provider, mounted, opened


def test_a_film_is_read_from_its_file_as_it_is_asked_for(tmp_path: Path) -> None:
    with opened("mounted", tmp_path) as provider:
        task_id = provider.made()
        provider.clock.forward(60)
        url = f"{provider.origin}/films/{task_id}.mp4"
        with provider.session.get(url, stream=True) as answer:
            chunks = [len(chunk) for chunk in answer.iter_content(4096)]

    assert set(chunks[:-1]) == {4096}
    assert sum(chunks) == int(answer.headers["Content-Length"])


def test_a_request_may_bring_its_body_as_text_and_its_query_encoded(tmp_path: Path) -> None:
    with opened("mounted", tmp_path) as provider:
        path = "/services/aigc/video-generation/video-synthesis"
        made = provider.call("POST", path, data='{"model": "海"}', headers={"X-DashScope-Async": "enable"})
        listed = provider.call("GET", "/tasks?model_name=pixverse%2Fpixverse-v6-t2v&page_size=3")

    assert made.json()["message"] == "Model not exist."
    assert listed.json()["page_size"] == 3


def test_two_applications_on_one_folder_are_one_provider(tmp_path: Path) -> None:
    clock = Clock()
    first, second = (
        Provider(origin="https://sandbox.invalid", session=mounted(Sandbox(tmp_path, clock=clock)), clock=clock)
        for _ in range(2)
    )
    task_id = first.made()

    assert second.status(task_id) == "PENDING"
    assert [way.create().status_code for way in (second, first, second, first, second)] == [200] * 4 + [429]


def test_a_broken_ledger_is_an_answer_of_the_provider_and_no_crash_of_its_caller(tmp_path: Path) -> None:
    with opened("mounted", tmp_path) as provider:
        book = sqlite3.connect(tmp_path / "ledger.sqlite3")
        book.execute("DROP TABLE arrivals")
        book.close()
        answer = provider.create()

    assert (answer.status_code, answer.json()["code"]) == (500, "InternalError")


def test_only_its_own_origin_is_answered(tmp_path: Path) -> None:
    with opened("mounted", tmp_path) as provider, pytest.raises(requests.ConnectionError):
        provider.session.get("https://sandbox.invalid.test/api/v1/models", timeout=1)


def test_a_speed_that_would_stop_the_clock_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="speed"):
        Sandbox(tmp_path, speed=0)
