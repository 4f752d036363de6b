"""A click that asks for many settings: every combination once, all causes, and an end."""

from dataclasses import replace

import pytest

from jobs.catalogue import FILMS_MAX, Frame, Matrix, OrderSpec, frames, plan

HD = (Frame(tier="720P", ratio="16:9"),)
WIDE = (*HD, Frame(tier="720P", ratio="21:9"))


def matrix(prompt: str = "rain", models: tuple[str, ...] = ("v6",), **wishes: object) -> Matrix:
    made = Matrix(base=OrderSpec(prompt=prompt, model=models[0]), models=models, frames=HD)
    return replace(made, **wishes)  # type: ignore[arg-type]


def codes(made: Matrix) -> list[list[str]]:
    return [[problem.code for problem in cell.problems] for cell in plan(made).cells]


def test_prompts_models_sizes_and_seeds_multiply_in_the_order_they_are_read() -> None:
    made = plan(matrix("{red|blue}", ("v6", "c1"), frames=WIDE, seeds=(7, 9)))
    assert len(made.cells) == 16
    told = [(cell.spec.prompt, cell.spec.model, cell.spec.ratio, cell.spec.seed) for cell in made.cells]
    assert told[:3] == [("red", "v6", "16:9", 7), ("red", "v6", "16:9", 9), ("red", "v6", "21:9", 7)]
    assert told[-1] == ("blue", "c1", "21:9", 9)


def test_a_form_without_any_of_it_is_one_order() -> None:
    made = plan(matrix())
    assert (made.many, made.films, made.broken) == (False, 1, False)


def test_what_is_named_twice_is_made_once() -> None:
    twice = matrix("{a|}{a|}", ("v6", "pixverse/pixverse-v6-t2v"), frames=(*HD, Frame(size="1280*720")), seeds=(3, 3))
    assert [cell.spec.prompt for cell in plan(twice).cells] == ["aa", "a", ""]


def test_every_rule_is_held_against_every_cell() -> None:
    assert codes(matrix("rain", ("v6", "v5.6"), frames=WIDE)) == [[], [], [], ["ratio-not-offered"]]
    assert codes(matrix("{rain|}", seeds=(-1,))) == [["seed-out-of-range"], ["prompt-empty", "seed-out-of-range"]]


def test_a_shot_setting_goes_to_the_models_that_take_one() -> None:
    made = plan(matrix("rain", ("v6", "c1"), base=OrderSpec(prompt="rain", model="v6", shot_type="multi")))
    assert [cell.spec.shot_type for cell in made.cells] == ["multi", None]
    assert codes(matrix("rain", ("c1",), base=OrderSpec(prompt="rain", model="c1", shot_type="multi"))) == [
        ["shots-in-prompt"]
    ]


@pytest.mark.parametrize("takes", [1, 4])
def test_a_click_has_an_end(takes: int) -> None:
    base = OrderSpec(prompt="{a|b|c|d|e}", model="v6", takes=takes)
    some = FILMS_MAX // takes // 5
    assert plan(matrix(base=base, seeds=tuple(range(0, 9 * some, 9)))).films == FILMS_MAX
    over = plan(matrix(base=base, seeds=tuple(range(0, 9 * (some + 1), 9))))
    assert (over.cells, [problem.code for problem in over.problems]) == ((), ["films-too-many"])


def test_no_film_is_made_twice_where_the_takes_of_one_seed_reach_the_next() -> None:
    base = OrderSpec(prompt="rain", model="v6", takes=3)
    near, apart = plan(matrix(base=base, seeds=(9, 7))), plan(matrix(base=base, seeds=(10, 7)))
    assert [(problem.code, problem.params) for problem in near.problems] == [("seed-twice", {"seed": 9})]
    assert (near.cells, apart.films) == ((), 6)


def test_millions_are_refused_before_they_are_made() -> None:
    assert [problem.params for problem in plan(matrix("{a|b}" * 500)).problems] == [{"max": FILMS_MAX}]
    names = list(map(str, range(10_000)))
    every = frames(sizes=names, tiers=names, ratios=names)
    assert len(every) == 10**12
    assert [problem.params for problem in plan(matrix(frames=every)).problems] == [{"max": FILMS_MAX}]
    assert Frame(size="0", tier="0", ratio="9") in every


def test_a_group_in_a_group_is_said() -> None:
    assert [problem.code for problem in plan(matrix("{a|{b|c}}")).problems] == ["variations-nested"]
