"""How the takes of an order stand side by side."""

import pytest

from jobs.web.slates import side_by_side
from tests.desk import orders
from tests.web.desk import HTMX, Desk


@pytest.mark.parametrize(
    ("takes", "ratio", "desk"),
    [
        (1, "16:9", 1),
        (4, "16:9", 2),
        (8, "16:9", 3),
        (4, "21:9", 2),
        (4, "1:1", 4),
        (4, "9:16", 4),
    ],
)
def test_takes_stand_in_even_rows_and_shrink_a_little_where_that_saves_one(takes: int, ratio: str, desk: int) -> None:
    row = 252 if takes in (1, 2, 4) else 164
    assert side_by_side(takes, ratio, row=row, room=912) == desk


def test_eight_narrow_takes_fit_one_row() -> None:
    assert side_by_side(8, "9:16", row=164, room=912) == 8


def test_two_wide_takes_share_the_row_of_a_tablet() -> None:
    assert side_by_side(2, "21:9", row=184, room=664) == 2


def test_an_order_without_takes_left_still_has_a_row() -> None:
    assert side_by_side(0, "16:9", row=164, room=912) == 1


def test_a_title_is_given_on_the_slate_which_comes_back_at_once(desk: Desk) -> None:
    film = orders(desk.user, "A heron")
    answer = desk.client.post(f"/renders/{film.pk}/title/", {"title": "Sh 03 <b>", "slate": "1"}, headers=HTMX)
    page = answer.content.decode()
    assert f'id="slate-{film.order_id}" hx-swap-oob="true"' in page
    assert "Sh 03 &lt;b&gt;</h2>" in page
