"""The public page of a share link: its films, and who counts as having seen it."""

from dataclasses import replace

from pytest_django import DjangoAssertNumQueries, Settings

from jobs.actions import trash
from jobs.models import Render, Share, User
from tests.desk import orders, takes_in
from tests.web.desk import BYTES, Desk, home, text
from tests.web.guests import Stranger, link


def test_films_keep_their_numbers_when_one_leaves(lin: User) -> None:
    first, second = (home(take) for take in takes_in(lin, takes=2, title="Tea"))
    guest = Stranger(told=link(lin, first, second))
    assert "2 films · until" in guest.see()
    trash.trash(first, actor=lin)
    page = guest.see()
    assert 'id="film-1"' not in page
    assert 'id="film-2"' in page
    assert guest.get("films/1/film.mp4").status_code == 404
    assert guest.get("films/2/film.mp4").status_code == 200
    trash.trash(second, actor=lin)
    assert "are not here any more" in guest.see()
    trash.restore(first, actor=lin)
    assert 'id="film-1"' in guest.see()


def test_a_player_may_seek(guest: Stranger) -> None:
    answer = guest.get("films/1/film.mp4", Range="bytes=10-19")
    assert (answer.status_code, b"".join(answer)) == (206, BYTES[10:20])


def test_behind_a_proxy_the_link_is_the_permission(guest: Stranger, settings: Settings) -> None:
    settings.PIXSTUDIO = replace(settings.PIXSTUDIO, accel="/protected")
    answer = guest.get("films/1/film.mp4")
    assert answer.headers["X-Accel-Redirect"].startswith("/protected/films/")
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_in_a_messenger_it_says_how_to_download(lin: User, film: Render) -> None:
    guest = Stranger(told=link(lin, film, allows_download=True))
    assert "open this page in the browser" in text(guest.get(**{"User-Agent": "Mobile MicroMessenger/8.0"}))
    assert "open this page in the browser" not in guest.see()


def test_practice_says_so(lin: User) -> None:
    assert 'class="practice"' in Stranger(told=link(lin, home(orders(lin)))).see()


def test_reloads_and_colleagues_are_no_views(guest: Stranger, lin: User) -> None:
    for _ in range(3):
        guest.see()
    Desk.of(lin).see(guest.url)
    guest.client.head(guest.url)
    assert Share.objects.get().views == 1
    replace(guest, address="203.0.113.9").see()
    assert Share.objects.get().views == 2


def test_a_browser_of_a_hundred_names_is_not_a_hundred_visitors(guest: Stranger) -> None:
    for number in range(70):
        guest.get(**{"User-Agent": f"Browser {number}"})
    counted = Share.objects.get().views
    assert counted <= 60  # two windows at most
    replace(guest, address="203.0.113.8").see()
    assert Share.objects.get().views == counted + 1


def test_a_page_of_many_films_asks_no_more_than_one_of_two(
    lin: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    films = [home(take) for take in takes_in(lin, takes=8)]
    guest = Stranger(told=link(lin, *films))
    guest.say()
    with django_assert_max_num_queries(8):
        guest.see()
