"""A film is downloaded under a name that says what it is, and under no other film's."""

from urllib.parse import unquote

from jobs.models import Order, Render
from tests.desk import orders
from tests.web.desk import Desk, home


def name(desk: Desk, render: Render) -> str:
    said = unquote(desk.get(f"/renders/{render.pk}/film.mp4", download="").headers["Content-Disposition"])
    assert said.startswith("attachment; filename")
    return said.replace('"', "''").split("''")[1]


def test_a_title_of_its_own_is_all_the_name_there_is(desk: Desk) -> None:
    assert name(desk, home(orders(desk.user, title="Tea spot"))) == "studio_tea-spot_t1_640x360.mp4"


def test_chinese_is_kept(desk: Desk) -> None:
    assert name(desk, home(orders(desk.user, title="茶 广告"))) == "studio_茶-广告_t1_640x360.mp4"


def test_two_hundred_equal_titles_make_two_hundred_names(desk: Desk) -> None:
    films = [home(orders(desk.user, title="Tea spot" if number % 2 else "TEA SPOT")) for number in range(200)]
    assert len({name(desk, film).casefold() for film in films}) == 200


def test_what_the_name_cannot_tell_apart_is_told_apart_by_the_id(desk: Desk) -> None:
    films = [home(orders(desk.user, title=title)) for title in ("a/b", "ab", "a\\b", "../ab", "")]
    assert len({name(desk, film) for film in films}) == len(films)


def test_a_name_says_what_was_delivered(desk: Desk) -> None:
    film = home(orders(desk.user, title="Tea spot"))
    Order.objects.update(size="1280*720")
    assert name(desk, film).endswith("_640x360.mp4")
