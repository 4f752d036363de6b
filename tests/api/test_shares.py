"""Share links as programs make, list and end them."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from jobs.models import Render, Share, User
from jobs.states import Scope, State
from tests.api.conftest import Program, program
from tests.desk import orders


@pytest.fixture
def film(lin: User) -> Render:
    cache.clear()
    film = orders(lin)
    Render.objects.filter(pk=film.pk).update(state=State.SAVED, saved_at=timezone.now())
    return film


def test_a_link_is_made_told_once_listed_and_ended(api: Program, film: Render) -> None:
    made = api.post("/shares", {"films": [str(film.pk)], "title": "Tea", "days": 3, "password": ""})
    assert (made.status, made.json["films"], made.json["locked"]) == (201, 1, True)
    assert len(made.json["password"]) == 14
    path = made.json["url"].removeprefix("http://testserver")
    assert Client().get(path).status_code == 200
    (listed,) = api.get("/shares").json["items"]
    assert (listed["title"], listed["ended_at"], "url" in listed) == ("Tea", None, False)
    ended = api.post(f"/shares/{listed['id']}/revoke")
    assert (ended.status, ended.json["ended_at"] is not None) == (200, True)
    assert Client().get(path).status_code == 410


def test_a_password_opens_as_it_is_told(api: Program, film: Render) -> None:
    made = api.post("/shares", {"films": [str(film.pk)], "password": "  one two three "}).json
    assert made["password"] == "one two three"
    path = made["url"].removeprefix("http://testserver")
    assert Client().post(f"{path}enter/", {"password": made["password"]}).status_code == 302


def test_one_key_makes_one_link(api: Program, film: Render) -> None:
    body = {"films": [str(film.pk)]}
    assert api.post("/shares", body, Idempotency_Key="one").status == 201
    again = api.post("/shares", body, Idempotency_Key="one")
    assert (again.status, again.type, Share.objects.count()) == (409, "share-made", 1)
    described = Client().get("/api/v1/openapi.json").json()["paths"]["/api/v1/shares"]["post"]
    assert "409" in described["responses"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"films": []}, "films"),
        ({"films": [str(uuid4())]}, "films"),
        ({"days": 91}, "days"),
        ({"title": "x" * 121}, "title"),
        ({"password": "short"}, "password"),
        ({"color": "red"}, "color"),
    ],
)
def test_what_no_link_can_be_made_of_is_named(api: Program, film: Render, sent: dict[str, object], field: str) -> None:
    answer = api.post("/shares", {"films": [str(film.pk)], **sent})
    assert (answer.status, list(answer.codes)) == (422, [field])
    assert not Share.objects.exists()


def test_links_of_others_are_theirs(api: Program, film: Render, mara: User, wei: User) -> None:
    link = api.post("/shares", {"films": [str(film.pk)]}).json["id"]
    assert [program(other).post(f"/shares/{link}/revoke").status for other in (mara, wei)] == [403, 404]
    assert program(mara).get("/shares").json == {"items": []}
    assert api.post("/shares/nothing/revoke").status == 404
    assert program(wei, Scope.READ).post("/shares", {"films": []}).status == 403
