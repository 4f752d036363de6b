"""Who comes in, and what those hear who do not: every error is a problem document."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from ninja.errors import Throttled

from jobs.actions.people import issue_token
from jobs.api import films
from jobs.models import AccessToken, User
from jobs.states import Scope
from tests.api.conftest import PASSWORD, Program, program

READS = [
    ("GET", "/renders"),
    ("GET", "/renders/x"),
    ("GET", "/renders/x/video"),
    ("GET", "/models"),
    ("POST", "/quotes"),
]
CHANGES = [("POST", path) for path in ("/renders", "/renders/x/cancel", "/renders/x/again", "/renders/x/resolve")]
WISH = b'{"prompt": "rain", "model": "v6"}'


@pytest.mark.parametrize(("method", "path"), READS + CHANGES)
def test_without_a_token_nothing_opens(db: None, method: str, path: str) -> None:
    answer = Program(token="", client=Client()).send(method, path)
    assert (answer.status, answer.type) == (401, "unauthorized")
    assert answer.response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Bearer pix_wrong", "Basic YTpi", "pix_x", "Bearer \xff", "Bearer a b", "Bearer ' OR 1"],
)
def test_a_bad_token_opens_nothing(db: None, header: str) -> None:
    answer = Program(token="", client=Client()).get("/models", Authorization=header)
    assert (answer.status, answer.type) == (401, "unauthorized")


def test_a_session_opens_nothing_here(lin: User) -> None:
    browser = Client()
    lin.set_password(PASSWORD)
    lin.save()
    browser.force_login(lin)
    assert Program(token="", client=browser).get("/models").status == 401


@pytest.mark.parametrize(
    "columns", [{"revoked_at": datetime(2026, 1, 1, tzinfo=UTC)}, {"expires_at": datetime(2026, 1, 1, tzinfo=UTC)}]
)
def test_an_ended_token_opens_nothing(api: Program, columns: dict[str, datetime]) -> None:
    AccessToken.objects.update(**columns)
    assert api.get("/models").status == 401


def test_the_token_of_somebody_who_left_opens_nothing(api: Program) -> None:
    User.objects.update(is_active=False)
    assert api.get("/models").status == 401


@pytest.mark.parametrize(("method", "path"), READS)
def test_reading_needs_the_scope_read(lin: User, method: str, path: str) -> None:
    answer = program(lin, Scope.RENDER).send(method, path, WISH if method == "POST" else b"")
    assert (answer.status, answer.type) == (403, "scope-missing")
    assert "“read”" in answer.json["detail"]


@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_changing_needs_the_scope_render(lin: User, method: str, path: str) -> None:
    answer = program(lin, Scope.READ).send(method, path, WISH)
    assert (answer.status, answer.type) == (403, "scope-missing")


def test_a_use_is_noted_once_a_minute(api: Program) -> None:
    start = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    noted = []
    for seconds in (0, 30, 90):
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            api.get("/models")
        noted.append(AccessToken.objects.get().last_used_at)
    assert noted == [start, start, start + timedelta(seconds=90)]


@pytest.mark.parametrize("path", ["/nothing", "/", "/renders/", "/renders/x/y", "/../../admin", "/renders/%00", ""])
def test_an_unknown_address_is_a_problem_document(api: Program, path: str) -> None:
    answer = api.get(path)
    assert (answer.status, answer.type) == (404, "not-found")


def test_so_is_everything_else_below_api(db: None) -> None:
    for path in ("/api/", "/api/v2/renders", "/api/v1"):
        response = Client().get(path)
        assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/renders", {"GET", "POST"}),
        ("PATCH", "/renders/x", {"GET"}),
        ("GET", "/renders/x/cancel", {"POST"}),
        ("GET", "/quotes", {"POST"}),
        ("PUT", "/models", {"GET"}),
        ("POST", "/renders/x/video", {"GET", "HEAD"}),
        ("DELETE", "/openapi.json", {"GET", "HEAD"}),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(api: Program, method: str, path: str, allowed: set[str]) -> None:
    answer = api.send(method, path)
    assert (answer.status, answer.type) == (405, "method-not-allowed")
    assert set(answer.response.headers["Allow"].split(", ")) == allowed


def test_a_mistake_of_ours_shows_no_traceback(
    api: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(*_: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(films, "render_for", stumble)
    answer = api.get("/renders/x/video")
    assert (answer.status, answer.type) == (500, "server-error")
    assert "secret" not in answer.response.content.decode()
    assert "secret inside" in caplog.text


def test_who_asks_too_often_is_told_how_long_to_wait(api: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def rest(*_: object) -> None:
        raise Throttled(wait=7)

    monkeypatch.setattr(films, "render_for", rest)
    answer = api.get("/renders/x/video")
    assert (answer.status, answer.type, answer.response.headers["Retry-After"]) == (429, "too-many-requests", "7")


@pytest.mark.parametrize(
    ("wanted", "language", "title"),
    [
        ("", "en", "Not found"),
        ("en", "en", "Not found"),
        ("fr, de;q=0.5", "en", "Not found"),
        ("zh-CN,zh;q=0.9,en;q=0.1", "zh-hans", None),
        ("*", "en", "Not found"),
        ("\xff;;q=x", "en", "Not found"),
    ],
)
def test_problems_are_told_in_the_language_of_the_header(
    api: Program, wanted: str, language: str, title: str | None
) -> None:
    answer = api.get("/nothing", Accept_Language=wanted)
    assert answer.response.headers["Content-Language"] == language
    assert title is None or answer.json["title"] == title


def test_the_session_of_a_browser_does_not_change_the_language(api: Program, lin: User) -> None:
    lin.language = "zh-hans"
    lin.save()
    api.client.force_login(lin)
    answer = api.post("/quotes", {"prompt": "", "model": "v6"}, Accept_Language="en")
    assert answer.json["errors"][0]["message"].startswith("The prompt is empty")
    assert answer.response.headers["Content-Language"] == "en"


def test_rules_are_told_in_chinese_too(api: Program) -> None:
    answer = api.post("/quotes", {"prompt": "", "model": "v6"}, Accept_Language="zh-CN")
    assert "提示词" in answer.json["detail"]


def test_too_many_fields_in_an_address_are_no_mistake_of_ours(api: Program) -> None:
    assert api.get("/renders?" + "&".join(f"a{number}=1" for number in range(500))).status == 422


def test_what_goes_wrong_before_all_views_is_a_document_too(db: None) -> None:
    response = Client(headers={"Host": "evil.example.com"}).get("/api/v1/models")
    assert (response.status_code, response.json()["type"]) == (400, "bad-request")


def test_a_token_is_stored_as_a_hash_alone(lin: User) -> None:
    token = issue_token(lin)
    row = AccessToken.objects.values().get()
    assert token not in str(row)
    assert len(token) > 40
