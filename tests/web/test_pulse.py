"""An open page stays fresh, and nothing that did not change is touched."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jobs.models import Order, Render, User
from jobs.states import State
from tests.desk import orders
from tests.web.desk import HTMX, Desk, home, marks, moved


def test_nothing_changed_is_204(desk: Desk) -> None:
    desk.order(takes="2")
    assert desk.look(*marks(desk.see())).status_code == 204


def test_only_the_card_that_moved_comes_back(desk: Desk) -> None:
    desk.order(takes="2")
    seen = marks(desk.see())
    first, second = Render.objects.order_by("take")
    moved(first, State.RUNNING)
    page = desk.look(*seen).content.decode()
    assert f'id="take-{first.pk}" hx-swap-oob="true"' in page
    assert f'id="take-{second.pk}"' not in page
    assert f'id="line-{second.pk}" hx-swap-oob="true"' in page  # it is the first in line now


def test_a_ticking_line_leaves_its_card_alone(desk: Desk) -> None:
    render = moved(orders(desk.user), State.SAVING)
    seen = marks(desk.see())
    Render.objects.filter(pk=render.pk).update(bytes_here=500, bytes_total=1000)
    page = desk.look(*seen).content.decode()
    assert f'id="line-{render.pk}" hx-swap-oob="true"' in page
    assert "<article" not in page


def test_an_order_made_elsewhere_stands_in_front(desk: Desk) -> None:
    seen = marks(desk.see())
    orders(desk.user, "From the shell")
    page = desk.look(*seen).content.decode()
    assert 'hx-swap-oob="afterbegin:#feed"' in page
    assert "From the shell" in page
    assert desk.look(*marks(desk.see())).status_code == 204


def test_a_film_that_came_home_is_told_to_the_ear(desk: Desk) -> None:
    render = orders(desk.user)
    seen = marks(desk.see())
    home(render)
    assert desk.look(*seen).headers["HX-Trigger"] == '{"news": {"saved": 1}}'


def test_the_player_takes_the_place_of_the_card_and_is_then_left_alone(desk: Desk) -> None:
    render = orders(desk.user)
    path = f"/renders/{render.pk}/"
    seen = marks(desk.see(path))
    home(render)
    page = desk.look(*seen).content.decode()
    assert page.count("<video") == 1
    assert "<article" not in page
    shown = desk.see(path)
    Order.objects.update(title="A new title")
    assert "<video" not in desk.look(*marks(shown)).content.decode()


def test_films_of_another_space_are_not_told(desk: Desk, wei: User) -> None:
    render = orders(wei)
    mark = f"take:{render.pk}.queued.00000000.00000000"
    assert desk.look(mark).status_code == 204


def test_what_no_page_sends_is_ignored(desk: Desk) -> None:
    assert desk.look("", "take", "take:1", "slate:..", "\x00", *["x:y"] * 150).status_code == 204


def test_after_signing_out_a_look_changes_nothing_and_a_deed_leads_to_sign_in(desk: Desk) -> None:
    render, stranger = orders(desk.user), Client()
    look = stranger.get("/pulse/", headers=HTMX)
    assert (look.status_code, look.headers["X-Signed-Out"]) == (204, "1")
    answer = stranger.post(f"/renders/{render.pk}/cancel/", headers=HTMX)
    assert answer.headers["HX-Redirect"] == "/accounts/login/"


def test_a_page_of_many_cards_asks_the_database_no_more_often(desk: Desk) -> None:
    desk.order("one")
    queries(desk)  # what is learned once is kept for a minute
    few = queries(desk)
    for number in range(6):
        desk.order(f"more {number}", takes="8")
    assert queries(desk) == few


def queries(desk: Desk) -> int:
    with CaptureQueriesContext(connection) as caught:
        desk.see()
    return len(caught)
