"""Ordering many settings at once by program."""

from jobs.models import Batch, Order, User
from tests.api.conftest import Program, program

WISH = {"prompt": "{red|blue} lantern", "models": ["v6", "c1"], "ratios": ["16:9", "1:1"], "duration": 1}


def test_a_batch_answers_with_all_of_its_films(api: Program) -> None:
    answer = api.post("/batches", WISH)
    told = answer.json
    assert (answer.status, len(told["renders"])) == (201, 8)
    assert {film["batch"] for film in told["renders"]} == {told["id"]}
    assert [film["prompt"] for film in told["renders"]] == ["red lantern"] * 4 + ["blue lantern"] * 4
    assert (told["prompt"], told["total"], told["currency"], told["practice"]) == (WISH["prompt"], "2.28", "CNY", True)
    assert api.get(answer.response.headers["Location"].removeprefix("/api/v1")).json["id"] == told["id"]


def test_an_order_alone_belongs_to_no_batch(api: Program) -> None:
    assert api.post("/renders", {"prompt": "{red|blue}", "model": "v6"}).json["batch"] is None
    assert Order.objects.get().prompt == "{red|blue}"


def test_sizes_and_seeds_are_lists(api: Program) -> None:
    wish = {"prompt": "rain", "models": ["v6"], "sizes": ["640*360", "1280*720"], "seeds": [7, 9], "duration": 1}
    films = api.post("/batches", wish).json["renders"]
    told = [(film["size"], film["seed"]) for film in films]
    assert told == [("640*360", 7), ("640*360", 9), ("1280*720", 7), ("1280*720", 9)]


def test_one_bad_cell_and_every_cause_is_named_by_its_cell(api: Program) -> None:
    answer = api.post("/batches", WISH | {"prompt": "{rain|}", "models": ["v6", "v5.6"], "ratios": ["16:9", "21:9"]})
    assert (answer.status, answer.type) == (422, "invalid-order")
    assert answer.codes["cells.3.ratio"] == "ratio-not-offered"
    assert answer.codes["cells.2.duration"] == "duration-not-offered"
    assert answer.codes["cells.4.prompt"] == "prompt-empty"
    messages = [error["message"] for error in answer.json["errors"] if error["field"] == "cells.3.ratio"]
    assert messages[0].startswith("rain · v5.6 · 21:9 · 1 s · new seed: v5.6 has no 21:9")
    assert not Order.objects.exists()


def test_what_is_wrong_with_the_click_itself_is_named(api: Program) -> None:
    assert api.post("/batches", WISH | {"prompt": "{a|{b|c}}"}).codes == {"prompt": "variations-nested"}
    assert api.post("/batches", WISH | {"prompt": "{a|b}" * 300}).codes == {"": "films-too-many"}
    assert api.post("/batches", WISH | {"seeds": list(range(100))}).codes == {"": "films-too-many"}
    assert not Order.objects.exists()


def test_a_field_of_the_wrong_shape_is_named(api: Program) -> None:
    for change, code in (
        ({"models": []}, {"models": "empty-list"}),
        ({"models": "v6"}, {"models": "not-a-list"}),
        ({"models": [5]}, {"models.0": "not-text"}),
        ({"seeds": [True]}, {"seeds.0": "not-whole-number"}),
        ({"seeds": list(range(101))}, {"seeds": "long-list"}),
        ({"model": "v6"}, {"model": "unknown-field"}),
    ):
        assert api.post("/batches", WISH | change).codes == code


def test_the_same_key_and_batch_is_the_same_and_another_a_mismatch(api: Program) -> None:
    first = api.post("/batches", WISH, Idempotency_Key="evening-1")
    second = api.post("/batches", WISH, Idempotency_Key="evening-1")
    assert (first.status, second.status) == (201, 200)
    assert second.json == first.json
    other = api.post("/batches", WISH | {"takes": 2}, Idempotency_Key="evening-1")
    assert (other.status, other.type) == (422, "idempotency-mismatch")
    assert Batch.objects.count() == 1


def test_without_a_key_each_call_is_a_new_batch(api: Program) -> None:
    assert api.post("/batches", WISH).json["id"] != api.post("/batches", WISH).json["id"]


def test_a_stranger_finds_no_batch(api: Program, wei: User) -> None:
    batch = api.post("/batches", WISH).json["id"]
    assert program(wei).get(f"/batches/{batch}").status == 404
    assert api.get("/batches/none").status == 404
