"""One click that asks for many settings at once: every prompt × model × size × seed is a cell, and a cell is an order.

All cells are ordered or none.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from math import prod

from jobs.catalogue.models import TAKES_MAX, Model, find
from jobs.catalogue.rules import Params, Problem, problems
from jobs.catalogue.spec import OrderSpec
from jobs.catalogue.variations import Nested, Piece, Written, written

FILMS_MAX = 100
"""Films of one click. It is twenty minutes and more of all five seats of a model, and a list that a person still reads
before they pay for it; whoever wants more presses once more.
"""

_TOLD = 10**9
"""More films than this are not counted aloud."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A wished size: the size itself, or tier and ratio."""

    size: str | None = None
    tier: str | None = None
    ratio: str | None = None


@dataclass(frozen=True)
class _Frames(Collection[Frame]):
    """Each size, tier and ratio with each other. A program may name a million: they are counted before one is made."""

    named: tuple[Sequence[str | None], Sequence[str | None], Sequence[str | None]]

    def __len__(self) -> int:
        return prod(map(len, self.named))

    def __iter__(self) -> Iterator[Frame]:
        return (Frame(size=size, tier=tier, ratio=ratio) for size, tier, ratio in product(*self.named))

    def __contains__(self, frame: object) -> bool:
        return any(frame == one for one in self)


def frames(*, sizes: Sequence[str] = (), tiers: Sequence[str] = (), ratios: Sequence[str] = ()) -> Collection[Frame]:
    """The sizes, each of the tiers in each of the ratios, or neither for the usual one. Both together are a size that
    goes with the tier and ratio, or a broken rule.
    """
    return _Frames((sizes or (None,), tiers or (None,), ratios or (None,)))


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """`base` has all that the cells share, and the prompt as it was written. A seed of None is drawn: each cell makes
    `base.takes` films. A shot setting goes to those of the models that take one.
    """

    base: OrderSpec
    models: tuple[str, ...]
    frames: Collection[Frame]
    seeds: tuple[int | None, ...] = (None,)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One order of the click, the prompt in pieces, and every rule that it breaks."""

    spec: OrderSpec
    pieces: tuple[Piece, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a click comes to. `problems` are those of the click as a whole; where it has some, it has no cells."""

    cells: tuple[Cell, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def many(self) -> bool:
        """More than the one order that a form without any matrix makes, or no order at all."""
        return len(self.cells) != 1

    @property
    def films(self) -> int:
        return sum(cell.spec.takes for cell in self.cells)

    @property
    def broken(self) -> bool:
        return bool(self.problems) or any(cell.problems for cell in self.cells)


def plan(matrix: Matrix) -> Plan:
    """Every cell, in the order in which they are read: prompts, within them models, sizes, seeds."""
    try:
        prompts = written(matrix.base.prompt)
    except Nested:
        return Plan(problems=(Problem(code="variations-nested", field="prompt"),))
    films = prompts.count * len(matrix.models) * len(matrix.frames) * len(matrix.seeds) * _takes(matrix)
    if films > FILMS_MAX:
        return Plan(problems=(_too_many(films),))
    if twice := _twice(matrix):
        return Plan(problems=(twice,))
    return Plan(cells=tuple(_cells(matrix, prompts)))


def _too_many(films: int) -> Problem:
    counted: Params = {"count": films} if films <= _TOLD else {}
    return Problem(code="films-too-many", field="", params={**counted, "max": FILMS_MAX})


def _twice(matrix: Matrix) -> Problem | None:
    """A seed that two cells would render: further takes use the seeds that follow a kept one."""
    kept = sorted({seed for seed in matrix.seeds if seed is not None and seed >= 0})
    both = (later for seed, later in pairwise(kept) if later - seed < _takes(matrix))
    return next((Problem(code="seed-twice", field="seeds", params={"seed": seed}) for seed in both), None)


def _takes(matrix: Matrix) -> int:
    """A number out of range is a problem of every cell, not of how many there are."""
    return matrix.base.takes if 1 <= matrix.base.takes <= TAKES_MAX else 1


def _cells(matrix: Matrix, prompts: Written) -> Iterator[Cell]:
    """Each once, although two words may stand for the same model, size or prompt."""
    models = {name: find(name) for name in matrix.models}
    shots = any(model and model.shot_type for model in models.values())
    seen: set[object] = set()
    for pieces, name, frame, seed in product(prompts.variants(), models, matrix.frames, matrix.seeds):
        spec = replace(
            matrix.base,
            prompt="".join(piece.text for piece in pieces),
            model=name,
            size=frame.size,
            tier=frame.tier,
            ratio=frame.ratio,
            seed=seed,
            shot_type=_shot_type(matrix.base, models[name], shots),
        )
        known, size = spec.known_model, spec.resolved_size
        same = (spec.prompt, known.id if known else name, size or frame, seed)
        if same not in seen:
            seen.add(same)
            yield Cell(spec=spec, pieces=pieces, problems=problems(spec))


def _shot_type(base: OrderSpec, model: Model | None, shots: bool) -> str | None:
    elsewhere = shots and model is not None and not model.shot_type
    return None if elsewhere else base.shot_type
