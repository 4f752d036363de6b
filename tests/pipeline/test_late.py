"""A worker dies or sleeps at the worst moments around the one call that costs money."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from jobs.actions.renders import Choice, resolve
from jobs.dashscope import Reply
from jobs.models import ProviderAccount, User
from jobs.pipeline import spool, submit
from jobs.states import Outcome, State
from tests.desk import orders
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, look
from tests.pipeline.provider import Provider, hangs_up, says

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("account")]


@pytest.fixture
def waiting(house: Path) -> Path:
    """Answers that were kept and not yet read."""
    return house / "spool"


def test_a_damaged_kept_answer_is_set_aside_and_stops_nobody(
    provider: Provider, journey: Journey, lin: User, waiting: Path
) -> None:
    (waiting / f"{uuid4()}.1.json").write_text("{half")
    (waiting / "not-ours.json").write_text("{}")
    journey.until(orders(lin), State.PENDING)
    assert {path.suffix for path in waiting.iterdir()} == {".damaged"}


def test_an_answer_to_an_unknown_submission_is_kept(journey: Journey, waiting: Path) -> None:
    now = timezone.now()
    spool.keep(uuid4(), 1, Reply(status=200, headers={}, body=b"{}", sent_at=now, received_at=now))
    journey.tick()
    assert len(list(waiting.glob("*.json"))) == 1


def test_a_full_disk_under_the_spool_does_not_lose_the_answer(
    provider: Provider, journey: Journey, lin: User, waiting: Path
) -> None:
    waiting.rmdir()
    waiting.write_text("in the way")
    now = timezone.now()
    film = orders(lin)
    submit.submit(film.pk)
    assert look(film).state == State.PENDING
    assert timezone.now() - now < timedelta(seconds=5)


def test_send_again_is_a_new_submission_with_bookings_of_its_own(
    provider: Provider, journey: Journey, lin: User
) -> None:
    provider.lie("create", hangs_up(made=False))
    film = journey.until(orders(lin), State.UNCERTAIN)
    resolve(film, Choice.SEND_AGAIN, actor=lin)
    journey.saving = False
    film = journey.until(film, State.SUCCEEDED)
    assert [one.outcome for one in film.submissions.order_by("number")] == [Outcome.ABSENT, Outcome.ACKED]
    assert sorted(film.ledger.values_list("kind", flat=True)) == ["reserve", "reserve", "settle"]
    assert film.events.get(happening="sent-again").actor == lin
    invariants.hold(provider.sandbox.ledger.path)


def test_a_task_id_given_twice_is_believed_once(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    first = journey.until(orders(lin), State.PENDING)
    provider.lie("create", says(200, {"output": {"task_id": first.task_id, "task_status": "PENDING"}}))
    second = journey.until(orders(lin), State.UNCERTAIN)
    assert (second.task_id, look(first).task_id) == (None, first.task_id)
    third = journey.until(orders(lin), State.PENDING)
    assert third.task_id in provider.made
    invariants.hold()


def test_what_lies_in_the_spool_and_cannot_be_opened_stops_nobody(
    provider: Provider, journey: Journey, lin: User, waiting: Path
) -> None:
    (waiting / "00000000-0000-0000-0000-000000000000.1.json").mkdir()
    journey.until(orders(lin), State.PENDING)
