import json
import uuid
from typing import Any

import pytest

from tests.sandbox.house import C1, V6, V56, Provider


def wish(**changes: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": V6,
        "input": {"prompt": "A paper boat"},
        "parameters": {"size": "640*360", "duration": 1},
    }
    return body | changes


def test_a_good_wish_becomes_a_pending_task(provider: Provider) -> None:
    answer = provider.create("Lin's boat")

    said = answer.json()
    assert answer.status_code == 200
    assert set(said) == {"output", "request_id"}
    assert said["output"]["task_status"] == "PENDING"
    assert {uuid.UUID(said["output"]["task_id"]).version, uuid.UUID(said["request_id"]).version} == {4}


def test_every_answer_carries_a_date_and_is_json(provider: Provider) -> None:
    for answer in (provider.create(), provider.call("GET", "/tasks/none"), provider.call("GET", "/nowhere")):
        assert answer.headers["Content-Type"].startswith("application/json")
        assert answer.headers["Date"].endswith("GMT")
        assert answer.json()["request_id"]


def test_the_extra_words_of_the_official_client_and_unknown_parameters_are_dropped(provider: Provider) -> None:
    body = wish(
        input={"prompt": "A boat", "extend_prompt": True, "function": "video-synthesis"},
        parameters={"size": "640*360", "duration": 1, "negative_prompt": "rain", "fps": 60, "n": 4},
    )

    assert provider.post(body).status_code == 200


def test_without_the_asynchronous_header_it_is_forbidden(provider: Provider) -> None:
    path = "/services/aigc/video-generation/video-synthesis"
    answer = provider.call("POST", path, json=wish())

    assert answer.status_code == 403
    assert answer.json()["code"] == "AccessDenied"
    assert "does not support synchronous calls" in answer.json()["message"]


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        (wish(model=""), "BadRequest.EmptyModel", "model"),
        (wish(model="pixverse/pixverse-v9-t2v"), "InvalidParameter", "Model not exist."),
        (wish(model=7), "InvalidParameter", "Model not exist."),
        (wish(input=None), "BadRequest.EmptyInput", "input"),
        (wish(parameters={}), "BadRequest.EmptyParameters", "parameters"),
        (wish(input=["boat"]), "BadRequest.IllegalInput", "json"),
        (wish(input={"prompt": ""}), "InvalidParameter", "Field required: input.prompt"),
        (wish(input={"words": "boat"}), "InvalidParameter", "Field required: input.prompt"),
        (wish(input={"prompt": 7}), "InvalidParameter", "Required parameter(s) missing or invalid"),
        (wish(parameters={"duration": 1}), "InvalidParameter", "Field required: parameters.size"),
        (wish(parameters={"size": "640*360"}), "InvalidParameter", "Field required: parameters.duration"),
        ([], "BadRequest.IllegalInput", "json"),
    ],
)
def test_a_malformed_wish_is_refused_in_the_providers_words(
    provider: Provider, body: object, code: str, words: str
) -> None:
    answer = provider.post(body)

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert words in answer.json()["message"]
    assert set(answer.json()) == {"code", "message", "request_id"}


@pytest.mark.parametrize("text", [b"", b"{", b"\xff", b'{"model": "\\ud800"}', b"[" * 100_000])
def test_a_body_that_is_no_json_is_refused(provider: Provider, text: bytes) -> None:
    path = "/services/aigc/video-generation/video-synthesis"
    answer = provider.call("POST", path, data=text, headers={"X-DashScope-Async": "enable"})

    assert (answer.status_code, answer.json()["code"]) == (400, "BadRequest.IllegalInput")


def test_a_body_over_a_mebibyte_is_refused(provider: Provider) -> None:
    answer = provider.post(wish(input={"prompt": "x" * (1 << 20)}))

    assert (answer.status_code, answer.json()["code"]) == (400, "BadRequest.TooLarge")


@pytest.mark.parametrize(
    "wrong",
    [
        {"duration": 0},
        {"duration": 16},
        {"duration": 1.0},
        {"duration": "1"},
        {"duration": True},
        {"audio": "true"},
        {"watermark": 1},
        {"seed": -1},
        {"seed": 2**31},
        {"seed": 1.5},
        {"seed": False},
        {"shot_type": "triple"},
    ],
)
def test_a_value_out_of_its_rule_is_refused(provider: Provider, wrong: dict[str, Any]) -> None:
    answer = provider.create(**wrong)

    assert (answer.status_code, answer.json()["code"]) == (400, "InvalidParameter")
    assert next(iter(wrong)) in answer.json()["message"]


@pytest.mark.parametrize(
    ("model", "size", "duration", "status"),
    [
        (V56, "640*360", 5, 200),
        (V56, "640*360", 10, 200),
        (V56, "640*360", 6, 400),
        (V56, "1808*1808", 8, 200),
        (V56, "1808*1808", 10, 400),
        (C1, "1920*1080", 15, 200),
        (V6, "1920*832", 1, 200),
    ],
)
def test_how_long_a_film_may_be_depends_on_model_and_size(
    provider: Provider, model: str, size: str, duration: int, status: int
) -> None:
    assert provider.create(model=model, size=size, duration=duration).status_code == status


@pytest.mark.parametrize(("model", "status"), [(V6, 200), (C1, 400), (V56, 400)])
def test_shots_are_a_word_of_v6_alone(provider: Provider, model: str, status: int) -> None:
    assert provider.create(model=model, duration=5, shot_type="multi").status_code == status


def test_null_is_as_good_as_absent_where_a_value_is_optional(provider: Provider) -> None:
    assert provider.create(audio=None, seed=None, shot_type=None).status_code == 200


@pytest.mark.parametrize(("model", "longest"), [(V6, 5000), (C1, 5000), (V56, 2048)])
def test_a_prompt_over_the_limit_is_cut_without_a_word(provider: Provider, model: str, longest: int) -> None:
    task_id = provider.made("海" * (longest + 1), model, duration=5)
    provider.clock.forward(60)

    assert provider.told(task_id)["output"]["orig_prompt"] == "海" * longest


def test_a_prompt_comes_back_as_it_was_sent(provider: Provider) -> None:
    prompt = "  镜头1：海\n\t\u202e\u05e9\u05dc </script> 🌊 \x00 'quoted' \\ "
    task_id = provider.made(prompt)
    provider.clock.forward(60)

    assert provider.told(task_id)["output"]["orig_prompt"] == prompt


def test_another_models_path_is_a_wrong_address(provider: Provider) -> None:
    path = "/services/aigc/image2video/video-synthesis"
    answer = provider.call("POST", path, data=json.dumps(wish()), headers={"X-DashScope-Async": "enable"})

    assert (answer.status_code, answer.json()["code"]) == (400, "InvalidParameter")
    assert answer.json()["message"] == "url error, please check url!"


@pytest.mark.parametrize("path", ["/nothing", "/tasks/a/b/c", "/services"])
def test_there_is_nothing_elsewhere(provider: Provider, path: str) -> None:
    assert provider.call("GET", path).status_code == 404
    assert provider.call("DELETE", path).json()["code"] == "NotFound"
