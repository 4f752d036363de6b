"""Variations in a prompt: every combination, and nothing happens to text that only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.catalogue import Nested, Piece, escaped, literal, written

SIGNS = st.text(alphabet="ab {}|\\")
WORDS = st.text(alphabet="abc ,灯笼")


def made(prompt: str) -> list[str]:
    return ["".join(piece.text for piece in pieces) for pieces in written(prompt).variants()]


def test_several_groups_multiply_and_the_last_one_changes_fastest() -> None:
    assert made("{red|blue} lantern, {dawn|dusk}") == [
        "red lantern, dawn",
        "red lantern, dusk",
        "blue lantern, dawn",
        "blue lantern, dusk",
    ]


@pytest.mark.parametrize(
    ("prompt", "variants"),
    [
        ("", [""]),
        ("a {b} c", ["a {b} c"]),
        ("a | b", ["a | b"]),
        ("a { b | c", ["a { b | c"]),
        ("a } b | c {", ["a } b | c {"]),
        ('{"light": "warm"}', ['{"light": "warm"}']),
        ("{|very }old", ["old", "very old"]),
        ("{|}", [""]),
        ("{a|a}", ["a"]),
        ("{a|b|}", ["a", "b", ""]),
        ("{x {a|b}", ["{x a", "{x b"]),
        ("{x {a|b}}", ["{x a}", "{x b}"]),
        ("{a {b} c|d}", ["a {b} c", "d"]),
        (r"\{a|b}", ["{a|b}"]),
        (r"{a\|b}", ["{a|b}"]),
        (r"{a\|b|c}", ["a|b", "c"]),
        (r"{a\}|c}", ["a}", "c"]),
        (r"\\{a|b}", ["\\a", "\\b"]),
        (r"C:\new\\film", [r"C:\new\\film"]),
        ("{灯|笼}\n😀", ["灯\n😀", "笼\n😀"]),
    ],
)
def test_what_is_a_group_and_what_is_plain_text(prompt: str, variants: list[str]) -> None:
    assert made(prompt) == variants


@pytest.mark.parametrize("prompt", ["{a|{b|c}}", "{{b|c}|a}", "x {a|b {c {d|e}}} y"])
def test_a_group_inside_of_a_group_is_refused(prompt: str) -> None:
    with pytest.raises(Nested):
        written(prompt)


def test_the_words_that_differ_are_marked() -> None:
    first = next(written("a {red|blue} lantern").variants())
    assert first == (Piece(text="a "), Piece(text="red", varied=True), Piece(text=" lantern"))


def test_a_prompt_that_no_model_reads_is_plain_text_and_takes_no_time() -> None:
    for hostile in ("{a|b}" * 100_000, "{" * 300_000 + "|" + "}" * 300_000, "\\" * 1_000_000):
        assert made(hostile) == [hostile]


def test_millions_of_combinations_are_counted_and_not_made() -> None:
    assert written("{a|b}" * 400).count == 2**400


@given(SIGNS)
def test_text_that_was_sent_once_is_sent_again_as_it_was(text: str) -> None:
    assert made(escaped(text)) == [text]
    assert literal(escaped(text)) == text


@given(st.text(alphabet=st.characters(exclude_characters="{|}")))
def test_text_without_the_three_signs_stays_as_it_is(text: str) -> None:
    assert made(text) == [text]
    assert escaped(text) == text


@given(st.lists(st.lists(WORDS, min_size=2, max_size=3, unique=True), max_size=3), WORDS)
def test_there_are_as_many_variants_as_combinations(groups: list[list[str]], between: str) -> None:
    prompt = between.join("{" + "|".join(group) + "}" for group in groups)
    found = list(written(prompt).variants())
    assert len(found) == written(prompt).count
    for place, group in enumerate(groups):
        varied = {[piece.text for piece in pieces if piece.varied][place] for pieces in found}
        assert varied == set(group)


@given(SIGNS)
def test_nothing_that_is_typed_makes_it_fail(text: str) -> None:
    try:
        found = written(text)
    except Nested:
        assert literal(text) == text
    else:
        assert found.count >= 1
