"""Prompt templates as programs keep them."""

import pytest

from jobs.models import PromptTemplate, User
from tests.api.conftest import Program

TEA = {"name": "Tea spot", "prompt": "Steam from {a|b}", "model": "v6", "duration": 8}


def test_a_program_keeps_finds_and_deletes_a_template(api: Program) -> None:
    made = api.post("/templates", TEA)
    assert made.status == 201
    assert (made.json["model"], made.json["tier"], made.json["duration"]) == ("pixverse/pixverse-v6-t2v", None, 8)
    assert [one["name"] for one in api.get("/templates?q=steam").json["items"]] == ["Tea spot"]
    assert api.get("/templates?q=rain").json == {"items": []}
    assert api.send("DELETE", f"/templates/{made.json['id']}").status == 204
    assert api.send("DELETE", f"/templates/{made.json['id']}").type == "not-found"
    assert not PromptTemplate.objects.exists()


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"name": ""}, "name", "template-nameless"),
        ({"prompt": " "}, "prompt", "template-empty"),
        ({"model": "v9"}, "model", "model-unknown"),
        ({"model": "v5.6", "duration": 7}, "duration", "duration-not-offered"),
        ({"tier": "8K"}, "tier", "tier-unknown"),
        ({"duration": 16}, "duration", "out-of-range"),
        ({"space": "0190a5f6-0000-7000-8000-000000000000"}, "space", "template-space"),
        ({"seed": 1}, "seed", "unknown-field"),
    ],
)
def test_what_cannot_be_kept_is_refused(api: Program, change: dict[str, object], field: str, code: str) -> None:
    answer = api.post("/templates", {**TEA, **change})
    assert answer.type == "invalid-request"
    assert answer.codes == {field: code}
    assert not PromptTemplate.objects.exists()


def test_a_name_is_there_once(api: Program) -> None:
    api.post("/templates", TEA)
    assert api.post("/templates", {**TEA, "name": "TEA SPOT"}).codes == {"name": "template-taken"}
    assert PromptTemplate.objects.get().author == User.objects.get(email="lin@example.com")
