"""A prompt as shots and back, whatever is written in them, and what is unfinished about them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jobs.catalogue import SHOTS_MAX, OrderSpec, Shot, Storyboard, loose_ends, storyboard
from jobs.catalogue.storyboard import read, written

PIECES = st.sampled_from(
    [
        "镜头",
        "分镜",
        "Shot ",
        "shot",
        "1",
        "2：",
        "二",
        "：",
        ":",
        "；",
        ";",
        "（2秒）",
        "(3 s)",
        " ",
        "  ",
        "\n",
        "雾",
        "a",
        "{a|b}",
    ]
)
TEXTS = st.lists(PIECES | st.characters(exclude_categories=["Cs"]), max_size=8).map("".join)
SHOTS = st.builds(lambda text, seconds: Shot(text=text, seconds=seconds), TEXTS, st.none() | st.integers(1, 15))
BOARDS = st.builds(
    lambda before, shots: Storyboard(before=before, shots=tuple(shots)),
    st.just("") | TEXTS,
    st.lists(SHOTS, min_size=1, max_size=5),
)


def board(*shots: str | tuple[int, str]) -> Storyboard:
    pairs = ((None, shot) if isinstance(shot, str) else shot for shot in shots)
    return Storyboard(shots=tuple(Shot(text=text, seconds=seconds) for seconds, text in pairs))


@given(BOARDS)
@settings(max_examples=400, deadline=None)
@example(board("a；镜头2：b", "镜头1：（2秒）c"))
@example(board("（2秒）", "Shot 1 (2 s): x"))
def test_whatever_rows_hold_comes_back_out_of_the_prompt(rows: Storyboard) -> None:
    assert read(written(rows)) == rows


@given(TEXTS)
def test_a_prompt_that_rows_have_written_stays_as_it_is(text: str) -> None:
    once = written(read(text) or board(text))
    again = read(once)
    assert again is not None
    assert written(again) == once


def test_the_documented_form_is_written_to_the_letter() -> None:
    assert written(board("远山", "热气", "开窗")) == "镜头1：远山；镜头2：热气；镜头3：开窗"
    assert written(board((2, "fog"), (3, "rain"))) == "镜头1：（2秒）fog；镜头2：（3秒）rain"
    assert written(board("one shot is its words")) == "one shot is its words"


@pytest.mark.parametrize(
    ("prompt", "rows"),
    [
        ("Shot 1: fog, wide. Shot 2: a lamp, close.", board("fog, wide", "a lamp, close.")),
        ("镜头一：远山，全景。镜头二：热气，特写。", board("远山，全景", "热气，特写。")),
        ("镜头１:雾\n\n镜头２:雨\n", board("雾", "雨")),
        ("分镜1：（2 秒） 雾；分镜2：雨", board((2, "雾"), "雨")),
        ("shot 1 (2 s): fog; shot 2 (3s): rain", board((2, "fog"), (3, "rain"))),
        ("A heron; one screenshot 1: never a mark", board("A heron; one screenshot 1: never a mark")),
    ],
)
def test_what_people_write_is_understood(prompt: str, rows: Storyboard) -> None:
    assert read(prompt) == rows


def test_words_before_the_first_shot_stay_there() -> None:
    told = read("Noir, 16 mm. Shot 1: fog. Shot 2: rain")
    assert told == Storyboard(before="Noir, 16 mm. ", shots=board("fog", "rain").shots)
    assert written(told) == "Noir, 16 mm. 镜头1：fog；镜头2：rain"


@pytest.mark.parametrize("prompt", ["Shot 2: fog", "镜头1：a；镜头3：b", "镜头1：a；镜头1：b", "as in shot 3: fog"])
def test_shots_that_are_not_counted_one_by_one_are_no_rows(prompt: str) -> None:
    assert read(prompt) is None


@pytest.mark.parametrize(
    ("prompt", "sent"),
    [("A heron", "single"), ("镜头1：a", "single"), ("镜头1：a；镜头2：b", "multi"), ("Shot 1: a. Shot 2: b", "multi")],
)
def test_the_prompt_tells_v6_and_nobody_else(prompt: str, sent: str) -> None:
    assert OrderSpec(prompt=prompt, model="v6").resolved_shot_type == sent
    assert OrderSpec(prompt=prompt, model="v6", shot_type="multi").resolved_shot_type == "multi"
    assert OrderSpec(prompt=prompt, model="c1").resolved_shot_type is None
    assert OrderSpec(prompt=prompt, model="v5.6").resolved_shot_type is None


# ------------------------------------------------------------------ rows


def test_rows_are_added_moved_and_taken_away() -> None:
    rows = board("a", "b", "c")
    assert [shot.text for shot in rows.moved(3, 1).shots] == ["c", "a", "b"]
    assert rows.moved(1, 0) == rows.moved(9, 1) == rows
    assert [shot.text for shot in rows.removed(2).shots] == ["a", "c"]
    assert rows.added().shots[-1] == Shot()
    full = board(*["x"] * SHOTS_MAX)
    assert full.added() == full


def test_the_last_row_that_is_left_is_the_whole_film() -> None:
    assert board((2, "a"), (3, "b")).removed(2) == board("a")


@pytest.mark.parametrize(
    ("seconds", "film", "spread"),
    [
        ((None, None, None), 5, (2, 2, 1)),
        ((3, None), 5, (3, 2)),
        ((1, 2, 1), 8, (2, 4, 2)),
        ((9, 1), 2, (1, 1)),
        ((1, 1, 1), 2, (1, 1, 1)),
    ],
)
def test_the_seconds_of_the_film_are_spread(
    seconds: tuple[int | None, ...], film: int, spread: tuple[int, ...]
) -> None:
    rows = Storyboard(shots=tuple(Shot(text="x", seconds=second) for second in seconds))
    assert tuple(shot.seconds for shot in rows.spread(film).shots) == spread


@given(st.lists(st.none() | st.integers(1, 15), min_size=1, max_size=15), st.integers(1, 15))
def test_spread_seconds_make_the_film_wherever_there_is_one_for_each_shot(seconds: list[int | None], film: int) -> None:
    rows = Storyboard(shots=tuple(Shot(seconds=second) for second in seconds)).spread(film)
    assert rows.even(film) or len(seconds) > film
    assert all(shot.seconds is None or shot.seconds >= 1 for shot in rows.shots)


# ------------------------------------------------------------------ loose ends


@pytest.mark.parametrize(
    ("prompt", "codes"),
    [
        ("A heron", []),
        ("镜头1：a；镜头2：b", []),
        ("镜头1：（2秒）a；镜头2：（3秒）b", []),
        ("镜头1：（2秒）a；镜头2：（2秒）b", ["shots-uneven"]),
        ("镜头1：（2秒）a；镜头2：b", ["shots-unsaid"]),
        ("镜头1：a；镜头2： ", ["shots-empty"]),
        (written(board(*["x"] * (SHOTS_MAX + 1))), ["shots-many"]),
        ("Shot 2: a", []),
    ],
)
def test_what_is_unfinished_is_named(prompt: str, codes: list[str]) -> None:
    for model in ("v6", "c1"):
        assert [one.code for one in loose_ends(OrderSpec(prompt=prompt, model=model, duration=5))] == codes
    assert not list(loose_ends(OrderSpec(prompt=prompt, model="v5.6", duration=5)))


def test_the_number_of_shots_follows_the_longest_film() -> None:
    assert storyboard.SHOTS_MAX == 15
