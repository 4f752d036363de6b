"""A worker dies around the one call that costs money and on the way home, at the step itself."""

from pathlib import Path

import pytest

from jobs.media import stock
from jobs.models import FoundTask, Render, User
from jobs.states import State
from tests.desk import orders
from tests.pipeline.journey import Journey, look, story
from tests.pipeline.provider import Provider

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


def test_row_01_killed_before_the_claim_commits_it_is_sent_a_few_seconds_later(
    provider: Provider, journey: Journey, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = orders(lin)
    killed_while_submitting(journey, film, monkeypatch, "claim_queued")
    film = journey.until(film, State.PENDING)
    assert (film.changed_at - film.created_at).total_seconds() <= 12
    assert provider.count("create") == 1


def test_row_02_killed_before_the_first_byte_it_is_never_sent_again(
    provider: Provider, journey: Journey, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = orders(lin)
    killed_while_submitting(journey, film, monkeypatch, "wish_of")
    film = journey.until(film, State.UNCERTAIN)
    assert story(film) == ["ordered", "claimed", "worker-lost", "not-found"]
    assert provider.count("create") == 0


def test_row_04_killed_with_the_answer_in_hand_it_is_adopted_from_the_list(
    provider: Provider, journey: Journey, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = orders(lin)
    killed_while_submitting(journey, film, monkeypatch, "_spool")
    film = journey.until(film, State.PENDING)
    assert story(film)[2:] == ["worker-lost", "adopted"]
    assert [film.task_id] == provider.made


def test_row_04_killed_after_the_answer_was_kept_it_is_read_again(
    provider: Provider, journey: Journey, lin: User, monkeypatch: pytest.MonkeyPatch, waiting: Path
) -> None:
    film = orders(lin)
    killed_while_submitting(journey, film, monkeypatch, "heard")
    assert len(list(waiting.iterdir())) == 1
    film = journey.until_true(film, lambda fresh: bool(fresh.task_id))
    assert story(film)[2:4] == ["worker-lost", "late-fact"]
    assert ([film.task_id], provider.count("list"), list(waiting.iterdir())) == (provider.made, 0, [])


def test_row_05_killed_after_the_commit_the_kept_answer_changes_nothing(
    provider: Provider, journey: Journey, lin: User, monkeypatch: pytest.MonkeyPatch, waiting: Path
) -> None:
    monkeypatch.setattr("jobs.pipeline.submit.spool.drop", lambda path: None)
    film = journey.until(orders(lin), State.PENDING)
    monkeypatch.undo()
    assert len(list(waiting.iterdir())) == 1
    journey.tick()
    assert (story(look(film)), list(waiting.iterdir())) == (["ordered", "claimed", "accepted"], [])
    assert not FoundTask.objects.exists()


@pytest.fixture
def finished(provider: Provider, journey: Journey, lin: User) -> Render:
    """Lin's film, ready at the provider."""
    journey.saving = False
    film = journey.until(orders(lin), State.SUCCEEDED)
    journey.saving = True
    return film


@pytest.mark.parametrize("moment", ["container.check", "probe", "stock.put", "_saved"])
def test_row_05_a_worker_killed_while_saving_leaves_one_whole_film(
    provider: Provider, journey: Journey, finished: Render, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(f"jobs.pipeline.save.{moment}", die)
        with pytest.raises(Killed):
            journey.tick()
    assert look(finished).state == State.SAVING
    film = journey.until(finished, State.SAVED)
    assert "worker-lost" in story(film)
    assert len(stored_films()) == 1


def stored_films() -> list[Path]:
    return list(stock.mark_path().parent.rglob("films/**/*.mp4"))
