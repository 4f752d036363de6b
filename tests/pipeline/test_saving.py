"""A finished film comes home whole or not at all, whatever the line, the file, the disk and the worker do."""

import errno
import os
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from jobs.actions.renders import try_again
from jobs.media import stock
from jobs.media.faults import LocalFault, NotAFilm
from jobs.models import Render, User
from jobs.pipeline import handout, sweep
from jobs.queries import holds
from jobs.states import HoldCode, State
from tests.desk import orders, site
from tests.media.films import film as drawn
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, look, story
from tests.pipeline.provider import HTML, Answer, Ask, Lie, Provider, changed, hangs_up, meanwhile, says, unknown

pytestmark = pytest.mark.usefixtures("account")

GIGABYTES = str(5 * 1024**3)


@pytest.fixture
def finished(provider: Provider, journey: Journey, lin: User) -> Render:
    """Lin's film, ready at the provider."""
    journey.saving = False
    film = journey.until(orders(lin), State.SUCCEEDED)
    journey.saving = True
    return film


def delivers(path: Path) -> Lie:
    return says(200, path.read_bytes(), Content_Type="video/mp4")


def cut_in_half(ask: Ask) -> Answer:
    """The length fits what comes, but what comes is half a film."""
    body = ask.truth().body
    half = body[: len(body) // 2]
    return Answer(status=200, body=half, headers=(("Content-Length", str(len(half))),))


def test_a_refused_link_is_replaced_by_a_fresh_one(provider: Provider, journey: Journey, finished: Render) -> None:
    provider.lie("film", says(403, b"<Error><Code>AccessDenied</Code></Error>"))
    asked = provider.count("query")
    film = journey.until(finished, State.SAVED)
    assert provider.count("query") == asked + 1
    assert "link-refused" in story(film)
    invariants.hold(provider.sandbox.ledger.path)


def test_a_link_refused_twice_waits_for_a_person(
    provider: Provider, journey: Journey, finished: Render, lin: User
) -> None:
    provider.lie("film", says(404, b""), times=2)
    film = journey.until_true(finished, lambda film: film.held)
    assert (film.hold_code, film.state, film.deadline_at is not None) == ("link-refused", State.SUCCEEDED, True)
    try_again(film, actor=lin)
    journey.until(film, State.SAVED)
    invariants.hold(provider.sandbox.ledger.path)


def test_a_film_the_provider_has_thrown_away_is_expired(provider: Provider, journey: Journey, finished: Render) -> None:
    provider.lie("film", says(404, b""), times=9)
    provider.lie("query", unknown, times=9)
    provider.lie("list", changed(lambda page: page.update(data=[], total=0)), times=9)
    film = journey.until(finished, State.EXPIRED)
    assert (film.charged, story(film)[-1]) == (True, "gone")
    assert set(film.ledger.values_list("kind", flat=True)) == {"reserve", "settle"}
    invariants.hold(provider.sandbox.ledger.path)


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        (says(200, HTML), HoldCode.INTEGRITY),
        (says(200, b""), HoldCode.INTEGRITY),
        (says(200, b"<?xml version='1.0'?><Error/>", Content_Type="video/mp4"), HoldCode.INTEGRITY),
        (says(200, b"x", Content_Length=GIGABYTES), HoldCode.TOO_LARGE),
    ],
    ids=["html", "nothing", "xml", "endless"],
)
def test_what_is_no_film_is_fetched_five_times_and_never_kept(
    provider: Provider, journey: Journey, finished: Render, lie: Lie, code: HoldCode
) -> None:
    provider.lie("film", lie, times=99)
    film = journey.until_true(finished, lambda film: film.held)
    assert (film.hold_code, provider.count("film"), film.state) == (code, 5, State.SUCCEEDED)
    assert not film.assets.exists()
    invariants.hold(provider.sandbox.ledger.path)


def test_half_a_film_with_a_fitting_length_is_fetched_again(
    provider: Provider, journey: Journey, finished: Render
) -> None:
    provider.lie("film", cut_in_half)
    film = journey.until(finished, State.SAVED)
    assert story(film).count("integrity") == 1
    invariants.hold(provider.sandbox.ledger.path)


def test_a_film_damaged_where_it_lies_is_fetched_again(provider: Provider, journey: Journey, finished: Render) -> None:
    lies = stock.mark_path().parent / stock.storage_key("film", finished.pk, finished.created_at)
    lies.parent.mkdir(parents=True)
    lies.write_bytes(b"half a film, after the power failed")
    film = journey.until(finished, State.SAVED)
    assert (provider.count("film"), story(film).count("integrity")) == (1, 1)
    invariants.hold(provider.sandbox.ledger.path)


def test_a_film_that_crashes_the_probe_harms_nobody(
    provider: Provider, journey: Journey, finished: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_: Path) -> None:
        raise NotAFilm("child-crashed")

    monkeypatch.setattr("jobs.pipeline.save.probe", crash)
    film = journey.until_true(finished, lambda film: film.held)
    assert (film.hold_code, film.hold_params["fault"]) == ("integrity", "child-crashed")


def test_a_link_to_a_strange_host_is_never_followed(provider: Provider, journey: Journey, lin: User) -> None:
    strange = changed(lambda said: said["output"].update(video_url="https://films.example.com/1.mp4"))
    journey.until(orders(lin), State.RUNNING)
    provider.lie("query", strange, times=99)
    film = journey.until_true(Render.objects.get(), lambda film: film.held)
    assert (film.hold_code, film.hold_params["host"], provider.count("film")) == (
        "link-blocked",
        "films.example.com",
        0,
    )


def test_a_film_otherwise_than_ordered_is_kept_and_said(
    provider: Provider, journey: Journey, finished: Render, tmp_path: Path
) -> None:
    provider.lie("film", delivers(drawn(tmp_path / "small.mp4", seconds=2, sound=True)))
    film = journey.until(finished, State.SAVED)
    differs = film.events.get(happening="differs").params
    assert differs == {"size": ["640*360", "160*90"], "duration": [1, 2.0], "audio": [False, True]}


@pytest.mark.parametrize("moment", ["container.check", "probe", "stock.put", "_saved"])
def test_a_worker_killed_while_saving_leaves_one_whole_film(
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
    invariants.hold(provider.sandbox.ledger.path)


def stored_films() -> list[Path]:
    return list(stock.mark_path().parent.rglob("films/**/*.mp4"))


def test_a_full_disk_stops_saving_and_sending_and_ends_by_itself(
    provider: Provider, journey: Journey, finished: Render, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("jobs.media.stock.try_writing", full)
        patch.setattr("jobs.pipeline.save.stock.put", lambda *_: (_ for _ in ()).throw(LocalFault(OSError(28, ""))))
        waiting = orders(lin)
        journey.run(60)
        seen = [holds.of(look(film)) for film in (finished, waiting)]
        assert [hold.code for hold in seen if hold] == ["disk", "disk"]
        assert (look(waiting).state, provider.count("create")) == (State.QUEUED, 1)
    journey.until(finished, State.SAVED)
    journey.until(waiting, State.PENDING)
    assert site().hold_code == ""
    invariants.hold(provider.sandbox.ledger.path)


def test_a_disk_that_fills_under_a_film_keeps_the_film_at_the_provider(
    provider: Provider, journey: Journey, finished: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = LocalFault(OSError(errno.ENOSPC, "No space left on device"))
    with monkeypatch.context() as patch:
        patch.setattr("jobs.pipeline.save.stock.put", lambda *_: (_ for _ in ()).throw(fault))
        journey.tick()
        assert (site().hold_code, look(finished).state) == ("disk", State.SUCCEEDED)
    journey.until(finished, State.SAVED)
    invariants.hold(provider.sandbox.ledger.path)


def test_a_media_folder_that_cannot_be_written_holds_the_studio(
    provider: Provider, journey: Journey, finished: Render, house: Path
) -> None:
    (house / "media").rename(house / "elsewhere")
    (house / "media").write_text("in the way")
    journey.run(20)
    assert (site().hold_code, look(finished).state, provider.count("film")) == ("media-folder", State.SUCCEEDED, 0)
    (house / "media").unlink()
    (house / "elsewhere").rename(house / "media")
    journey.until(finished, State.SAVED)


def test_an_empty_folder_where_films_were_is_not_ours(
    provider: Provider, journey: Journey, finished: Render, lin: User, house: Path
) -> None:
    journey.until(finished, State.SAVED)
    (house / "media").rename(house / "unmounted")
    (house / "media").mkdir()
    waiting = orders(lin)
    journey.run(20)
    assert (site().hold_code, look(waiting).state) == ("media-folder", State.QUEUED)
    (house / "media").rmdir()
    (house / "unmounted").rename(house / "media")
    journey.until(waiting, State.PENDING)


def test_a_film_that_cannot_be_pictured_is_still_a_film(
    provider: Provider, journey: Journey, finished: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unpaintable(*_: object) -> None:
        raise NotAFilm("undecodable")

    monkeypatch.setattr("jobs.pipeline.derive.poster", unpaintable)
    film = journey.until(finished, State.SAVED)
    journey.run(3600)
    film = look(film)
    assert (film.state, film.hold_code, film.due_at) == (State.SAVED, "", None)
    assert story(film).count("derive-failed") == 3


def test_the_nearest_deadline_is_saved_first_and_a_third_of_the_slots_may_save(journey: Journey, lin: User) -> None:
    now = timezone.now()
    films = [orders(lin) for _ in range(6)]
    for hours, film in zip((6, 3, 5, 1, 4, 2), films, strict=True):
        rows = Render.objects.filter(pk=film.pk)
        rows.update(state=State.SUCCEEDED, deadline_at=now + timedelta(hours=hours), due_at=now)
    saves = [wake.render for wake in handout.pick(now) if wake.queue == handout.SAVE]
    assert saves == [films[3].pk, films[5].pk, films[1].pk, films[4].pk]


def test_what_nobody_owns_is_swept_out_of_the_parts(journey: Journey, finished: Render, house: Path) -> None:
    owned, strange, workplace = (house / "parts" / name for name in (f"{finished.pk}.part", f"{uuid4()}.part", "tmpx"))
    owned.write_bytes(b"1")
    strange.write_bytes(b"2")
    workplace.mkdir()
    os.utime(workplace, (time.time() - 7200, time.time() - 7200))
    sweep.sweep_parts()
    assert list((house / "parts").iterdir()) == [owned]


def test_a_line_that_never_holds_is_given_up_two_days_after_the_submit(
    provider: Provider, journey: Journey, finished: Render
) -> None:
    provider.lie("film", hangs_up(made=False), times=20)
    journey.until_true(finished, lambda film: "save-broken" in story(film))
    journey.passes(48 * 3600)
    film = journey.until(finished, State.EXPIRED)
    assert story(film)[-1] == "overdue"
    assert not stock.part_path(film.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_tries_the_old_link_while_a_fresh_one_is_asked_for(
    provider: Provider, journey: Journey, finished: Render
) -> None:
    def others_work_on() -> None:
        journey.passes(5)
        journey.tick()

    provider.lie("film", says(403, b"<Error><Code>AccessDenied</Code></Error>"), times=2)
    provider.lie("query", meanwhile(others_work_on))
    journey.tick()
    assert (look(finished).state, look(finished).held, provider.count("film")) == (State.SUCCEEDED, False, 1)


def test_a_damaged_mark_holds_the_studio_and_not_the_tick(journey: Journey, house: Path) -> None:
    (house / "media" / ".pixstudio").write_bytes(b"\xff\xfe damaged")
    journey.tick()
    assert site().hold_code == HoldCode.MEDIA_FOLDER
