"""`seed_demo`: everything is there, nothing moves, and nothing of it can ever cost money."""

import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from jobs import words
from jobs.actions.renders import Choice, resolve
from jobs.management.demo import gathered, people, reels, seeding
from jobs.management.demo.plots import PLOTS
from jobs.management.demo.showcase import PIECES
from jobs.models import (
    AuditEntry,
    Board,
    Event,
    Favourite,
    LedgerLine,
    News,
    Pick,
    PromptTemplate,
    ProviderKey,
    Render,
    Space,
    User,
)
from jobs.pipeline.advance import advance
from jobs.pipeline.claim import claim_queued
from jobs.pipeline.handout import pick
from jobs.pipeline.sweep import sweep
from jobs.queries import holds
from jobs.states import LIVE, MOVES, Door, LineKind, State
from tests.commands.conftest import Run
from tests.desk import real_account

FILMS = 60
PASSWORD = "four quiet harbours"


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[reels.Reel, ...]]:
    """One small film, drawn once for all tests here; it stands for those of every shape."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.MEDIA_ROOT", str(tmp_path_factory.mktemp("reels")))
        with reels.drawn(((reels.Shape(ratio="16:9", seconds=1, audio=False), (28,)),)) as (one,):
            yield tuple(replace(one, shape=shape) for shape, _ in reels.PLAN)


@pytest.fixture
def seed(house: Path, run: Run, few: tuple[reels.Reel, ...], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(reels, "drawn", lambda: nullcontext(few))
    return lambda *wishes: run("seed_demo", "--password", PASSWORD, *wishes)


@pytest.fixture
def demo(seed: Run) -> None:
    """A still studio of sixty films."""
    said = seed("--still")
    assert said.code == 0, said.err


@pytest.mark.servers
@pytest.mark.usefixtures("demo")
def test_every_state_is_there_and_so_is_every_plot() -> None:
    assert Render.objects.count() == FILMS
    assert set(Render.objects.values_list("state", flat=True)) == set(State)
    assert {plot for piece in PIECES for plot in piece.plots} <= PLOTS.keys()
    assert Render.objects.exclude(hold_code="").count() == 2
    assert Render.objects.filter(parent__state=State.FAILED).count() == 1
    assert len(set(Render.objects.exclude(error_code="").values_list("error_code", flat=True))) >= 5


@pytest.mark.usefixtures("demo")
def test_every_saved_film_has_its_three_files() -> None:
    saved = Render.objects.filter(state=State.SAVED)
    assert sum(Space.objects.values_list("films", flat=True)) == saved.count() > 20
    assert Favourite.objects.exists()
    for film in saved.prefetch_related("assets"):
        assert {asset.kind for asset in film.assets.all()} == {"film", "poster", "preview"}
        assert all(default_storage.size(asset.storage_key) == asset.bytes for asset in film.assets.all())


@pytest.mark.servers
def test_films_lie_on_boards_and_a_client_has_answered(seed: Run, client: Client) -> None:
    link, password = re.findall(r"(/s/\S+/), password (\S+)", seed("--still").out)[0]
    assert Board.objects.filter(shelved__isnull=False).distinct().count() == len(gathered.BOARDS)
    assert PromptTemplate.objects.count() == len(gathered.RECIPES)
    assert client.post(f"{link}enter/", {"password": password}).status_code == 302
    page = client.get(link).content.decode()
    assert "Harbour spot, first round" in page
    assert Pick.objects.count() == 3
    assert News.objects.filter(user__email="lin@example.com").exists()


def test_a_second_one_sends_no_second_link(seed: Run) -> None:
    seed("--still")
    assert "/s/" not in seed("--still", "--add").out


@pytest.mark.usefixtures("demo")
def test_its_people_sign_in_and_see_it(client: Client) -> None:
    assert client.login(username="mara@example.com", password=PASSWORD)
    assert "Dunes at dusk" in client.get("/").content.decode()
    assert client.get("/gallery/").status_code == 200
    assert User.objects.owner() == User.objects.get(email="lin@example.com")


@pytest.mark.usefixtures("demo")
def test_every_history_is_a_story_the_pipeline_could_have_told() -> None:
    for film in Render.objects.all():
        events = list(film.events.select_related("actor").order_by("id"))
        assert events[-1].to_state == film.state
        assert [event.at for event in events] == sorted(event.at for event in events)
        for before, after in pairwise(events):
            assert after.from_state == before.to_state
            assert after.to_state in MOVES[State(after.from_state)] | {after.from_state}
        assert all("no words" not in words.happening(event) for event in events)
    assert not Event.objects.filter(at__gt=timezone.now()).exists()


@pytest.mark.usefixtures("demo")
def test_the_ledger_adds_up() -> None:
    for film in Render.objects.prefetch_related("ledger"):
        lines = {line.kind: line.amount for line in film.ledger.all()}
        assert lines[LineKind.RESERVE] == film.estimate
        assert lines.get(LineKind.SETTLE, film.cost if film.charged is False else None) == film.cost
        assert not {LineKind.SETTLE, LineKind.RELEASE} <= lines.keys()
    assert not LedgerLine.objects.filter(render__practice=True).exists()


@pytest.mark.usefixtures("demo")
def test_a_still_studio_has_nothing_to_do() -> None:
    assert not Render.objects.moving().exists()
    assert not Render.objects.exclude(order__door=Door.DEMO).exists()


@pytest.mark.usefixtures("demo")
def test_a_tick_leaves_it_as_it_stands() -> None:
    before = list(Render.objects.order_by("pk").values_list("state", "version"))
    sweep(timezone.now())
    assert pick(timezone.now()) == []
    assert list(Render.objects.order_by("pk").values_list("state", "version")) == before


def test_what_moves_is_practice(seed: Run) -> None:
    seed()
    due = Render.objects.moving().values_list("practice", "order__door")
    assert list(due) == [(True, Door.SHELL)] * seeding.LIVING
    assert Render.objects.count() == FILMS


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("state", sorted(LIVE))
def test_a_made_up_film_takes_no_step_even_when_it_is_due(state: State) -> None:
    Render.objects.filter(state=state).update(due_at=timezone.now())
    for film in Render.objects.filter(state=state):
        advance(film.pk)
    after = Render.objects.filter(order__door=Door.DEMO, state=state)
    assert after.exists()
    assert not after.filter(due_at__isnull=False).exists()


@pytest.mark.usefixtures("demo")
def test_not_even_a_person_and_a_real_key_can_send_one() -> None:
    real_account("https://dashscope.example.com/api/v1")
    unclear = Render.objects.select_related("submission").filter(state=State.UNCERTAIN)[0]
    resolve(unclear, Choice.SEND_AGAIN, actor=User.objects.owner() or unclear.author)
    assert Render.objects.due(timezone.now()).get() == unclear
    assert claim_queued(unclear.pk, now=timezone.now()) is None
    assert Render.objects.get(pk=unclear.pk).state == State.QUEUED


@pytest.mark.usefixtures("demo")
def test_what_looks_alive_does_not_complain_about_a_missing_key() -> None:
    standing = holds.standing()
    seen = {standing.of(film) for film in Render.objects.select_related("order").filter(hold_code="")}
    assert seen == {None}
    assert not ProviderKey.objects.exists()


def test_memory_does_not_grow_with_the_number(
    house: Path, few: tuple[reels.Reel, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was made up is in the database before the next portion is begun."""
    monkeypatch.setattr(seeding, "PORTION", 25)
    stored: list[int] = []
    seeding.seed(120, people.gather(PASSWORD), few, lambda count: stored.append(Render.objects.count()), still=True)
    assert stored == [25, 50, 75, 100, 120]


def test_a_second_run_refuses_unless_it_is_to_add(seed: Run) -> None:
    seed("--still")
    said = seed("--still")
    assert (said.code, Render.objects.count()) == (3, FILMS)
    assert "--add" in said.err
    seed("--still", "--add", "--renders", "50")
    assert (Render.objects.count(), User.objects.count()) == (FILMS + 50, 6)


def test_a_real_key_keeps_made_up_costs_away(seed: Run) -> None:
    real_account("https://dashscope.example.com/api/v1")
    said = seed()
    assert (said.code, Render.objects.count()) == (3, 0)
    assert "real provider key" in said.err


def test_production_takes_no_made_up_people(seed: Run, settings: Settings) -> None:
    settings.PIXSTUDIO = replace(settings.PIXSTUDIO, production=True, public_url="https://studio.example.com")
    said = seed()
    assert (said.code, User.objects.count(), AuditEntry.objects.count()) == (3, 0, 0)
    assert "production" in said.err


@pytest.mark.parametrize(("wish", "why"), [(("--renders", "5"), "At least"), (("--password", "1234"), "password")])
def test_what_cannot_be_is_said_in_a_sentence(seed: Run, wish: tuple[str, ...], why: str) -> None:
    said = seed(*wish)
    assert (said.code, Render.objects.count()) == (3, 0)
    assert why in said.err


def test_a_password_is_drawn_and_told_once(house: Path, run: Run, seed: Run) -> None:
    said = run("seed_demo", "--still")
    drawn = said.out.strip().split(": ")[-1]
    assert User.objects.get(email="mara@example.com").check_password(drawn)
    assert "password" not in seed("--still", "--add").out
