"""A finished film comes home whole or not at all, whatever the line, the file, the disk and the worker do."""

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
from jobs.states import HoldCode, State
from tests.desk import orders, site
from tests.media.films import film as drawn
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, look, story
from tests.pipeline.provider import Lie, Provider, changed, hangs_up, meanwhile, says, unknown

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def finished(provider: Provider, journey: Journey, lin: User) -> Render:
    """Lin's film, ready at the provider."""
    journey.saving = False
    film = journey.until(orders(lin), State.SUCCEEDED)
    journey.saving = True
    return film


def delivers(path: Path) -> Lie:
    return says(200, path.read_bytes(), Content_Type="video/mp4")


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


def test_a_film_damaged_where_it_lies_is_fetched_again(provider: Provider, journey: Journey, finished: Render) -> None:
    lies = stock.mark_path().parent / stock.storage_key("film", finished.pk, finished.created_at)
    lies.parent.mkdir(parents=True)
    lies.write_bytes(b"half a film, after the power failed")
    film = journey.until(finished, State.SAVED)
    assert (provider.count("film"), story(film).count("integrity")) == (1, 1)
    invariants.hold(provider.sandbox.ledger.path)


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


def stored_films() -> list[Path]:
    return list(stock.mark_path().parent.rglob("films/**/*.mp4"))


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
    saves = [pk for wake in handout.pick(now) if wake.queue == handout.SAVE for pk in wake.renders]
    assert saves == [films[3].pk, films[5].pk, films[1].pk, films[4].pk]


def test_what_nobody_owns_is_swept_out_of_the_parts(journey: Journey, finished: Render, house: Path) -> None:
    parts = house / "parts"
    owned, place = parts / f"{finished.pk}.part", parts / f"{finished.pk}.x.pictures"
    for path in (owned, parts / f"{uuid4()}.part", parts / f"{uuid4()}.part.json"):
        path.write_bytes(b"{}")
    for folder in (place, parts / f"{uuid4()}.x.pictures"):
        folder.mkdir()
    sweep.sweep_parts()
    assert set(parts.iterdir()) == {owned, place}


def test_where_a_worker_died_over_the_pictures_the_next_one_clears_up(
    provider: Provider, journey: Journey, finished: Render, house: Path
) -> None:
    left = house / "parts" / f"{finished.pk}.x.pictures"
    left.mkdir()
    (left / "poster.webp").write_bytes(b"half a picture")
    journey.until_true(finished, lambda film: film.due_at is None)
    assert not left.exists()
    invariants.hold(provider.sandbox.ledger.path)


def test_a_film_that_took_its_workers_down_comes_home_once_a_person_says_so(
    provider: Provider, journey: Journey, finished: Render, lin: User
) -> None:
    late = timezone.now() - timedelta(seconds=1)  # its worker stood still between its claim and its first step
    begun = {"state": State.SAVING, "lease": uuid4(), "lease_until": late, "due_at": late, "crashes": 3}
    Render.objects.filter(pk=finished.pk).update(**begun)
    sweep.hold_poison(timezone.now())
    film = journey.until_true(finished, lambda film: film.held)
    assert film.state == State.SUCCEEDED
    try_again(film, actor=lin)
    journey.until(film, State.SAVED)


def test_what_is_in_nobodys_hands_is_put_back_however_it_came_there(
    provider: Provider, journey: Journey, finished: Render
) -> None:
    Render.objects.filter(pk=finished.pk).update(state=State.SAVING, lease=None, lease_until=None)
    sweep.free_dead_saves(timezone.now())
    assert look(finished).state == State.SUCCEEDED


def test_pictures_that_take_their_worker_down_three_times_leave_nothing_behind(
    provider: Provider, journey: Journey, finished: Render, house: Path
) -> None:
    Render.objects.filter(pk=finished.pk).update(state=State.SAVED, crashes=3, final_at=timezone.now())
    (house / "parts" / f"{finished.pk}.x.pictures").mkdir()
    sweep.hold_poison(timezone.now() + timedelta(hours=1))
    assert (look(finished).due_at, list((house / "parts").iterdir())) == (None, [])


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


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_slept_over_its_download_leaves_nothing_behind_a_film_at_home(
    provider: Provider, journey: Journey, finished: Render, house: Path
) -> None:
    def others_bring_it_home() -> None:
        journey.passes(90)
        journey.until(finished, State.SAVED)

    provider.lie("film", meanwhile(others_bring_it_home))
    journey.tick()
    assert (provider.count("film"), list((house / "parts").iterdir())) == (2, [])
    invariants.hold(provider.sandbox.ledger.path)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", [NotAFilm("boxes-broken"), LocalFault(FileNotFoundError(2, "gone"))])
def test_a_worker_that_slept_leaves_the_part_of_the_next_one_and_the_studio_alone(
    journey: Journey, finished: Render, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    part = stock.part_path(finished.pk)

    def looks_at_the_part_of_another(_: Path) -> None:
        Render.objects.filter(pk=finished.pk).update(lease=uuid4())
        part.write_bytes(b"the beginning of theirs")
        raise fault

    monkeypatch.setattr("jobs.pipeline.save.container.check", looks_at_the_part_of_another)
    journey.tick()
    assert (part.read_bytes(), site().hold_code) == (b"the beginning of theirs", "")


def test_a_damaged_mark_holds_the_studio_and_not_the_tick(journey: Journey, house: Path) -> None:
    (house / "media" / ".pixstudio").write_bytes(b"\xff\xfe damaged")
    journey.tick()
    assert site().hold_code == HoldCode.MEDIA_FOLDER
