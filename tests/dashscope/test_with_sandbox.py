"""The client and the stand-in of the provider, who know nothing of each other, on the same wire."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jobs.dashscope import (
    Client,
    ProviderError,
    RetryClass,
    prompt_fit,
    read_cancel,
    read_created,
    read_models,
    read_page,
    read_task,
)
from jobs.media.container import check
from jobs.media.download import Road, fetch
from jobs.media.guard import LinkRules
from jobs.media.probe import probe
from jobs.sandbox import MountedSandbox, Sandbox
from tests.dashscope.answers import KEY, PACE, WISH


class Clock:
    now = 1_770_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sandbox(tmp_path: Path, clock: Clock) -> Iterator[MountedSandbox]:
    app = Sandbox(tmp_path / "sandbox", clock=clock)
    yield MountedSandbox(app)
    app.close()


@pytest.fixture
def client(sandbox: MountedSandbox) -> Client:
    return client_of(sandbox)


def client_of(sandbox: MountedSandbox, key: str = KEY) -> Client:
    return Client(base_url="https://sandbox.invalid/api/v1", key=key, pace=PACE, adapter=sandbox)


def test_a_film_goes_the_whole_way(client: Client, sandbox: MountedSandbox, clock: Clock, tmp_path: Path) -> None:
    created = read_created(client.create(WISH))
    clock.now += 3600
    done = read_task(client.query(created.task_id))
    assert (done.task_id, done.status, done.known) == (created.task_id, "SUCCEEDED", True)
    assert prompt_fit(WISH.prompt, done.orig_prompt) == "same"
    road = Road(rules=LinkRules(sandbox=True), adapter=sandbox)
    fetched = fetch(done.video_url, tmp_path / "film.part", road, lambda here, total: None)
    check(tmp_path / "film.part")
    seen = probe(tmp_path / "film.part")
    assert fetched.content_type == "video/mp4"
    assert (seen.width, seen.height, round(seen.seconds)) == (640, 360, 1)


def test_a_made_task_is_in_the_list_under_the_request_that_made_it(client: Client) -> None:
    created = read_created(client.create(WISH))
    page = read_page(client.tasks(model=WISH.model))
    assert [(row.task_id, row.request_id, row.model) for row in page.rows] == [
        (created.task_id, created.request_id, WISH.model)
    ]
    assert (page.total, page.page) == (1, 1)


def test_an_unknown_task_reads_unknown(client: Client) -> None:
    assert read_task(client.query("11f5a1d2-0000-4000-8000-000000000000")).status == "UNKNOWN"


def test_a_finished_task_cannot_be_canceled(client: Client, clock: Clock) -> None:
    created = read_created(client.create(WISH))
    clock.now += 3600
    with pytest.raises(ProviderError) as caught:
        read_cancel(client.cancel(created.task_id))
    assert caught.value.cause == "not-pending"


def test_a_key_is_tested_for_free(client: Client, sandbox: MountedSandbox) -> None:
    read_models(client.models())
    with pytest.raises(ProviderError) as caught:
        read_models(client_of(sandbox, "not-a-key").models())
    assert caught.value.retry is RetryClass.KEY
