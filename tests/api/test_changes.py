"""Cancelling, ordering again, deciding; and who may."""

from uuid import uuid4

import pytest

from jobs.models import Order, Render, Submission, User
from jobs.states import Outcome, State
from tests.api.conftest import Program, program

WISH = {"prompt": "rain", "model": "v6"}


@pytest.fixture
def render(api: Program) -> Render:
    return Render.objects.get(pk=api.post("/renders", WISH).json["id"])


def become(render: Render, state: State, **columns: object) -> str:
    Render.objects.filter(pk=render.pk).update(state=state, **columns)
    return f"/renders/{render.pk}"


def test_a_waiting_render_is_canceled_and_stays_so(api: Program, render: Render) -> None:
    path = f"/renders/{render.pk}/cancel"
    first, second = api.post(path), api.post(path)
    assert (first.status, first.json["state"], first.json["final"]) == (200, "canceled", True)
    assert (second.status, second.json["state"]) == (200, "canceled")


@pytest.mark.parametrize("state", [State.PENDING, State.CONFIRMING])
def test_at_the_provider_a_cancel_is_a_wish(api: Program, render: Render, state: State) -> None:
    answer = api.post(become(render, state) + "/cancel")
    assert (answer.status, answer.json["state"]) == (200, state)
    assert answer.json["cancel_requested_at"].endswith("Z")


@pytest.mark.parametrize("state", sorted(set(State) - {State.QUEUED, State.PENDING, State.CONFIRMING, State.CANCELED}))
def test_later_it_is_too_late(api: Program, render: Render, state: State) -> None:
    answer = api.post(become(render, state) + "/cancel")
    assert (answer.status, answer.type) == (409, "too-late")
    assert Render.objects.get().state == state


def test_again_is_a_new_order_with_a_parent(api: Program, render: Render) -> None:
    answer = api.post(become(render, State.SAVED) + "/again")
    assert (answer.status, answer.json["parent"], answer.json["take"]) == (201, str(render.pk), 1)
    assert answer.json["order"] != str(render.order_id)
    assert "takes" not in answer.json
    assert answer.response.headers["Location"] == f"/api/v1/renders/{answer.json['id']}"


def test_again_keeps_a_seed_only_if_it_was_asked_for(api: Program, render: Render) -> None:
    wished = Render.objects.get(pk=api.post("/renders", WISH | {"seed": 7, "takes": 2}).json["takes"][1]["id"])
    assert api.post(become(wished, State.FAILED) + "/again").json["seed"] == 8
    assert api.post(become(render, State.FAILED) + "/again").status == 201
    assert Order.objects.order_by("created_at").last().seed is None  # type: ignore[union-attr]  # one was just made


def test_the_same_key_orders_again_once(api: Program, render: Render) -> None:
    path = become(render, State.SAVED) + "/again"
    first, second = api.post(path, Idempotency_Key="k"), api.post(path, Idempotency_Key="k")
    assert (first.status, second.status, second.json["id"]) == (201, 200, first.json["id"])
    assert api.post(path, Idempotency_Key=" ").codes == {"Idempotency-Key": "bad-key"}


def test_again_in_a_higher_tier_has_the_seed_that_was_drawn_and_a_parent(api: Program, render: Render) -> None:
    path = become(render, State.SAVED) + "/again"
    answer = api.post(path, {"tier": "1080P"}, Idempotency_Key="k")
    assert (answer.status, answer.json["size"], answer.json["seed"]) == (201, "1920*1080", render.seed)
    assert (answer.json["parent"], answer.json["prompt"], answer.json["duration"]) == (str(render.pk), "rain", 5)
    assert api.post(path, {"tier": "1080P"}, Idempotency_Key="k").json["id"] == answer.json["id"]
    assert api.post(path, {"tier": "540P"}, Idempotency_Key="k").type == "idempotency-mismatch"


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ({"tier": "4K"}, {"tier": "tier-unknown"}),
        ({"tier": "1080P"}, {"duration": "duration-not-at-tier"}),
        ({"tier": 1080}, {"tier": "not-text"}),
        ({"size": "1920*1080"}, {"size": "unknown-field"}),
    ],
)
def test_a_tier_that_cannot_be_had_orders_nothing(api: Program, body: dict[str, object], codes: dict[str, str]) -> None:
    wish = WISH | {"model": "v5.6", "duration": 10}
    render = Render.objects.get(pk=api.post("/renders", wish).json["id"])
    answer = api.post(become(render, State.SAVED) + "/again", body)
    assert (answer.status, answer.codes, Order.objects.count()) == (422, codes, 1)


@pytest.mark.parametrize("state", sorted(set(State) - {State.SAVED, State.FAILED, State.CANCELED, State.EXPIRED}))
def test_again_waits_for_the_end(api: Program, render: Render, state: State) -> None:
    answer = api.post(become(render, state) + "/again")
    assert (answer.status, answer.type) == (409, "not-final")


@pytest.fixture
def unclear(render: Render) -> str:
    Submission.objects.update(outcome=Outcome.UNCLEAR, candidates=["task-1", "task-2"])
    return become(render, State.UNCERTAIN)


def test_an_unclear_order_shows_its_candidates(api: Program, unclear: str) -> None:
    told = api.get(unclear).json
    assert (told["state"], told["candidates"], told["final"]) == ("uncertain", ["task-1", "task-2"], False)


def test_a_candidate_is_adopted(api: Program, unclear: str) -> None:
    answer = api.post(f"{unclear}/resolve", {"choice": "adopt", "task_id": "task-2"})
    assert (answer.status, answer.json["state"], answer.json["task_id"]) == (200, "pending", "task-2")
    assert answer.json["candidates"] == []


@pytest.mark.parametrize("body", [{"choice": "adopt", "task_id": "task-9"}, {"choice": "adopt"}])
def test_another_task_is_not_adopted(api: Program, unclear: str, body: dict[str, str]) -> None:
    answer = api.post(f"{unclear}/resolve", body)
    assert (answer.status, answer.type, set(answer.codes)) == (422, "no-such-candidate", {"task_id"})


@pytest.mark.parametrize(("choice", "state"), [("send_again", "queued"), ("give_up", "failed")])
def test_it_is_sent_again_or_given_up(api: Program, unclear: str, choice: str, state: str) -> None:
    answer = api.post(f"{unclear}/resolve", {"choice": choice})
    assert (answer.status, answer.json["state"]) == (200, state)


def test_what_was_given_up_tells_that_nobody_knows_the_charge(api: Program, unclear: str) -> None:
    Render.objects.update(practice=False)
    error = api.post(f"{unclear}/resolve", {"choice": "give_up"}).json["error"]
    assert (error["code"], error["charged"]) == ("given-up", None)
    assert error["message"]
    assert error["advice"]


@pytest.mark.parametrize("body", [{}, {"choice": "maybe"}, {"choice": 1}, {"choice": "give_up", "why": "tired"}, []])
def test_a_decision_of_the_wrong_shape_is_refused(api: Program, unclear: str, body: object) -> None:
    answer = api.post(f"{unclear}/resolve", body)
    assert (answer.status, answer.type) == (422, "invalid-request")


def test_there_must_be_something_to_decide(api: Program, render: Render) -> None:
    answer = api.post(f"/renders/{render.pk}/resolve", {"choice": "give_up"})
    assert (answer.status, answer.type) == (409, "not-uncertain")


CALLS = [("/cancel", None), ("/again", None), ("/resolve", {"choice": "give_up"})]


@pytest.mark.parametrize(("call", "body"), CALLS)
def test_a_colleagues_render_is_visible_and_not_mine_to_change(
    render: Render, mara: User, call: str, body: object
) -> None:
    colleague = program(mara)
    assert colleague.get(f"/renders/{render.pk}").status == 200
    answer = colleague.post(f"/renders/{render.pk}{call}", body)
    assert (answer.status, answer.type) == (403, "not-yours")


@pytest.mark.parametrize(("call", "body"), [("", None), *CALLS, ("/video", None)])
def test_another_spaces_render_does_not_exist(render: Render, wei: User, call: str, body: object) -> None:
    stranger = program(wei)
    method = "GET" if call in ("", "/video") else "POST"
    for name in (render.pk, uuid4(), "x", "../1", "0" * 500):
        answer = (
            stranger.post(f"/renders/{name}{call}", body)
            if method == "POST"
            else stranger.get(f"/renders/{name}{call}")
        )
        assert (answer.status, answer.type) == (404, "not-found")


def test_an_admin_may(render: Render, ada: User) -> None:
    assert program(ada).post(f"/renders/{render.pk}/cancel").json["state"] == "canceled"
