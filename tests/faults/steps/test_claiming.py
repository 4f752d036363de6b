"""Four processes claim the same films at once, two hundred times: each film once, no seat twice."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from jobs.models import Lane, ProviderAccount, Render, Submission, User
from jobs.states import SEATED, Happening, State
from tests.desk import orders
from tests.pipeline.claiming import DATABASE
from tests.pipeline.journey import Journey

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]

ROUNDS, PROCESSES = 200, 4


@pytest.fixture
def workers() -> Iterator[list[subprocess.Popen[str]]]:
    """Four processes on the tests' own database."""
    name = str(connections["default"].settings_dict["NAME"])
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", DATABASE: name}
    words = [sys.executable, "-m", "tests.pipeline.claiming"]
    with ExitStack() as stack:
        processes = [
            stack.enter_context(
                subprocess.Popen(
                    words,
                    env=environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    cwd=settings.BASE_DIR,
                )
            )
            for _ in range(PROCESSES)
        ]
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        yield processes
        for process in processes:
            assert process.stdin is not None
            process.stdin.close()


def race(workers: list[subprocess.Popen[str]], films: list[Render]) -> list[str]:
    """What they got together of the same list."""
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write(" ".join([timezone.now().isoformat(), *(str(film.pk) for film in films)]) + "\n")
        worker.stdin.flush()
    got = []
    for worker in workers:
        assert worker.stdout is not None
        while (line := worker.stdout.readline()) != "done\n":
            got.append(line.strip())
    return got


def sits(film: Render, account: ProviderAccount) -> None:
    """At the provider, in one of the account's seats."""
    film.submissions.update(account=account, outcome="acked", task_id=str(film.pk))
    now = timezone.now()
    film.move(State.SUBMITTING, Happening.CLAIMED, now=now, due_at=now)
    film.move(State.RUNNING, Happening.ACCEPTED, now=now, due_at=now)


def never_sent(got: list[str]) -> None:
    """The film goes back into the queue, and the pause between creates is over."""
    film = Render.objects.get(pk=got[0])
    film.submissions.update(outcome="planned")
    film.move(State.QUEUED, Happening.NEVER_SENT, now=timezone.now(), due_at=timezone.now())
    Lane.objects.update(submit_slot=0)


def test_row_14_two_hundred_rounds_of_four_processes_never_share_a_film_or_a_seat(
    account: ProviderAccount, lin: User, journey: Journey, workers: list[subprocess.Popen[str]]
) -> None:
    journey.set_back = True  # the processes have clocks of their own
    for film in [orders(lin) for _ in range(4)]:
        sits(film, account)  # one seat of this family is free
    films = [orders(lin), orders(lin)]
    for _ in range(ROUNDS):
        got = race(workers, films)
        assert len(got) == 1, "one seat was free"
        assert Render.objects.filter(state__in=SEATED).count() == 5
        never_sent(got)
    assert sum(Submission.objects.filter(render__in=films).values_list("posts", flat=True)) == ROUNDS
