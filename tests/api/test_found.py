"""Tasks found at the provider, as programs see them and decide about them; only admins' programs."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from jobs.actions.people import issue_token
from jobs.models import FoundTask, ProviderAccount, Render, User
from jobs.states import FoundState, Scope
from tests.api.conftest import Program

USAGE = {"duration": 5, "size": "1280*720", "resolution": "720", "audio": False, "shot_type": "single"}


@pytest.fixture
def office(api: Program) -> Program:
    """The owner's program."""
    token = issue_token(User.objects.get(is_admin=True), scopes=(Scope.READ, Scope.ADMIN))
    return Program(token=token, client=Client())


@pytest.fixture
def task(api: Program) -> FoundTask:
    account = ProviderAccount.objects.create(name="Cloud", base_url="https://provider.invalid/api/v1")
    return FoundTask.objects.create(
        account=account, task_id="t-1", model="pixverse/pixverse-v6-t2v", provider_state="SUCCEEDED",
        prompt="A train crosses a viaduct", usage=USAGE, ends_at=timezone.now() + timedelta(hours=5),
    )  # fmt: skip


def test_the_list_tells_prompt_cost_and_when_it_ends(office: Program, task: FoundTask) -> None:
    (told,) = office.get("/found").json["items"]
    assert (told["task_id"], told["status"], told["state"]) == ("t-1", "SUCCEEDED", "new")
    assert (told["prompt"], told["size"], told["duration"]) == ("A train crosses a viaduct", "1280*720", 5)
    assert told["estimate"] == "1.35"
    assert told["deadline"].endswith("Z")


def test_a_cost_nobody_knows_is_null(office: Program, task: FoundTask) -> None:
    FoundTask.objects.update(usage=None)
    assert office.get("/found").json["items"][0]["estimate"] is None


def test_what_is_over_or_decided_is_not_listed(office: Program, task: FoundTask) -> None:
    FoundTask.objects.update(ends_at=timezone.now())
    assert office.get("/found").json == {"items": []}
    FoundTask.objects.update(ends_at=None, state=FoundState.IGNORED)
    assert office.get("/found").json == {"items": []}


def test_made_up_tasks_are_neither_listed_nor_adopted(office: Program, task: FoundTask) -> None:
    ProviderAccount.objects.update(kind="demo")
    assert office.get("/found").json == {"items": []}
    assert office.post(f"/found/{task.pk}/adopt", {}).type == "found-gone"


def test_adopting_makes_a_film_once(office: Program, task: FoundTask) -> None:
    first, second = (office.post(f"/found/{task.pk}/adopt", {}) for _ in range(2))
    assert (first.status, second.status, Render.objects.count()) == (201, 200, 1)
    assert (first.json["state"], first.json["task_id"], first.json["seed"]) == ("pending", "t-1", None)
    assert (first.json["estimate"], first.json["id"]) == ("1.35", second.json["id"])
    assert first.response.headers["Location"] == f"/api/v1/renders/{first.json['id']}"


def test_ignoring_needs_a_reason(office: Program, task: FoundTask) -> None:
    path = f"/found/{task.pk}/ignore"
    assert office.post(path, {"reason": " "}).codes == {"reason": "reason-missing"}
    assert office.post(path, {}).codes == {"reason": "missing"}
    answer = office.post(path, {"reason": "theirs"})
    assert (answer.status, answer.json["state"], answer.json["reason"]) == (200, "ignored", "theirs")


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"provider_state": "FAILED"}, "found-filmless"),
        ({"ends_at": timezone.now() - timedelta(days=1)}, "found-gone"),
    ],
)
def test_what_cannot_be_adopted_is_a_problem_with_a_type(
    office: Program, task: FoundTask, columns: dict[str, Any], problem: str
) -> None:
    FoundTask.objects.update(**columns)
    answer = office.post(f"/found/{task.pk}/adopt", {})
    assert (answer.status, answer.type) == (409, problem)
    assert not Render.objects.exists()


def test_a_space_that_is_not_theirs_is_named_as_the_wrong_field(office: Program, task: FoundTask) -> None:
    answer = office.post(f"/found/{task.pk}/adopt", {"space": str(uuid4())})
    assert (answer.status, answer.codes) == (422, {"space": "found-space"})


def test_an_adopted_task_is_not_ignored(office: Program, task: FoundTask) -> None:
    office.post(f"/found/{task.pk}/adopt", {})
    answer = office.post(f"/found/{task.pk}/ignore", {"reason": "theirs"})
    assert (answer.status, answer.type) == (409, "found-decided")


def test_an_unknown_id_is_not_found(office: Program) -> None:
    for wrong in (uuid4(), "nothing"):
        assert office.post(f"/found/{wrong}/adopt", {}).status == 404


def test_a_token_for_films_does_not_open_it(api: Program, task: FoundTask) -> None:
    answer = api.get("/found")
    assert (answer.status, answer.type) == (403, "scope-missing")


def test_many_tasks_cost_no_more_queries(office: Program, task: FoundTask, django_assert_max_num_queries: Any) -> None:
    for number in range(20):
        FoundTask.objects.create(account=task.account, task_id=f"more-{number}", usage=USAGE)
    with django_assert_max_num_queries(6):
        assert len(office.get("/found").json["items"]) == 21
