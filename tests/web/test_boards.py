"""Boards and tags as people use them: the page of boards, a board's films, and one film's boards and tags."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs.actions import boards, tags
from jobs.models import Board, Order, Render, Space, Tag, Tagged, User
from jobs.states import State
from tests.desk import orders, takes_in
from tests.web.desk import HTMX, Desk, home, moved


def board_of(user: User, name: str = "Tea spot") -> Board:
    return boards.make(Space.objects.get(is_default=True), name, actor=user)


def on(board: Board) -> set[object]:
    return set(board.shelved.values_list("render", flat=True))


def path(film: Render, deed: str = "boards") -> str:
    return f"/renders/{film.pk}/{deed}/"


# ------------------------------------------------------------------ boards


def test_a_board_is_made_and_shown(desk: Desk) -> None:
    answer = desk.press("/boards/", name="  Tea   spot ", space=str(Space.objects.get().pk))
    board = Board.objects.get()
    assert (board.name, board.created_by) == ("Tea spot", desk.user)
    assert answer.headers["Location"] == f"/gallery/?board={board.pk}"
    assert "Tea spot" in desk.see("/boards/")


@pytest.mark.parametrize(
    ("name", "said"), [("", "needs a name"), ("x" * 81, "at most 80"), ("a\0b", ""), ("TEA SPOT", "of that name")]
)
def test_a_name_that_cannot_be_is_refused_in_words(desk: Desk, name: str, said: str) -> None:
    board_of(desk.user)
    answer = desk.press("/boards/", name=name, space=str(Space.objects.get().pk))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Board.objects.count() == 1


def test_a_board_is_renamed_noted_and_covered(desk: Desk) -> None:
    board, film, stranger = board_of(desk.user), home(orders(desk.user)), home(orders(desk.user))
    boards.put(board, [film], actor=desk.user)
    desk.press(f"/boards/{board.pk}/", name="Rain", notes="For\r\nFriday", cover=str(film.pk))
    board.refresh_from_db()
    assert (board.name, board.notes, board.cover) == ("Rain", "For\nFriday", film)
    desk.press(f"/boards/{board.pk}/", name="Rain", notes="", cover=str(stranger.pk))
    board.refresh_from_db()
    assert board.cover is None


def test_a_board_is_deleted_and_its_films_stay(desk: Desk) -> None:
    board, film = board_of(desk.user), home(orders(desk.user))
    boards.put(board, [film], actor=desk.user)
    assert "stay in the gallery" in desk.see(f"/boards/{board.pk}/delete/")
    desk.press(f"/boards/{board.pk}/delete/")
    assert not Board.objects.exists()
    assert f"/renders/{film.pk}/" in desk.see("/gallery/")


def test_another_spaces_boards_are_not_there(desk: Desk, wei: User) -> None:
    theirs = boards.make(wei.spaces.get(), "Secret", actor=wei)
    for address in (f"/boards/{theirs.pk}/", f"/boards/{theirs.pk}/delete/"):
        assert desk.get(address).status_code == 404
        assert desk.press(address, name="Mine").status_code == 404
    assert "Secret" not in desk.see("/boards/") + desk.see("/gallery/") + desk.see("/gallery/", board=str(theirs.pk))
    assert desk.press(path(home(orders(desk.user))), add=str(theirs.pk)).status_code == 404


def test_the_page_counts_saved_films_and_asks_no_more_for_many_boards(desk: Desk) -> None:
    board, one, two = board_of(desk.user), *takes_in(desk.user, takes=2)
    home(one)
    boards.put(board, [one, two], actor=desk.user)
    assert "1 film" in desk.see("/boards/")
    few = asked(desk, "/boards/")
    for number in range(5):
        boards.put(board_of(desk.user, f"Board {number}"), [one, two], actor=desk.user)
    assert asked(desk, "/boards/") == few


def asked(desk: Desk, path: str) -> int:
    with CaptureQueriesContext(connection) as noted:
        desk.see(path)
    return len(noted)


# ------------------------------------------------------------------ one film


def test_a_film_comes_onto_boards_and_leaves_them(desk: Desk) -> None:
    tea, rain, film = board_of(desk.user), board_of(desk.user, "Rain"), home(orders(desk.user))
    for board in (tea, rain, tea):
        desk.press(path(film), add=str(board.pk))
    assert on(tea) == on(rain) == {film.pk}
    desk.press(path(film), remove=str(tea.pk))
    desk.press(path(film), remove=str(tea.pk))
    assert on(tea) == set()
    assert on(rain) == {film.pk}


def test_a_typed_name_makes_the_board_once(desk: Desk) -> None:
    film = home(orders(desk.user))
    for name in ("Rain", " rain ", "ＲＡＩＮ"):
        desk.press(path(film), name=name)
    assert [(board.name, on(board)) for board in Board.objects.all()] == [("Rain", {film.pk})]


def test_the_dialog_shows_what_holds_the_film(desk: Desk) -> None:
    tea, film = board_of(desk.user), home(orders(desk.user))
    answer = desk.client.post(path(film), {"add": str(tea.pk)}, headers=HTMX)
    button = re.search(rf'<button[^>]*id="pick-{tea.pk}"[^>]*>', answer.content.decode())
    assert button is not None
    assert 'aria-pressed="true"' in button[0]
    assert 'name="remove"' in button[0]
    assert "look" in answer.headers["HX-Trigger"]
    assert 'class="frame"' not in answer.content.decode()


def test_without_script_it_is_a_page_to_which_one_comes_back(desk: Desk) -> None:
    film = home(orders(desk.user))
    assert 'class="frame"' in desk.see(path(film))
    assert desk.press(path(film), name="Rain").headers["Location"] == path(film)
    answer = desk.press(path(film), name=" ")
    assert answer.status_code == 422
    assert "needs a name" in answer.content.decode()


def test_a_film_that_is_on_its_way_can_lie_on_a_board(desk: Desk) -> None:
    film = moved(orders(desk.user), State.RUNNING)
    desk.press(path(film), name="Rain")
    assert "Rain" in desk.see(f"/renders/{film.pk}/")


def test_an_id_that_is_none_is_nothing(desk: Desk) -> None:
    film = home(orders(desk.user))
    for sent in ({"add": "x"}, {"remove": "x"}, {"add": str(uuid4())}):
        assert desk.press(path(film), **sent).status_code == 404


def test_the_window_of_a_film_names_its_boards_and_tags_and_follows_them(desk: Desk) -> None:
    film = home(orders(desk.user))
    mark = next(mark for mark in re.findall(r'value="(shelf:[^"]+)"', desk.see(f"/renders/{film.pk}/")))
    desk.press(path(film), name="Rain")
    desk.press(path(film, "tags"), add="night, steam")
    again = desk.look(mark).content.decode()
    assert 'id="shelf"' in again
    for shown in ("Rain", "night", "/gallery/?tag=steam"):
        assert shown in again


# ------------------------------------------------------------------ tags


def test_tags_are_added_between_any_commas_and_taken_away(desk: Desk) -> None:
    film = home(orders(desk.user))
    desk.press(path(film, "tags"), add="night, steam，白天、 hero")
    assert set(film.tags.values_list("name", flat=True)) == {"night", "steam", "白天", "hero"}
    desk.press(path(film, "tags"), remove="Night")
    assert set(film.tags.values_list("name", flat=True)) == {"steam", "白天", "hero"}


def test_a_tag_is_one_however_it_is_written(desk: Desk) -> None:
    one, two = home(orders(desk.user)), home(orders(desk.user))
    desk.press(path(one, "tags"), add="Night")
    desk.press(path(two, "tags"), add="NIGHT, night")
    assert Tag.objects.get().name == "Night"
    assert Tagged.objects.count() == 2


def test_a_tag_that_no_film_carries_is_not_offered_and_may_be_written_anew(desk: Desk) -> None:
    film = home(orders(desk.user))
    desk.press(path(film, "tags"), add="nIGHT")
    desk.press(path(film, "tags"), remove="nIGHT")
    assert "nIGHT" not in desk.see(path(film)) + desk.see("/gallery/")
    desk.press(path(film, "tags"), add="Night")
    assert "Night" in desk.see(path(film))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "no tag yet"),
        (" ,， ", "no tag yet"),
        ("x" * 41, "at most 40"),
        (",".join(map(str, range(31))), "at most 30"),
    ],
)
def test_tags_that_cannot_be_are_refused_and_nothing_is_kept(desk: Desk, typed: str, said: str) -> None:
    film = home(orders(desk.user))
    answer = desk.press(path(film, "tags"), add=typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Tagged.objects.exists()


def test_a_film_never_has_more_tags_than_fit(desk: Desk) -> None:
    film = home(orders(desk.user))
    tags.add([film], ",".join(map(str, range(30))), actor=desk.user)
    assert desk.press(path(film, "tags"), add="one more").status_code == 422
    assert film.tags.count() == 30


# ------------------------------------------------------------------ the gallery


def test_a_board_shows_its_films_with_its_name_and_notes(desk: Desk) -> None:
    board, there, elsewhere = board_of(desk.user), home(orders(desk.user)), home(orders(desk.user))
    boards.put(board, [there], actor=desk.user)
    boards.change(board, "Tea spot", "Steam in every shot", None, actor=desk.user)
    page = desk.see("/gallery/", board=str(board.pk))
    assert f"/renders/{there.pk}/?board={board.pk}" in page
    assert f"/renders/{elsewhere.pk}/" not in page
    assert "Steam in every shot" in page


def test_an_empty_board_says_how_films_come_to_it(desk: Desk) -> None:
    assert "Nothing lies here yet" in desk.see("/gallery/", board=str(board_of(desk.user).pk))


def test_boards_and_tags_are_offered_as_filters(desk: Desk) -> None:
    board, film = board_of(desk.user), home(orders(desk.user))
    tags.add([film], "night", actor=desk.user)
    page = desk.see("/gallery/", tag="NIGHT")
    assert f'name="board" value="{board.pk}"' in page
    assert re.search(r'name="tag" value="NIGHT"[^>]* checked', page)
    assert f"/renders/{film.pk}/" in page


def test_films_ask_no_more_for_their_boards(desk: Desk) -> None:
    board = board_of(desk.user)
    boards.put(board, [home(orders(desk.user))], actor=desk.user)
    few = asked(desk, f"/gallery/?board={board.pk}")
    boards.put(board, [home(film) for film in takes_in(desk.user, takes=6)], actor=desk.user)
    assert asked(desk, f"/gallery/?board={board.pk}") == few


# ------------------------------------------------------------------ where an order goes


def ordered(desk: Desk, board: Board, **sent: str) -> list[Render]:
    desk.order(space=f"{board.space_id}/{board.pk}", **sent)
    return list(Render.objects.order_by("take"))


def test_all_takes_come_onto_the_chosen_board_at_once(desk: Desk) -> None:
    board = board_of(desk.user)
    films = ordered(desk, board, takes="3")
    assert len(films) == 3
    assert on(board) == {film.pk for film in films}


def test_the_chosen_board_stays_chosen(desk: Desk) -> None:
    board = board_of(desk.user)
    ordered(desk, board)
    assert re.search(rf'value="{board.space_id}/{board.pk}"[^>]* checked', desk.see("/"))


def test_an_order_for_a_board_that_is_gone_is_refused_in_words(desk: Desk, wei: User) -> None:
    mine = Space.objects.get(is_default=True)
    theirs = boards.make(wei.spaces.get(), "Secret", actor=wei)
    answer = desk.order(space=f"{mine.pk}/{theirs.pk}")
    assert answer.status_code == 422
    assert "The board is not there any more" in answer.content.decode()
    assert not Order.objects.exists()


def test_whoever_has_one_space_without_boards_chooses_nothing(desk: Desk) -> None:
    assert 'data-tray="space"' not in desk.see("/")
    board_of(desk.user)
    assert 'data-tray="space"' in desk.see("/")
