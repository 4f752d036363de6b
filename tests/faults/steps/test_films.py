"""Films on their way home, over lines that cut, drip and lie, and files that are none."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from pytest_django import Settings

from jobs.media import stock
from jobs.media.faults import NotAFilm
from jobs.models import Render, User
from jobs.pipeline import save
from jobs.pipeline.advance import advance
from jobs.pipeline.save import road_to
from jobs.states import HoldCode, State
from tests.desk import orders
from tests.faults.films import FilmServer
from tests.lines import Line, Visit, line
from tests.media.films import film as drawn
from tests.pipeline.journey import Journey, story
from tests.pipeline.provider import HTML, Answer, Ask, Call, Lie, Provider, changed, says

pytestmark = pytest.mark.usefixtures("account")

GIGABYTES = str(5 * 1024**3)


def cut_in_half(ask: Ask) -> Answer:
    """The length fits what comes, but what comes is half a film."""
    body = ask.truth().body
    half = body[: len(body) // 2]
    return Answer(status=200, body=half, headers=(("Content-Length", str(len(half))),))


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
def test_row_23_what_is_no_film_is_fetched_five_times_and_never_kept(
    provider: Provider, journey: Journey, finished: Render, lie: Lie, code: HoldCode
) -> None:
    provider.lie("film", lie, times=99)
    film = journey.until_true(finished, lambda film: film.held)
    assert (film.hold_code, provider.count("film"), film.state) == (code, 5, State.SUCCEEDED)
    assert not film.assets.exists()


def test_row_23_half_a_film_with_a_fitting_length_is_fetched_again(
    provider: Provider, journey: Journey, finished: Render
) -> None:
    provider.lie("film", cut_in_half)
    film = journey.until(finished, State.SAVED)
    assert story(film).count("integrity") == 1


def test_row_23_a_film_that_crashes_the_probe_harms_nobody(
    provider: Provider, journey: Journey, finished: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_: Path) -> None:
        raise NotAFilm("child-crashed")

    monkeypatch.setattr("jobs.pipeline.save.probe", crash)
    film = journey.until_true(finished, lambda film: film.held)
    assert (film.hold_code, film.hold_params["fault"]) == ("integrity", "child-crashed")


def from_line(service: Line) -> Lie:
    """The link leads to another server than the provider's own."""
    link = f"http://127.0.0.1:{service.port}/film.mp4"
    return changed(lambda said: "video_url" in said["output"] and said["output"].update(video_url=link))


Serve = Callable[[FilmServer, Visit], None]
TROUBLES: dict[str, Serve] = {
    "cut": FilmServer.cuts,
    "reset": FilmServer.cuts_hard,
    "stall": FilmServer.stalls,
}
ANSWERS: dict[str, Serve] = {
    "ranges": FilmServer.serves,
    "no ranges": FilmServer.ignores_ranges,
    "changed": FilmServer.changed,
    "416": FilmServer.refuses_the_range,
    "chunks": FilmServer.in_chunks,
    "gzip": FilmServer.zipped,
}


@pytest.fixture
def server(tmp_path: Path, provider: Provider, settings: Settings) -> FilmServer:
    """Nobody waits longer than a second for the next byte."""
    settings.PACE = replace(settings.PACE, download_idle=1.0)
    server = FilmServer.of(drawn(tmp_path / "small.mp4"))
    provider.calls.append(
        Call(kind="film", at=0.0, key="", body=b"", status=200, whole=sha256(server.film).hexdigest())
    )
    return server


def saved_from(server: FilmServer, provider: Provider, journey: Journey, lin: User, *serves: Serve) -> Render:
    with line(*[partial(serve, server) for serve in serves]) as service:
        provider.lie("query", from_line(service), times=99)
        film = journey.until(orders(lin), State.SAVED)
    [stored] = film.assets.filter(kind="film")
    assert stored.sha256 == sha256(server.film).hexdigest()
    return film


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
def test_row_22_a_line_that_breaks_is_gone_on_with(
    server: FilmServer, provider: Provider, journey: Journey, lin: User, trouble: Serve
) -> None:
    film = saved_from(server, provider, journey, lin, trouble, FilmServer.serves)
    assert server.asked == ["", f"{len(server.film) // 2}-"]
    assert story(film).count("save-broken") == 1


@pytest.mark.parametrize("then", ANSWERS.values(), ids=ANSWERS)
def test_row_22_whatever_the_server_makes_of_a_range_the_whole_film_comes_home(
    server: FilmServer, provider: Provider, journey: Journey, lin: User, then: Serve
) -> None:
    saved_from(server, provider, journey, lin, FilmServer.cuts, then, FilmServer.serves)


def test_row_22_an_endless_film_is_cut_at_the_cap_and_held(
    provider: Provider, journey: Journey, finished: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(save, "road_to", lambda account: replace(road_to(account), cap=10_000))
    film = journey.until_true(finished, lambda film: film.held)
    assert (film.hold_code, provider.count("film")) == (HoldCode.TOO_LARGE, 5)


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_row_22_a_line_that_drips_makes_way_for_a_film_that_waits(
    server: FilmServer, provider: Provider, journey: Journey, lin: User, settings: Settings
) -> None:
    settings.PACE = replace(settings.PACE, save_turn=1.0)
    journey.saving = False
    with ThreadPoolExecutor(4) as pool, line(*[partial(FilmServer.drips, server)] * 8) as service:
        provider.lie("query", from_line(service), times=99)
        slow = [journey.until(orders(lin), State.SUCCEEDED) for _ in range(4)]
        provider.honest()
        quick = journey.until(orders(lin), State.SUCCEEDED)
        dripping = [pool.submit(in_a_worker, film.pk) for film in slow]
        first = next(as_completed(dripping)).result()
        kept = stock.part_path(first.pk).stat().st_size
        # now: on a busy machine its turn comes again, and the line drips again, before the other film is home
        made_way = first.events.filter(happening="save-broken", params__fault="line-slow").count()
        journey.saving = True
        journey.until(quick, State.SAVED)
    assert made_way == 1
    assert kept > 0


def in_a_worker(pk: UUID) -> Render:
    """Take the next step of this film in a thread of its own."""
    try:
        advance(pk)
        return Render.objects.get(pk=pk)
    finally:
        connection.close()
