"""Many films at once: one POST, an answer for every film, and a way back where one film has one."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.actions import boards, tags
from jobs.models import AuditEntry, Board, Event, Favourite, Render, Space, Tag, Tagged, User
from jobs.models.boards import fold
from tests.desk import orders, takes_in
from tests.pipeline.journey import look
from tests.web.desk import HTMX, Desk, home, text

GALLERY = "http://testserver/gallery/"


def act(desk: Desk, deed: str, *films: Render, **sent: str) -> Any:
    """As the bar of the gallery does, without its script."""
    data = {"films": " ".join(str(film.pk) for film in films), **sent}
    return desk.client.post(f"/selection/{deed}/", data, headers={"Referer": GALLERY})


def by_script(desk: Desk, deed: str, *films: Render, **sent: str) -> Any:
    data = {"films": " ".join(str(film.pk) for film in films), **sent}
    return desk.client.post(f"/selection/{deed}/", data, headers={**HTMX, "Referer": GALLERY})


def heard(desk: Desk, answer: Any) -> str:
    """What the page one is sent back to says in its toast."""
    assert answer.status_code == 302
    page = desk.see(answer.headers["Location"])
    return " ".join(re.findall(r'class="toast">.*?<span>(.*?)</span>', page, re.DOTALL))


@pytest.fixture
def films(lin: User) -> list[Render]:
    """Three takes that are home."""
    return [home(take) for take in takes_in(lin, "Steam rises", takes=3)]


@pytest.fixture
def board(films: list[Render], lin: User) -> Board:
    return boards.make(films[0].space, "Tea spot", actor=lin)


def on(board: Board) -> set[Any]:
    return set(board.shelved.values_list("render", flat=True))


def test_films_are_put_on_a_board_and_it_says_how_many(desk: Desk, films: list[Render], board: Board) -> None:
    answer = act(desk, "boards", *films, add=str(board.pk))
    assert "On “Tea spot”: 3 films." in heard(desk, answer)
    assert on(board) == {film.pk for film in films}
    act(desk, "boards", films[0], remove=str(board.pk))
    assert on(board) == {film.pk for film in films[1:]}


def test_without_script_each_circle_is_a_field_of_the_form(desk: Desk, films: list[Render], board: Board) -> None:
    page = desk.see("/gallery/")
    assert page.count('form="selection" name="film"') == 3
    sent = {"film": [str(film.pk) for film in films[:2]], "add": str(board.pk)}
    desk.client.post("/selection/boards/", sent)
    assert on(board) == {film.pk for film in films[:2]}


def test_the_list_of_boards_says_where_all_and_where_some_lie(desk: Desk, films: list[Render], board: Board) -> None:
    rain = boards.make(films[0].space, "Rain", actor=desk.user)
    boards.put(board, films, actor=desk.user)
    boards.put(rain, films[:1], actor=desk.user)
    asked = text(by_script(desk, "boards", *films))
    pressed = dict(re.findall(r'value="([^"]+)" aria-pressed="(\w+)"', asked))
    assert pressed == {str(board.pk): "true", str(rain.pk): "mixed"}
    assert "autofocus" in asked


def test_without_script_the_list_is_a_page_that_leads_back(desk: Desk, films: list[Render], board: Board) -> None:
    answer = act(desk, "boards", *films, within="?model=v6")
    assert 'href="/gallery/?model=v6"' in text(answer)
    sent = re.search(r'name="films" value="([^"]+)"', text(answer))
    assert sent
    again = desk.client.post("/selection/boards/", {"films": sent[1], "within": "model=v6", "make": "1", "name": "New"})
    assert again.headers["Location"] == "/gallery/?model=v6"
    assert on(Board.objects.get(name="New")) == {film.pk for film in films}


def test_enter_takes_the_first_board_that_fits_and_makes_one_where_none_does(desk: Desk, films: list[Render]) -> None:
    tea, rain = (boards.make(films[0].space, name, actor=desk.user) for name in ("Tea spot", "Rain"))
    act(desk, "boards", films[0], find="1", name="SPO")
    act(desk, "boards", films[1], find="1", name="")
    assert on(tea) == {films[0].pk, films[1].pk}
    act(desk, "boards", films[2], find="1", name="Lanterns")
    assert on(Board.objects.get(name="Lanterns")) == {films[2].pk}
    assert on(rain) == set()


def test_the_last_board_is_used_again_and_stands_first(desk: Desk, films: list[Render]) -> None:
    for name in ("Alps", "Tea spot"):
        boards.make(films[0].space, name, actor=desk.user)
    act(desk, "boards", films[0], find="1", name="tea")
    act(desk, "boards", films[1], again="1")
    assert on(Board.objects.get(name="Tea spot")) == {films[0].pk, films[1].pk}
    assert re.findall(r'<span class="cut" dir="auto">(.*?)</span>', text(by_script(desk, "boards", films[2]))) == [
        "Tea spot",
        "Alps",
    ]


def test_with_no_last_board_one_is_asked(desk: Desk, films: list[Render]) -> None:
    answer = by_script(desk, "boards", films[0], again="1")
    assert answer.headers["HX-Retarget"] == "#ask"


def test_a_board_that_went_meanwhile_is_told_in_words(desk: Desk, films: list[Render], board: Board) -> None:
    act(desk, "boards", films[0], add=str(board.pk))
    boards.delete(board, actor=desk.user)
    for sent in ({"again": "1"}, {"add": str(board.pk)}, {"add": "nonsense"}):
        assert "This board is not there any more." in text(by_script(desk, "boards", *films, **sent))


def test_a_name_that_is_none_is_said_where_it_was_typed(desk: Desk, films: list[Render]) -> None:
    assert "A board needs a name." in text(by_script(desk, "boards", *films, make="1", name=" "))
    assert Board.objects.count() == 0


def test_a_board_takes_only_films_of_its_space(desk: Desk, films: list[Render], board: Board) -> None:
    other = orders(desk.user, title="Elsewhere")
    Render.objects.filter(pk=other.pk).update(space=_second_space(desk.user))
    said = heard(desk, act(desk, "boards", *films, other, add=str(board.pk)))
    assert "On “Tea spot”: 3 films. 1 film belongs to another space than the board: “Elsewhere”." in said


def _second_space(user: User) -> Space:
    space = Space.objects.create(name="Second")
    user.memberships.create(space=space)
    return space


@pytest.mark.servers
def test_all_get_tags_and_lose_them(desk: Desk, films: list[Render]) -> None:
    assert "Tagged “night · 灯笼”: 3 films." in heard(desk, act(desk, "tags", *films, add="night, 灯笼"))
    assert Tagged.objects.count() == 6
    assert ">night</span>" in text(by_script(desk, "tags", *films))
    act(desk, "tags", *films[:2], remove="Night")
    assert Tagged.objects.filter(tag__name="night").count() == 1


def test_a_film_that_is_full_of_tags_is_let_be_and_named(desk: Desk, films: list[Render]) -> None:
    tags.add(films[:1], ", ".join(f"t{number}" for number in range(tags.MOST)), actor=desk.user)
    said = heard(desk, act(desk, "tags", *films, add="night"))
    assert "Tagged “night”: 2 films. 1 film would have more than 30 tags: “Steam rises”." in said
    assert "t1" in heard(desk, act(desk, "tags", *films, add="t1"))


def test_no_tag_at_all_is_said_where_it_was_typed(desk: Desk, films: list[Render]) -> None:
    assert "There is no tag yet." in text(by_script(desk, "tags", *films, add=" , "))
    assert Tag.objects.count() == 0


def test_favourites_are_added_until_all_are_and_then_taken_away(desk: Desk, films: list[Render]) -> None:
    act(desk, "favourite", films[0])
    answer = by_script(desk, "favourite", *films)
    assert json.loads(answer.headers["HX-Trigger"])["liked"] == {"on": True}
    assert Favourite.objects.filter(user=desk.user).count() == 3
    by_script(desk, "favourite", *films)
    assert Favourite.objects.count() == 0


def test_the_trash_takes_what_has_ended_and_is_yours_and_names_the_rest(
    desk: Desk, films: list[Render], mara: User
) -> None:
    waiting, theirs = orders(desk.user, title="Heron"), home(orders(mara, title="Lantern"))
    answer = by_script(desk, "trash", *films, waiting, theirs)
    assert "Moved to the trash for 30 days: 3 films." in text(answer)
    assert "1 film is still on its way: “Heron”." in text(answer)
    assert "1 film is not yours to change: “Lantern”." in text(answer)
    assert [look(film).trashed_at is None for film in (*films, waiting, theirs)] == [False] * 3 + [True] * 2
    gone = re.search(r'<i id="gone" hidden hx-swap-oob="true">(.*?)</i>', text(answer))
    assert gone
    assert set(gone[1].split()) == {str(film.pk) for film in films}
    assert 'id="gone"' not in text(by_script(desk, "trash", waiting))  # selection and focus stay


@pytest.mark.servers
def test_what_many_left_behind_is_what_one_would_have_left(desk: Desk, films: list[Render]) -> None:
    space, version = films[0].space, look(films[0]).version
    before = Space.objects.get(pk=space.pk).films
    by_script(desk, "trash", *films)
    film = look(films[0])
    assert (film.trashed_by, film.version) == (desk.user, version + 1)
    assert Space.objects.get(pk=space.pk).films == before - 3
    assert Event.objects.filter(happening="trashed", actor=desk.user).count() == 3
    assert AuditEntry.objects.filter(action="film.trashed", target_id=str(film.pk)).count() == 1


@pytest.mark.servers
def test_undo_brings_back_what_went_at_that_moment_and_nothing_else(desk: Desk, films: list[Render]) -> None:
    by_script(desk, "trash", films[0])
    undo = re.search(r'hx-post="(/selection/restore/\d+/)"', text(by_script(desk, "trash", *films[1:])))
    assert undo
    answer = desk.client.post(undo[1], headers=HTMX)
    assert answer.headers["HX-Refresh"] == "true"
    assert [look(film).trashed_at is None for film in films] == [False, True, True]
    assert "Back in place: 2 films." in desk.see("/gallery/")
    assert Event.objects.filter(happening="restored").count() == 2


def test_nobody_undoes_what_somebody_else_did(desk: Desk, office: Desk, films: list[Render]) -> None:
    undo = re.search(r"/selection/restore/\d+/", text(by_script(desk, "trash", *films)))
    assert undo
    office.client.post(undo[0])
    assert all(look(film).trashed_at for film in films)
    assert office.client.post("/selection/restore/9999999999999999999999/").status_code == 302


def test_all_of_a_filter_is_what_its_address_says_whatever_the_page_shows(
    desk: Desk, films: list[Render], board: Board
) -> None:
    other = home(orders(desk.user, "A kite", model="v5.6", duration=5))
    assert "On “Tea spot”: 3 films." in heard(desk, act(desk, "boards", add=str(board.pk), all="1", within="?model=v6"))
    assert other.pk not in on(board)


def test_a_filter_that_means_something_else_by_now_is_refused(desk: Desk, films: list[Render]) -> None:
    for within in ("?model=v99", f"?board={uuid4()}"):
        act(desk, "trash", all="1", within=within)
        assert all(look(film).trashed_at is None for film in films)


def test_films_of_another_space_are_not_there(desk: Desk, films: list[Render], wei: User, board: Board) -> None:
    theirs = home(orders(wei, title="Secret"))
    said = heard(desk, act(desk, "boards", *films, theirs, add=str(board.pk)))
    assert "1 film is not there any more." in said
    assert "Secret" not in said
    assert "not there any more" in heard(desk, act(desk, "trash", theirs))
    assert look(theirs).trashed_at is None


def test_of_films_of_another_space_no_tag_is_told(desk: Desk, films: list[Render], wei: User) -> None:
    theirs = home(orders(wei))
    tags.add([theirs], "Merger", actor=wei)
    tags.add(films, "Tea", actor=desk.user)
    page = text(act(desk, "tags", *films, theirs))
    assert ("Tea" in page, "Merger" in page) == (True, False)


def test_nothing_chosen_and_too_much_are_said(desk: Desk, films: list[Render], monkeypatch: pytest.MonkeyPatch) -> None:
    assert "No film is selected." in heard(desk, act(desk, "trash"))
    assert "No film is selected." in heard(desk, act(desk, "trash", films="what, ever"))
    monkeypatch.setattr("jobs.web.choosing.choice.__kwdefaults__", {"most": 2})
    for sent in ({"films": " ".join(str(film.pk) for film in films)}, {"all": "1"}):
        assert "more than 2 films" in heard(desk, act(desk, "trash", **sent))


def test_two_to_four_are_compared_in_their_order(desk: Desk, films: list[Render]) -> None:
    answer = act(desk, "compare", films[2], films[0], films[1])
    asked = ",".join(str(film.pk) for film in (films[2], films[0], films[1]))
    assert answer.headers["Location"] == f"/compare/?films={asked}"
    assert "Select two to four" in heard(desk, act(desk, "compare", films[0]))
    more = [home(take) for take in takes_in(desk.user, takes=2)]
    assert "Select two to four" in heard(desk, act(desk, "compare", *films, *more))


def test_a_day_is_all_its_films_under_the_filter(desk: Desk, films: list[Render]) -> None:
    old = home(orders(desk.user, "Old"))
    Render.objects.filter(pk=old.pk).update(saved_at=timezone.now() - timedelta(days=3))
    today = timezone.localdate().isoformat()
    found = desk.get("/selection/day/", day=today).json()["films"]
    assert {pk for pk, _ in found} == {str(film.pk) for film in films}
    assert {seconds for _, seconds in found} == {1}
    assert desk.get("/selection/day/", day=today, model="c1").json() == {"films": []}
    for nonsense in ("", "2026-13-01", "0001-01-01", "9999-12-31"):
        assert desk.get("/selection/day/", day=nonsense).status_code in (200, 404)


def asked(desk: Desk, deed: str, *films: Render, **sent: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        by_script(desk, deed, *films, **sent)
    return len(caught)


@pytest.mark.parametrize(
    ("deed", "sent", "most"), [("trash", {}, 22), ("favourite", {}, 14), ("tags", {"add": "night"}, 22)]
)
def test_two_hundred_take_hardly_more_questions_than_two(
    desk: Desk, deed: str, sent: dict[str, str], most: int
) -> None:
    films = [take for _ in range(25) for take in takes_in(desk.user, takes=8)]
    Render.objects.update(state="canceled", final_at=timezone.now(), due_at=None)
    two = asked(desk, deed, *films[:2], **sent)
    many = asked(desk, deed, *films[2:], **sent)
    assert many <= two + 8
    assert many <= most


def test_the_name_of_a_board_is_found_in_whatever_case(desk: Desk, films: list[Render], board: Board) -> None:
    assert fold(board.name) == "tea spot"
    act(desk, "boards", *films, make="1", name="TEA  spot")
    assert Board.objects.count() == 1
    assert len(on(board)) == 3
