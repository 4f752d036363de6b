"""Every crossing of the table: exactly what is legal passes, and goes on the wire as it was ordered."""

import json
from itertools import product

import pytest

from jobs.catalogue import MODELS as CATALOGUE
from jobs.catalogue import OrderSpec, problems
from jobs.dashscope import Wish
from jobs.dashscope.orders import create
from tests.catalogue.published import MODELS, RATIOS, TIERS, seconds, size

DURATIONS = range(-1, 18)
CROSSINGS = list(product(MODELS, TIERS, RATIOS))


def codes(spec: OrderSpec) -> set[str]:
    return {problem.code for problem in problems(spec)}


@pytest.mark.parametrize(("model", "tier", "ratio"), CROSSINGS)
def test_exactly_the_legal_crossings_pass(model: str, tier: str, ratio: str) -> None:
    for duration, audio in product(DURATIONS, (False, True)):
        spec = OrderSpec(prompt="A heron", model=model, tier=tier, ratio=ratio, duration=duration, audio=audio)
        legal = size(model, tier, ratio) is not None and duration in seconds(model, tier)
        assert (problems(spec) == ()) is legal, (duration, audio, problems(spec))


@pytest.mark.parametrize(("model", "tier", "ratio"), [crossing for crossing in CROSSINGS if size(*crossing)])
def test_a_legal_crossing_is_sent_as_the_table_says(model: str, tier: str, ratio: str) -> None:
    for duration, audio in product(seconds(model, tier), (False, True)):
        spec = OrderSpec(prompt="A heron", model=model, tier=tier, ratio=ratio, duration=duration, audio=audio)
        parameters = wire(spec)["parameters"]
        assert parameters["size"] == size(model, tier, ratio)
        assert (parameters["duration"], parameters["audio"]) == (duration, audio)
        assert ("shot_type" in parameters) == (model == "v6")


def wire(spec: OrderSpec) -> dict[str, dict[str, object]]:
    known, resolved = spec.known_model, spec.resolved_size
    assert known is not None
    assert resolved is not None
    wish = Wish(
        model=known.id,
        prompt=spec.prompt,
        size=resolved.size,
        duration=spec.duration,
        audio=spec.audio,
        shot_type=spec.resolved_shot_type or "",
    )
    body: dict[str, dict[str, object]] = json.loads(create(wish).body or b"")
    return body


def test_a_size_alone_names_its_tier_and_ratio() -> None:
    for model, tier, ratio in CROSSINGS:
        text = size(model, tier, ratio)
        if text:
            found = OrderSpec(prompt="A heron", model=model, size=text).resolved_size
            assert found is not None
            assert (found.tier, found.ratio) == (tier, ratio)


def test_the_models_are_the_published_three() -> None:
    assert {model.short: model.id for model in CATALOGUE.values()} == MODELS
    assert {model.short: len(model.sizes) for model in CATALOGUE.values()} == {"c1": 32, "v6": 32, "v5.6": 20}
    assert {model.short: model.prompt_max for model in CATALOGUE.values()} == {"c1": 5000, "v6": 5000, "v5.6": 2048}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"model": "v7"}, "model-unknown"),
        ({"prompt": ""}, "prompt-empty"),
        ({"prompt": " \n\t"}, "prompt-empty"),
        ({"prompt": "a\x00b"}, "prompt-nul"),
        ({"prompt": "a\ud800b"}, "prompt-surrogate"),
        ({"prompt": "x" * 5001}, "prompt-too-long"),
        ({"prompt": "🦢" * 5001}, "prompt-too-long"),
        ({"size": "1280*721"}, "size-unknown"),
        ({"size": "1280x720"}, "size-unknown"),
        ({"model": "v5.6", "size": "960*960"}, "size-unknown"),
        ({"size": "1280*720", "tier": "1080P"}, "size-and-tier"),
        ({"size": "1280*720", "ratio": "1:1"}, "size-and-tier"),
        ({"tier": "4K"}, "tier-unknown"),
        ({"ratio": "5:4"}, "ratio-unknown"),
        ({"model": "v5.6", "ratio": "21:9"}, "ratio-not-offered"),
        ({"duration": 16}, "duration-not-offered"),
        ({"duration": 0}, "duration-not-offered"),
        ({"model": "v5.6", "duration": 7}, "duration-not-offered"),
        ({"model": "v5.6", "tier": "1080P", "ratio": "16:9", "duration": 10}, "duration-not-at-tier"),
        ({"model": "c1", "shot_type": "multi"}, "shots-in-prompt"),
        ({"model": "v5.6", "shot_type": "single"}, "shots-not-offered"),
        ({"shot_type": "many"}, "shot-type-unknown"),
        ({"seed": -1}, "seed-out-of-range"),
        ({"seed": 2**31}, "seed-out-of-range"),
        ({"takes": 0}, "takes-out-of-range"),
        ({"takes": 9}, "takes-out-of-range"),
        ({"title": "x" * 121}, "title-too-long"),
        ({"title": "a\x00"}, "title-nul"),
    ],
)
def test_each_rule_names_itself(change: dict[str, object], code: str) -> None:
    wanted: dict[str, object] = {"prompt": "A heron", "model": "v6"}
    assert code in codes(OrderSpec(**{**wanted, **change}))  # type: ignore[arg-type]  # bad values are the point


@pytest.mark.parametrize(
    "prompt",
    ["🦢" * 5000, "مرحبا", "</script><b>", "one\ntwo\r\nthree", "镜头1:湖面;镜头2:白鹭", "e\u0301", "x" * 5000],
)
def test_odd_prompts_are_fine_and_go_out_letter_by_letter(prompt: str) -> None:
    spec = OrderSpec(prompt=prompt, model="v6")
    assert problems(spec) == ()
    assert wire(spec)["input"]["prompt"] == prompt


def test_everything_that_is_wrong_is_named_at_once() -> None:
    spec = OrderSpec(prompt="", model="v6", duration=99, seed=-5, takes=0)
    assert codes(spec) == {"prompt-empty", "duration-not-offered", "seed-out-of-range", "takes-out-of-range"}


def test_too_long_for_one_model_names_another_that_takes_it() -> None:
    [problem] = problems(OrderSpec(prompt="x" * 2049, model="v5.6"))
    assert (problem.params["over"], problem.params["longer"]) == (1, "v6")


def test_ten_seconds_at_1080p_names_the_tiers_that_offer_them() -> None:
    [problem] = problems(OrderSpec(prompt="A heron", model="v5.6", tier="1080P", ratio="1:1", duration=10))
    assert (problem.params["seconds"], problem.params["tiers"]) == ([5, 8], ["360P", "540P", "720P"])
