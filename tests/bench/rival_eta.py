"""The way most programs wait: one Celery message for each question, delivered when it is time, which sends the next.

`python -m tests.bench.rival_eta` works; `plant` sends the first message of each film.
"""

import os
import random
import sys
from contextlib import suppress
from uuid import UUID

from celery import Celery

from tests.bench.house import open_house

open_house()

from django.utils import timezone  # noqa: E402 - the app, after its settings

from jobs.dashscope import ProviderError, read_task  # noqa: E402
from jobs.models import Render  # noqa: E402
from jobs.pipeline import answer  # noqa: E402
from jobs.vault import keyring  # noqa: E402

EVERY = "_BENCH_EVERY"
"""Names the seconds between two questions, in the environment."""

app = Celery("rival", broker=os.environ.get("REDIS_URL"))
app.conf.update(
    task_ignore_result=True,
    task_default_queue="rival",
    worker_enable_remote_control=False,
    worker_prefetch_multiplier=1,
    broker_transport_options={"visibility_timeout": 3600},
    broker_connection_retry_on_startup=True,
)


@app.task(name="ask")
def ask(pk: str) -> None:
    """The same question and the same row as in the studio; a next one in any case."""
    render = Render.objects.select_related("submission", "submission__account").get(pk=UUID(pk))
    submission = render.submission
    assert submission is not None
    assert submission.account is not None
    with suppress(ProviderError):
        reading = read_task(keyring.client(submission.account).query(submission.task_id or ""))
        answer.store(submission, reading, now=timezone.now())
    ask.apply_async((pk,), countdown=float(os.environ[EVERY]))


def plant(broker: str, every: float) -> None:
    app.conf.update(broker_url=broker)
    for pk in Render.objects.live().values_list("pk", flat=True):
        ask.apply_async((str(pk),), countdown=random.uniform(0, every))


def main() -> None:
    chatter = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    app.worker_main(["--quiet", "worker", "--pool", "threads", "--concurrency", sys.argv[1], *chatter])


if __name__ == "__main__":
    main()
