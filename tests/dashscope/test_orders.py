"""The exact bytes of every request."""

import json

from jobs.dashscope import Wish, orders
from tests.dashscope.answers import WISH


def test_a_create_sends_only_what_the_service_knows() -> None:
    order = orders.create(WISH)
    assert (order.method, order.path) == ("POST", "/services/aigc/video-generation/video-synthesis")
    assert order.headers["X-DashScope-Async"] == "enable"
    assert order.body is not None
    assert json.loads(order.body) == {
        "model": "pixverse/pixverse-v6-t2v",
        "input": {"prompt": "Mara waters the roof garden"},
        "parameters": {"size": "640*360", "duration": 1, "audio": False, "watermark": False},
    }


def test_a_seed_of_zero_and_a_shot_type_are_sent() -> None:
    order = orders.create(Wish(model="m", prompt="p", size="s", duration=5, seed=0, shot_type="multi", audio=True))
    assert order.body is not None
    assert json.loads(order.body)["parameters"] == {
        "size": "s",
        "duration": 5,
        "audio": True,
        "watermark": False,
        "shot_type": "multi",
        "seed": 0,
    }


def test_a_prompt_reaches_the_wire_letter_by_letter() -> None:
    prompt = '镜头1：<b>"Wei"</b> 🦊\n\u202eright to left'
    order = orders.create(Wish(model="m", prompt=prompt, size="s", duration=5))
    assert order.body is not None
    assert json.loads(order.body)["input"]["prompt"] == prompt


def test_a_task_id_cannot_leave_its_place_in_the_path() -> None:
    assert orders.query("../models?x").path == "/tasks/..%2Fmodels%3Fx"
    assert orders.cancel("a/b").path == "/tasks/a%2Fb/cancel"


def test_the_list_is_asked_for_a_model_and_a_page_but_never_for_a_time() -> None:
    assert orders.tasks(status="", model="pixverse/x", page=2, page_size=50).path == (
        "/tasks?page_no=2&page_size=50&model_name=pixverse%2Fx"
    )
