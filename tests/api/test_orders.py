"""Ordering by program."""

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.catalogue import SEED_MAX
from jobs.models import Order, Space, User
from tests.api.conftest import Program, program

WISH = {"prompt": "rain on a tin roof", "model": "v6"}
FIELDS = {
    "id", "state", "final", "hold", "prompt", "model", "size", "duration", "audio", "watermark", "seed", "shot_type",
    "task_id", "order", "batch", "take", "parent", "title", "practice", "estimate", "cost", "currency", "created_at",
    "deadline", "cancel_requested_at", "trashed_at", "candidates", "error", "video",
}  # fmt: skip


def test_an_order_answers_with_its_first_take_and_all_of_them(api: Program) -> None:
    answer = api.post("/renders", WISH | {"takes": 3})
    assert answer.status == 201
    assert set(answer.json) == FIELDS | {"takes"}
    assert [take["take"] for take in answer.json["takes"]] == [1, 2, 3]
    assert answer.json["takes"][0]["id"] == answer.json["id"]
    assert set(answer.json["takes"][0]) == FIELDS


def test_a_new_render_is_told_word_for_word(api: Program) -> None:
    told = api.post("/renders", WISH | {"title": "Rain", "seed": 7}).json
    assert told["state"] == "queued"
    assert (told["model"], told["size"], told["duration"]) == ("pixverse/pixverse-v6-t2v", "1280*720", 5)
    assert (told["audio"], told["watermark"], told["seed"], told["shot_type"]) == (False, False, 7, "single")
    assert (told["title"], told["practice"], told["take"], told["parent"]) == ("Rain", True, 1, None)
    assert (told["estimate"], told["cost"], told["currency"]) == ("1.35", None, "CNY")
    assert (told["final"], told["hold"], told["error"], told["video"], told["task_id"]) == (False, *[None] * 4)
    assert (told["deadline"], told["cancel_requested_at"], told["candidates"]) == (None, None, [])


def test_times_end_in_z(api: Program) -> None:
    created = api.post("/renders", WISH).json["created_at"]
    assert created.endswith("Z")
    assert datetime.fromisoformat(created).tzinfo is not None


def test_the_answer_names_the_new_address(api: Program) -> None:
    answer = api.post("/renders", WISH)
    assert answer.response.headers["Location"] == f"/api/v1/renders/{answer.json['id']}"
    assert api.get(f"/renders/{answer.json['id']}").json["id"] == answer.json["id"]


def test_a_wished_seed_goes_on_over_the_takes(api: Program) -> None:
    takes = api.post("/renders", WISH | {"takes": 3, "seed": SEED_MAX}).json["takes"]
    assert [take["seed"] for take in takes] == [SEED_MAX, 0, 1]


def test_the_same_key_and_order_is_the_same_render(api: Program) -> None:
    first = api.post("/renders", WISH | {"takes": 2}, Idempotency_Key="evening-1")
    second = api.post("/renders", WISH | {"takes": 2}, Idempotency_Key="evening-1")
    assert (first.status, second.status) == (201, 200)
    assert second.json["takes"] == first.json["takes"]
    assert Order.objects.count() == 1


def test_the_same_key_and_another_order_is_a_mismatch(api: Program) -> None:
    api.post("/renders", WISH, Idempotency_Key="evening-1")
    answer = api.post("/renders", WISH | {"duration": 6}, Idempotency_Key="evening-1")
    assert (answer.status, answer.type) == (422, "idempotency-mismatch")
    assert Order.objects.count() == 1


def test_a_key_belongs_to_one_person(api: Program, mara: User) -> None:
    assert api.post("/renders", WISH, Idempotency_Key="same").status == 201
    assert program(mara).post("/renders", WISH | {"duration": 6}, Idempotency_Key="same").status == 201


def test_without_a_key_each_call_is_a_new_order(api: Program) -> None:
    assert api.post("/renders", WISH).json["id"] != api.post("/renders", WISH).json["id"]


@pytest.mark.parametrize("key", ["", " ", "a b", "k" * 201, "clé", "a\x7f"])
def test_a_key_is_1_to_200_visible_ascii_characters(api: Program, key: str) -> None:
    answer = api.post("/renders", WISH, Idempotency_Key=key)
    assert (answer.status, answer.codes) == (422, {"Idempotency-Key": "bad-key"})


def test_a_key_of_200_characters_is_taken(api: Program) -> None:
    assert api.post("/renders", WISH, Idempotency_Key="~" * 200).status == 201


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"colour": "blue"}, "colour", "unknown-field"),
        ({"duration": "5"}, "duration", "not-whole-number"),
        ({"duration": 5.0}, "duration", "not-whole-number"),
        ({"duration": True}, "duration", "not-whole-number"),
        ({"duration": None}, "duration", "not-whole-number"),
        ({"takes": True}, "takes", "not-whole-number"),
        ({"seed": 10**30}, "seed", "out-of-range"),
        ({"seed": -(10**30)}, "seed", "out-of-range"),
        ({"audio": 1}, "audio", "not-boolean"),
        ({"audio": "true"}, "audio", "not-boolean"),
        ({"prompt": 5}, "prompt", "not-text"),
        ({"prompt": None}, "prompt", "not-text"),
        ({"model": ["v6"]}, "model", "not-text"),
        ({"title": None}, "title", "not-text"),
        ({"space": "here"}, "space", "not-an-id"),
        ({"space": 5}, "space", "not-an-id"),
    ],
)
def test_a_field_of_the_wrong_shape_is_named(api: Program, change: dict[str, object], field: str, code: str) -> None:
    answer = api.post("/renders", WISH | change)
    assert (answer.status, answer.type, answer.codes) == (422, "invalid-request", {field: code})
    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"prompt": ""}, "prompt", "prompt-empty"),
        ({"prompt": " \n"}, "prompt", "prompt-empty"),
        ({"prompt": "a\x00b"}, "prompt", "prompt-nul"),
        ({"prompt": "x" * 5001}, "prompt", "prompt-too-long"),
        ({"prompt": "😀" * 5001}, "prompt", "prompt-too-long"),
        ({"model": "v7"}, "model", "model-unknown"),
        ({"duration": 16}, "duration", "duration-not-offered"),
        ({"duration": 0}, "duration", "duration-not-offered"),
        ({"size": "1*1"}, "size", "size-unknown"),
        ({"ratio": "5:1"}, "ratio", "ratio-unknown"),
        ({"tier": "8K"}, "tier", "tier-unknown"),
        ({"seed": -1}, "seed", "seed-out-of-range"),
        ({"seed": 2**31}, "seed", "seed-out-of-range"),
        ({"takes": 0}, "takes", "takes-out-of-range"),
        ({"takes": 9}, "takes", "takes-out-of-range"),
        ({"shot_type": "many"}, "shot_type", "shot-type-unknown"),
        ({"model": "c1", "shot_type": "multi"}, "shot_type", "shots-in-prompt"),
        ({"title": "x" * 121}, "title", "title-too-long"),
        ({"title": "\x00"}, "title", "title-nul"),
        ({"space": "01890a5d-ac96-774b-bcce-b302099a8057"}, "space", "space-unknown"),
    ],
)
def test_a_broken_rule_is_named(api: Program, change: dict[str, object], field: str, code: str) -> None:
    for path in ("/renders", "/quotes"):
        answer = api.post(path, WISH | change)
        assert (answer.status, answer.type, answer.codes) == (422, "invalid-order", {field: code})
        assert "no words yet" not in answer.json["detail"]
    assert Order.objects.count() == 0


def test_half_a_character_is_refused_in_words(api: Program) -> None:
    for field in ("prompt", "title"):
        answer = api.post("/renders", WISH | {field: "a\ud800b"})
        assert (answer.status, answer.codes) == (422, {field: f"{field}-surrogate"})


def test_half_a_character_elsewhere_is_no_error_of_ours(api: Program) -> None:
    assert api.post("/renders", WISH | {"size": "\ud800"}).status == 422
    assert api.post("/renders", WISH | {"\ud800": 1}).status == 422


@pytest.mark.parametrize("field", ["model", "size", "tier", "ratio", "shot_type"])
def test_an_answer_never_repeats_half_a_character(api: Program, field: str) -> None:
    answer = api.post("/renders", WISH | {field: "\ud800"})
    assert answer.status == 422
    json.dumps(answer.json, ensure_ascii=False).encode()


@pytest.mark.parametrize("prompt", ["</script><b>", "שלום עולם", "雨\n\t夜", "😀" * 5000, "=1+1", "\x1b[31m"])
def test_an_odd_prompt_is_kept_byte_for_byte(api: Program, prompt: str) -> None:
    answer = api.post("/renders", WISH | {"prompt": prompt})
    assert (answer.status, answer.json["prompt"]) == (201, prompt)


def test_another_space_of_mine_can_be_named(api: Program, lin: User) -> None:
    space = Space.objects.create(name="Second floor")
    lin.memberships.create(space=space)
    answer = api.post("/renders", WISH | {"space": str(space.pk)})
    assert (answer.status, Order.objects.get().space) == (201, space)


@pytest.mark.parametrize(
    "data",
    [
        b"{", b"prompt=rain", b"\xff\xfe\xfd", b'{"prompt": NaN}', b'{"seed": Infinity}', b"[" * 100_000,
        b'{"seed": ' + b"9" * 5000 + b"}", b'{"prompt": "a", "prompt": "b"}', b'{"prompt": "a\x00"}',
    ],
)  # fmt: skip
def test_a_body_that_is_not_json_is_said_to_be_none(api: Program, data: bytes) -> None:
    for path in ("/renders", "/quotes"):
        answer = api.send("POST", path, data)
        assert (answer.status, answer.type) == (422, "not-json")


@pytest.mark.parametrize("data", [b"[]", b'"rain"', b"5", b"null", b"true"])
def test_a_body_that_is_no_object_is_refused(api: Program, data: bytes) -> None:
    answer = api.send("POST", "/renders", data)
    assert (answer.status, answer.codes) == (422, {"": "not-an-object"})


def test_no_body_at_all_is_refused(api: Program) -> None:
    assert api.post("/renders").status == 422


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_body_of_another_kind_is_refused(api: Program, kind: str) -> None:
    answer = api.send("POST", "/renders", b'{"prompt": "rain", "model": "v6"}', headers={"Content-Type": kind})
    assert (answer.status, answer.type) == (415, "not-json-type")


def test_a_body_over_one_mebibyte_is_refused(api: Program) -> None:
    answer = api.post("/renders", WISH | {"prompt": "x" * 1024 * 1024})
    assert (answer.status, answer.type) == (413, "too-large")


def test_many_wrong_fields_are_told_in_a_short_answer(api: Program) -> None:
    answer = api.post("/renders", WISH | {f"field{number}": 1 for number in range(20_000)})
    assert answer.status == 422
    assert len(answer.response.content) < 20_000


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters()), inner, max_size=3),
    max_leaves=5,
)
bodies = st.dictionaries(
    st.sampled_from(["prompt", "model", "size", "tier", "ratio", "duration", "seed", "takes", "title", "space", "?"]),
    anything | st.sampled_from(["v6", "c1", "720P", "16:9", 5]),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=bodies | anything)
def test_no_body_makes_the_studio_stumble(api: Program, body: object) -> None:
    answer = api.post("/quotes", body)
    assert answer.status in (200, 422)
    if answer.status == 422:
        assert answer.type in ("invalid-order", "invalid-request", "not-json")
