"""Pages for what goes wrong: a sentence, a way on, and the id that stands in the log."""

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.test import Client
from pytest_django import Settings

from jobs.trail import request_id
from jobs.web import studio
from tests.web.desk import HTMX, Desk


def test_nothing_here_is_said_in_the_frame_with_an_id(desk: Desk) -> None:
    answer = desk.get("/nothing/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Nothing here, or not yours to see." in page
    assert 'class="rail"' in page
    assert f"Request {answer.headers['X-Request-Id']}" in page


def test_outside_it_is_said_at_the_gate(db: None) -> None:
    page = Client().get("/nothing/").content.decode()
    assert "Nothing here" in page
    assert 'class="rail"' not in page


def test_a_breakdown_shows_an_id_and_no_secrets_of_the_house(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr(studio, "page", broken)
    desk.client.raise_request_exception = False
    answer = desk.get()
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Nothing you ordered is lost." in page
    assert answer.headers["X-Request-Id"] in page
    assert "secret of the house" not in page


def test_a_lost_database_still_gets_a_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: object, **kwargs: object) -> None:
        raise OperationalError("the server went away")

    desk.client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(CursorWrapper, "execute", gone)
        answer = desk.get()
    assert answer.status_code == 500
    assert "Nothing you ordered is lost." in answer.content.decode()


def test_an_old_page_is_told_so(desk: Desk) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.user)
    answer = client.post("/", {"prompt": "A heron"})
    assert answer.status_code == 403
    assert "Load the page again" in answer.content.decode()


def test_the_script_gets_a_bare_sentence(desk: Desk) -> None:
    answer = desk.client.get("/renders/00000000-0000-0000-0000-000000000000/", headers=HTMX)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_a_request_of_too_many_fields_is_refused_in_words(desk: Desk) -> None:
    answer = desk.client.post("/", {f"f{number}": "x" for number in range(300)})
    assert answer.status_code == 400
    assert "damaged or too large" in answer.content.decode()


def test_a_proxy_may_name_the_request_only_where_one_is_trusted(client: Client, db: None, settings: Settings) -> None:
    answer = client.get("/healthz", headers={"X-Request-Id": "from-the-proxy-1"})
    assert answer.headers["X-Request-Id"] != "from-the-proxy-1"
    assert request_id.get() == ""


HALVES = "multipart/form-data; boundary=x; charset=raw_unicode_escape"


def form(name: str, value: str) -> str:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n--x--\r\n'


@pytest.mark.parametrize(("path", "field"), [("/draft/", "prompt"), ("/", "prompt"), ("/preferences/", "next")])
def test_no_charset_smuggles_in_half_a_character(desk: Desk, path: str, field: str) -> None:
    """It could be kept as a draft, and no page would be drawn any more."""
    assert desk.client.post(path, form(field, "\\ud800"), content_type=HALVES).status_code < 500
    assert desk.get().status_code == 200


def test_an_address_is_read_as_utf_8_whatever_the_request_says(desk: Desk) -> None:
    answer = desk.client.get("/gallery/?model=%5Cud800", CONTENT_TYPE=HALVES)
    assert answer.status_code == 200
