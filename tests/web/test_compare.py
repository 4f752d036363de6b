"""Two to four films side by side."""

import re
from uuid import UUID

import pytest

from jobs.models import Render, Submission, User
from tests.desk import orders, takes_in
from tests.web.desk import Desk, home


def compare(*films: Render) -> str:
    return f"/compare/?films={','.join(str(film.pk) for film in films)}"


def told(page: str) -> dict[str, list[str]]:
    """The rows of the table of differences."""
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', page, re.DOTALL)
    return {name: re.findall(r"<td[^>]*>([^<]*)</td>", values) for name, values in rows}


def test_films_stand_in_the_order_that_was_asked_for(desk: Desk) -> None:
    first, second = (home(film) for film in takes_in(desk.user, takes=2))
    page = desk.see(compare(second, first))
    assert re.findall(r'<source src="([^"]+)"', page) == [f"/renders/{film.pk}/film.mp4" for film in (second, first)]


def test_only_what_differs_is_listed(desk: Desk) -> None:
    one, other = home(orders(desk.user, "A red boat")), home(orders(desk.user, "A blue boat", audio=True))
    rows = told(desk.see(compare(one, other)))
    assert rows.pop("Seed") == [str(one.seed), str(other.seed)]
    assert rows == {"Prompt": ["A red boat", "A blue boat"], "Sound": ["off", "on"]}


def test_a_setting_that_only_one_has_is_a_dash_beside_the_others(desk: Desk) -> None:
    one, other = home(orders(desk.user)), home(orders(desk.user, model="v5.6", duration=5))
    assert told(desk.see(compare(one, other)))["Shots"] == ["single shot", "–"]


def test_films_ordered_alike_are_said_to_be(desk: Desk) -> None:
    one, other = home(orders(desk.user, seed=7)), home(orders(desk.user, seed=7))
    assert "these films were ordered alike" in desk.see(compare(one, other))


@pytest.mark.parametrize("asked", ["", "films=", "films=nonsense", f"films={UUID(int=1)},{UUID(int=2)}", "films=,,,"])
def test_what_names_no_two_films_is_not_there(desk: Desk, asked: str) -> None:
    assert desk.client.get(f"/compare/?{asked}").status_code == 404


def test_one_film_or_the_same_one_twice_is_no_comparison(desk: Desk) -> None:
    film = home(orders(desk.user))
    assert desk.client.get(compare(film)).status_code == 404
    assert desk.client.get(compare(film, film)).status_code == 404


def test_a_fifth_film_and_one_that_is_not_home_are_left_out(desk: Desk) -> None:
    takes = takes_in(desk.user, takes=7)
    for take in takes[1:]:
        home(take)
    assert desk.see(compare(*takes)).count("<video") == 4


def test_films_of_another_space_are_not_there(desk: Desk, wei: User) -> None:
    mine, theirs = home(orders(desk.user)), home(orders(wei))
    assert desk.client.get(compare(mine, theirs)).status_code == 404


def test_an_order_offers_its_saved_takes_and_one_saved_take_is_not_offered(desk: Desk) -> None:
    takes = takes_in(desk.user, takes=6)
    home(takes[0])
    assert "/compare/" not in desk.see()
    for take in takes[1:]:
        home(take)
    assert f'href="{compare(*takes[:4])}" data-key="c"' in desk.see()


def test_the_first_film_with_sound_is_the_one_that_is_heard(desk: Desk) -> None:
    silent, one, other = home(orders(desk.user)), *(home(orders(desk.user, audio=True)) for _ in range(2))
    page = desk.see(compare(silent, one, other))
    assert page.count("data-heard") == 1
    assert page.index(str(silent.pk)) < page.index("data-heard") < page.index(f"/renders/{one.pk}/film.mp4")


def test_a_step_is_one_picture_of_the_quickest_film(desk: Desk) -> None:
    usual, quick = (home(film) for film in takes_in(desk.user, takes=2))
    assert 'data-rate="24"' in desk.see(compare(usual, quick))
    Submission.objects.filter(render=quick).update(usage={"fps": 30})
    assert 'data-rate="30"' in desk.see(compare(usual, quick))


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("/gallery/?model=v6", "/gallery/?model=v6"),
        ("/", "/"),
        ("/renders/{second}/?liked=1", "/renders/{second}/?liked=1"),
        ("/queue/", "/renders/{first}/"),
        ("https://elsewhere.example/gallery/", "/renders/{first}/"),
        ("", "/renders/{first}/"),
    ],
)
def test_the_way_back_leads_to_where_the_films_were_chosen(desk: Desk, page: str, back: str) -> None:
    first, second = (home(film) for film in takes_in(desk.user, takes=2))
    names = {"first": first.pk, "second": second.pk}
    origin = "http://testserver" if page.startswith("/") else ""
    sent = {"referer": f"{origin}{page}".format(**names)}
    shown = desk.client.get(compare(first, second), headers=sent).content.decode()
    found = re.search(r'href="([^"]+)" data-back', shown)
    assert found
    assert found[1] == back.format(**names)
