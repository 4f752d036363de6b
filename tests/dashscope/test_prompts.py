"""Whose task is it? The echoed prompt decides."""

import time
import unicodedata

import pytest

from jobs.dashscope import prompt_fit

SHOT = "镜头1：清晨的屋顶花园，玛拉在浇水；镜头2：她抬头看见一群鸽子飞过城市上空；镜头3：阳光照亮水珠。"
LONG = " ".join(f"Shot {n}: Lin walks past house number {n} while the light changes slowly." for n in range(70))


@pytest.mark.parametrize("echo", [SHOT, f"  {SHOT}\n"])
def test_the_same_words_are_the_same_prompt(echo: str) -> None:
    assert prompt_fit(SHOT, echo) == "same"


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert prompt_fit("café au lait", unicodedata.normalize("NFD", "café au lait")) == "same"


@pytest.mark.parametrize("asked", [SHOT * 2, LONG])
def test_a_changed_word_is_similar(asked: str) -> None:
    assert prompt_fit(asked, asked[:60] + "绿" + asked[61:]) == "similar"


def test_changed_words_at_both_ends_of_a_long_prompt_are_similar() -> None:
    assert prompt_fit(LONG, LONG.replace("Shot 0", "Take 0").replace("number 69", "number 70")) == "similar"


def test_a_prompt_the_service_cut_is_similar() -> None:
    assert prompt_fit(LONG, LONG[:2048]) == "similar"


@pytest.mark.parametrize("echo", ["A fox runs through snow", SHOT[:20], "x"])
def test_another_prompt_is_different(echo: str) -> None:
    assert prompt_fit(SHOT, echo) == "different"


@pytest.mark.parametrize(("asked", "echoed"), [(SHOT, ""), (SHOT, "  "), ("", SHOT)])
def test_without_an_echo_nothing_is_known(asked: str, echoed: str) -> None:
    assert prompt_fit(asked, echoed) == "unknown"


@pytest.mark.parametrize("unit", ["a", "ab ", "la la lo "])
def test_hostile_repetition_is_compared_in_bounded_time(unit: str) -> None:
    asked = (unit * 5000)[:5000]
    begun = time.process_time()
    prompt_fit("x" + asked + "y", "z" + asked[:-300] + "q" * 300 + "w")
    assert time.process_time() - begun < 2
