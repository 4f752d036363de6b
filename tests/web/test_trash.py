"""The trash as people use it: cards that go and come back, its page, deleting for good, legal holds."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from jobs.actions import trash
from jobs.actions.people import issue_token
from jobs.models import AuditEntry, Render, User
from jobs.states import Scope
from tests.desk import orders, takes_in
from tests.pipeline.journey import look
from tests.web.desk import HTMX, Desk, home, text

GALLERY = "http://testserver/gallery/"
CREATE = "http://testserver/"
JSON = "application/json"


def path(render: Render, deed: str = "trash") -> str:
    return f"/renders/{render.pk}/{deed}/"


def press(desk: Desk, render: Render, deed: str = "trash", *, where: str = GALLERY, **sent: str) -> Any:
    """As the script of a page does."""
    return desk.client.post(path(render, deed), sent, headers={**HTMX, "Referer": where})


@pytest.fixture
def film(lin: User) -> Render:
    return home(orders(lin, "Steam rises"))


def test_the_card_makes_room_and_a_toast_offers_to_undo(desk: Desk, film: Render) -> None:
    answer = text(press(desk, film))
    assert f'<i id="tile-{film.pk}" hidden hx-swap-oob="true">' in answer
    assert f'hx-post="/renders/{film.pk}/restore/"' in answer
    assert 'data-key="z"' in answer
    assert "It stays there 30 days." in answer


def test_undo_puts_the_card_where_it_was(desk: Desk, film: Render) -> None:
    press(desk, film)
    answer = text(press(desk, film, "restore", where=f"{GALLERY}?model=v6"))
    assert f'id="tile-{film.pk}"' in answer
    assert f'href="/renders/{film.pk}/?model=v6"' in answer
    assert "It is back where it was." in answer


def test_with_its_last_take_an_order_leaves_create_and_comes_back(desk: Desk) -> None:
    first, second = (home(take) for take in takes_in(desk.user, takes=2))
    assert f'id="take-{first.pk}"' in text(press(desk, first, where=CREATE))
    assert f'id="order-{first.order_id}"' in text(press(desk, second, where=CREATE))
    assert str(first.order_id) not in desk.see("/")
    whole = text(press(desk, first, "restore", where=CREATE))
    assert f'id="order-{first.order_id}"' in whole
    assert f'id="take-{first.pk}"' in whole


def test_without_script_one_stays_on_the_page_and_can_undo(desk: Desk, film: Render) -> None:
    answer = desk.client.post(path(film), headers={"Referer": GALLERY}, follow=True)
    assert answer.redirect_chain == [("/gallery/", 302)]
    assert f'formaction="/renders/{film.pk}/restore/"' in text(answer)
    assert "Steam rises" not in text(answer).split('class="days"')[1]


def test_from_its_own_page_one_goes_on_to_the_next_film(desk: Desk, film: Render) -> None:
    newer = home(orders(desk.user, "A heron"))
    answer = press(desk, newer, where=f"http://testserver/renders/{newer.pk}/?model=v6", within="?model=v6")
    assert answer.headers["HX-Redirect"] == f"/renders/{film.pk}/?model=v6"
    assert f"/renders/{newer.pk}/restore/" in desk.see(f"/renders/{film.pk}/")
    last = press(desk, film, where=f"http://testserver/renders/{film.pk}/")
    assert last.headers["HX-Redirect"] == "/gallery/"


def test_the_page_of_a_film_in_the_trash_says_so(desk: Desk, film: Render) -> None:
    press(desk, film)
    page = desk.see(f"/renders/{film.pk}/")
    assert "In the trash" in page
    assert "30 days left" in page
    assert 'data-key="Delete"' not in page


def test_a_film_on_its_way_is_told_to_wait_in_words(desk: Desk) -> None:
    waiting = orders(desk.user)
    assert "Cancel it first, or wait until it has ended." in text(press(desk, waiting))
    assert look(waiting).trashed_at is None


def test_an_empty_trash_says_how_long_it_keeps(desk: Desk) -> None:
    page = desk.see("/trash/")
    assert "Empty" in page
    assert "Deleted films stay 30 days." in page


def test_the_trash_tells_who_put_it_there_and_how_long_it_stays(desk: Desk, film: Render, mara: User) -> None:
    trash.trash(film, actor=desk.user, now=timezone.now() - timedelta(days=28))
    mine, theirs = desk.see("/trash/"), Desk.of(mara).see("/trash/")
    for page in (mine, theirs):
        assert "Steam rises" in page
        assert "lin put it here" in page
        assert 'left tone-ask">2 days left' in page
    assert path(film, "restore") in mine
    assert path(film, "restore") not in theirs
    assert path(film, "delete") not in theirs


def test_another_space_sees_nothing_of_it(film: Render, wei: User, lin: User) -> None:
    trash.trash(film, actor=lin)
    assert "Steam rises" not in Desk.of(wei).see("/trash/")


def test_deleting_for_good_asks_first_and_then_nothing_is_there(desk: Desk, film: Render) -> None:
    press(desk, film)
    asked = text(desk.client.get(path(film, "delete"), headers=HTMX))
    assert "Delete this film for good?" in asked
    assert look(film).order.prompt
    answer = press(desk, film, "delete", where="http://testserver/trash/")
    assert json.loads(answer.headers["HX-Trigger"])["answered"]
    assert "Empty" in text(answer)
    assert look(film).order.prompt == ""
    assert {desk.get(address).status_code for address in (path(film, "menu"), f"/renders/{film.pk}/film.mp4")} == {404}


def test_without_script_the_question_is_a_page_of_its_own(desk: Desk, film: Render) -> None:
    press(desk, film)
    assert "Delete this film for good?" in desk.see(path(film, "delete"))
    answer = desk.client.post(path(film, "delete"), follow=True)
    assert "Deleted for good." in text(answer)


def test_a_film_under_legal_hold_cannot_be_deleted_and_says_why(desk: Desk, office: Desk, film: Render) -> None:
    press(desk, film)
    press(office, film, "keep", on="1")
    page = desk.see("/trash/")
    assert "On legal hold since" in page
    assert path(film, "delete") not in page
    assert "on legal hold" in text(press(desk, film, "delete"))
    assert look(film).order.prompt


def test_only_admins_hold(desk: Desk, office: Desk, film: Render) -> None:
    assert press(desk, film, "keep", on="1").status_code == 403
    assert "Put on legal hold" in office.see(f"/renders/{film.pk}/")
    assert "Put on legal hold" not in desk.see(f"/renders/{film.pk}/")


def test_django_admin_puts_holds_on_films_and_shows_no_words(office: Desk, film: Render) -> None:
    assert "Steam rises" not in office.see("/admin/jobs/render/")
    office.press("/admin/jobs/render/", action="keep", _selected_action=str(film.pk))
    assert look(film).kept_by == office.user
    office.press("/admin/jobs/render/", action="let_go", _selected_action=str(film.pk))
    assert look(film).kept_at is None
    assert AuditEntry.objects.filter(action__in=["film.kept", "film.let-go"]).count() == 2


def test_the_page_asks_as_often_for_one_as_for_many(
    desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(6):
        press(desk, home(orders(desk.user)))
    desk.see("/trash/")
    with django_assert_max_num_queries(12):
        assert desk.see("/trash/").count('class="row binned"') == 6


def test_the_trash_goes_on_page_by_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.queries.trash.page.__kwdefaults__", {"cursor": "", "size": 2})
    films = [home(orders(desk.user)) for _ in range(3)]
    for film in films:
        press(desk, film)
    page = desk.see("/trash/")
    cursor = page.split("cursor=")[1].split('"')[0]
    assert str(films[0].pk) not in page
    assert str(films[0].pk) in text(desk.client.get(f"/trash/?cursor={cursor}"))
    assert desk.get("/trash/", cursor="nonsense").status_code == 404


def test_programs_put_films_into_the_trash_and_take_them_out(film: Render, lin: User) -> None:
    program = Client(headers={"Authorization": f"Bearer {issue_token(lin, scopes=(Scope.READ, Scope.RENDER))}"})
    away = program.post(f"/api/v1/renders/{film.pk}/trash", content_type=JSON).json()
    assert away["trashed_at"].endswith("Z")
    assert program.get("/api/v1/renders").json()["items"] == []
    assert program.post(f"/api/v1/renders/{film.pk}/restore", content_type=JSON).json()["trashed_at"] is None
    answer = program.post(f"/api/v1/renders/{orders(lin).pk}/trash", content_type=JSON)
    assert (answer.status_code, answer.json()["type"]) == (409, "not-ended")
