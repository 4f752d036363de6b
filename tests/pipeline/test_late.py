"""A worker dies or sleeps at the worst moments around the one call that costs money."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from jobs.actions.renders import Choice, resolve
from jobs.dashscope import Reply
from jobs.models import FoundTask, ProviderAccount, Render, User
from jobs.pipeline import spool, submit, sweep
from jobs.states import Happening, Outcome, State
from tests.desk import orders
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, look, story
from tests.pipeline.provider import SERVICE_FAULT, Lie, Provider, does_but_says, hangs_up, meanwhile, says

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("account")]


class Killed(BaseException):
    """The process is gone; nothing that follows in it happens."""


@pytest.fixture
def waiting(house: Path) -> Path:
    """Answers that were kept and not yet read."""
    return house / "spool"


def dies_at(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object, **__: object) -> None:
        raise Killed

    monkeypatch.setattr(f"jobs.pipeline.submit.{name}", die)


def killed_while_submitting(journey: Journey, film: Render, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with monkeypatch.context() as patch:
        dies_at(name, patch)
        with pytest.raises(Killed):
            journey.tick()
    assert look(film).state in {State.SUBMITTING, State.QUEUED}


def test_killed_before_the_claim_commits_it_is_sent_a_few_seconds_later(
    provider: Provider, journey: Journey, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = orders(lin)
    killed_while_submitting(journey, film, monkeypatch, "claim_queued")
    film = journey.until(film, State.PENDING)
    assert (film.changed_at - film.created_at).total_seconds() <= 12
    assert provider.count("create") == 1


def test_killed_before_the_first_byte_it_is_never_sent_again(
    provider: Provider, journey: Journey, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = orders(lin)
    killed_while_submitting(journey, film, monkeypatch, "wish_of")
    film = journey.until(film, State.UNCERTAIN)
    assert story(film) == ["ordered", "claimed", "worker-lost", "not-found"]
    assert provider.count("create") == 0
    invariants.hold()


def test_killed_with_the_answer_in_hand_it_is_adopted_from_the_list(
    provider: Provider, journey: Journey, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = orders(lin)
    killed_while_submitting(journey, film, monkeypatch, "_spool")
    film = journey.until(film, State.PENDING)
    assert story(film)[2:] == ["worker-lost", "adopted"]
    assert [film.task_id] == provider.made
    invariants.hold(provider.sandbox.ledger.path)


def test_killed_after_the_answer_was_kept_it_is_read_again(
    provider: Provider, journey: Journey, lin: User, monkeypatch: pytest.MonkeyPatch, waiting: Path
) -> None:
    film = orders(lin)
    killed_while_submitting(journey, film, monkeypatch, "heard")
    assert len(list(waiting.iterdir())) == 1
    film = journey.until(film, State.PENDING)
    assert story(film)[2:] == ["worker-lost", "late-fact"]
    assert ([film.task_id], provider.count("list"), list(waiting.iterdir())) == (provider.made, 0, [])
    invariants.hold(provider.sandbox.ledger.path)


def test_killed_after_the_commit_the_kept_answer_changes_nothing(
    provider: Provider, journey: Journey, lin: User, monkeypatch: pytest.MonkeyPatch, waiting: Path
) -> None:
    monkeypatch.setattr("jobs.pipeline.submit.spool.drop", lambda path: None)
    film = journey.until(orders(lin), State.PENDING)
    monkeypatch.undo()
    assert len(list(waiting.iterdir())) == 1
    journey.tick()
    assert (story(look(film)), list(waiting.iterdir())) == (["ordered", "claimed", "accepted"], [])
    assert not FoundTask.objects.exists()


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


@pytest.mark.django_db(transaction=True)
class TestASleepingWorker:
    """It sends, sleeps for a minute and a half, and wakes up with the answer in its hands."""

    def sleeps(self, journey: Journey, provider: Provider, answer: Lie) -> None:
        def others_sweep() -> None:
            journey.passes(90)
            sweep.sweep(timezone.now())

        provider.lie("create", meanwhile(others_sweep, answer))

    def test_a_late_task_id_is_stored_and_carries_the_film_on(
        self, provider: Provider, journey: Journey, lin: User
    ) -> None:
        self.sleeps(journey, provider, lambda ask: ask.truth())
        film = journey.until(orders(lin), State.PENDING)
        assert story(film) == ["ordered", "claimed", "worker-lost", "late-fact"]
        assert ([film.task_id], provider.count("create")) == (provider.made, 1)
        invariants.hold(provider.sandbox.ledger.path)

    def test_a_late_refusal_ends_the_film(self, provider: Provider, journey: Journey, lin: User) -> None:
        refusal = {"code": "DataInspectionFailed", "message": "Input data …", "request_id": "r-1"}
        self.sleeps(journey, provider, says(400, refusal))
        film = journey.until(orders(lin), State.FAILED)
        assert (film.error_code, film.charged, provider.count("create")) == ("content-prompt", False, 1)
        invariants.hold(provider.sandbox.ledger.path)

    def test_a_late_throttling_proves_that_sending_again_is_safe(
        self, provider: Provider, journey: Journey, lin: User
    ) -> None:
        throttled = {"code": "Throttling.RateQuota", "message": "", "request_id": "r-1"}
        self.sleeps(journey, provider, says(429, throttled))
        film = journey.until(orders(lin), State.PENDING)
        assert (provider.count("create"), len(provider.made)) == (2, 1)
        assert "not-sent" in story(film)
        invariants.hold(provider.sandbox.ledger.path)

    def test_a_late_error_still_tells_its_request_id(self, provider: Provider, journey: Journey, lin: User) -> None:
        self.sleeps(journey, provider, does_but_says(500, SERVICE_FAULT))
        film = journey.until(orders(lin), State.CONFIRMING)
        assert film.submission is not None
        assert film.submission.request_id == provider.rows()[0]["request_id"]

    def test_a_late_task_id_finds_an_undecided_film(self, provider: Provider, journey: Journey, lin: User) -> None:
        def person_is_asked() -> None:
            journey.passes(90)
            sweep.sweep(timezone.now())
            film = Render.objects.get()
            film.move(State.UNCERTAIN, Happening.NOT_FOUND, now=timezone.now(), due_at=None)

        provider.lie("create", meanwhile(person_is_asked))
        film = journey.until(orders(lin), State.PENDING)
        assert story(film)[-1] == "late-fact"

    def test_a_late_task_id_of_a_film_given_up_is_kept_as_found(
        self, provider: Provider, journey: Journey, lin: User
    ) -> None:
        def person_gives_up() -> None:
            journey.passes(90)
            sweep.sweep(timezone.now())
            film = Render.objects.get()
            film.move(State.UNCERTAIN, Happening.NOT_FOUND, now=timezone.now(), due_at=None)
            resolve(film, Choice.GIVE_UP, actor=lin)

        provider.lie("create", meanwhile(person_gives_up))
        film = journey.until(orders(lin), State.FAILED)
        found = FoundTask.objects.get()
        assert ([found.task_id], found.render) == (provider.made, film)
        assert (film.error_code, film.charged) == ("given-up", None)
        invariants.hold(provider.sandbox.ledger.path)


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
