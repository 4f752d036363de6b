"""Waiting for films: told on stderr, ended by a result, a person's turn, or a silence."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pytest_django import Settings

from jobs.actions.orders import order
from jobs.catalogue import OrderSpec
from jobs.management import watching
from jobs.management.commands.render import NEEDS_PERSON, NOT_SAVED
from jobs.management.watching import NoWorker, Watch
from jobs.models import Asset, Heartbeat, Render, Studio, User
from jobs.states import AssetKind, Door, HoldCode, State
from tests.commands.conftest import Run

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
Turn = Callable[[], object]


class Evening:
    """A clock that only moves when somebody sleeps, and what happens at each sleep."""

    def __init__(self, *turns: Turn) -> None:
        self.now, self.turns, self.said = START, list(turns), list[str]()

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        if self.turns:
            self.turns.pop(0)()

    def watch(self, *renders: Render) -> Watch:
        ids = tuple(render.pk for render in renders)
        return Watch(ids=ids, say=self.said.append, clock=lambda: self.now, sleep=self.sleep)


def ordered(user: User, takes: int = 1) -> tuple[Render, ...]:
    return order(user, OrderSpec(prompt="rain", model="v6", takes=takes), token="t", door=Door.SHELL).renders


def become(render: Render, **columns: object) -> Turn:
    return lambda: Render.objects.filter(pk=render.pk).update(**columns)


def test_each_state_is_told_once_until_it_is_saved(ada: User) -> None:
    (render,) = ordered(ada)
    evening = Evening(become(render, state=State.PENDING), lambda: None, become(render, state=State.SAVED))
    assert evening.watch(render).until_settled()[0].state == State.SAVED
    assert [line.split(" · ")[0] for line in evening.said] == ["Waiting", "Accepted", "Saved"]


def test_a_long_state_is_told_again_now_and_then(ada: User) -> None:
    (render,) = ordered(ada)
    evening = Evening(*[lambda: None] * 39, become(render, state=State.SAVED))
    evening.watch(render).until_settled()
    assert len(evening.said) == 3


def test_takes_are_waited_for_together(ada: User) -> None:
    first, second = ordered(ada, takes=2)
    evening = Evening(become(second, state=State.SAVED), become(first, state=State.FAILED))
    assert [render.take for render in evening.watch(first, second).until_settled()] == [1, 2]
    assert evening.said[0].startswith("Take 1 · ")


def test_an_unclear_order_and_an_own_hold_are_a_persons_turn(ada: User) -> None:
    first, second = ordered(ada, takes=2)
    become(first, state=State.UNCERTAIN)()
    become(second, hold_code=HoldCode.CRASHED, hold_since=START)()
    renders = Evening().watch(first, second).until_settled()
    assert all(map(watching.needs_person, renders))


def test_an_inherited_hold_is_told_and_waited_out(ada: User) -> None:
    (render,) = ordered(ada)
    Studio.objects.update(hold_code=HoldCode.DISK, hold_since=START)
    evening = Evening(lambda: Studio.objects.update(hold_code=""), become(render, state=State.SAVED))
    evening.watch(render).until_settled()
    assert evening.said[0].startswith("On hold · ")
    assert len(evening.said) == 3


def test_thirty_seconds_without_a_worker_end_the_waiting(ada: User) -> None:
    (render,) = ordered(ada)
    evening = Evening()
    with pytest.raises(NoWorker):
        evening.watch(render).until_settled()
    assert timedelta(seconds=30) < evening.now - START < timedelta(seconds=32)
    assert Render.objects.get().state == State.QUEUED


def test_a_worker_that_lives_is_waited_for(ada: User) -> None:
    (render,) = ordered(ada)
    evening = Evening()

    def beat() -> None:
        Heartbeat.objects.update_or_create(name="w", defaults={"kind": "worker", "at": evening.now})

    evening.turns = [beat] * 200 + [become(render, state=State.SAVED)]
    evening.watch(render).until_settled()
    assert evening.now - START > timedelta(seconds=90)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The command's waiting with nobody asleep: each sleep sets columns of every render instead."""

    def arrange(*turns: Turn) -> None:
        evening = Evening(*turns)
        monkeypatch.setattr(Watch, "__init__", _with(Watch.__init__, evening))

    return arrange


def _with(init: Callable[..., None], evening: Evening) -> Callable[..., None]:
    def started(self: Watch, **given: object) -> None:
        init(self, **given, clock=lambda: evening.now, sleep=evening.sleep)

    return started


def every(**columns: object) -> Turn:
    return lambda: Render.objects.update(**columns)


def test_a_failed_film_is_1_with_its_cause(run: Run, ada: User, at_once: Callable[..., None]) -> None:
    at_once(every(state=State.FAILED, error_code="content-prompt", charged=False))
    said = run("render", "rain", "--wait")
    assert said.code == NOT_SAVED
    assert "Nothing was charged" in said.err
    assert said.out.strip() == str(Render.objects.get().pk)


def test_a_canceled_film_is_1(run: Run, ada: User, at_once: Callable[..., None]) -> None:
    at_once(every(state=State.CANCELED))
    assert run("render", "rain", "--wait").code == NOT_SAVED


def test_an_unclear_order_is_2(run: Run, ada: User, at_once: Callable[..., None]) -> None:
    at_once(every(state=State.UNCERTAIN))
    assert run("render", "rain", "--wait").code == NEEDS_PERSON


def test_no_worker_is_2_and_the_order_stays(run: Run, ada: User, at_once: Callable[..., None]) -> None:
    at_once()
    said = run("render", "rain", "--wait")
    assert said.code == NEEDS_PERSON
    assert "the order stays" in said.err
    assert said.out.strip() == str(Render.objects.get().pk)


def test_the_film_is_written_whole(
    run: Run, ada: User, at_once: Callable[..., None], tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    target = tmp_path / "film.mp4"
    target.write_bytes(b"an older film")
    at_once(come_home)
    assert run("render", "rain", "--output", str(target)).code == 0
    assert target.read_bytes() == b"a whole film"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["film.mp4", "media"]


def come_home() -> None:
    film = b"a whole film"
    render = Render.objects.get()
    default_storage.save("films/one.mp4", ContentFile(film))
    Asset.objects.create(
        render=render, kind=AssetKind.FILM, storage_key="films/one.mp4", mime="video/mp4", bytes=len(film),
        sha256=sha256(film).hexdigest(), width=1280, height=720, seconds=5.0,
    )  # fmt: skip
    every(state=State.SAVED)()
