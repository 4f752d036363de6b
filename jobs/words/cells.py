"""The cells of one click that orders many settings, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jobs.catalogue import Cell
from jobs.words.figures import film_length
from jobs.words.problems import problem

_NAMED = 60
"""Characters of a prompt by which a cell is named."""


def settings(cell: Cell) -> str:
    """`v6 · 720P · 16:9 · 5 s`."""
    spec, model = cell.spec, cell.spec.known_model
    size = [spec.size] if spec.size else [spec.tier, spec.ratio]
    parts = [model.short if model else spec.model, *size, film_length(spec.duration)]
    return " · ".join(part for part in parts if part)


def seeds(cell: Cell) -> str:
    """`new seed`, `4 new seeds`, `7`, `7 +3`: how many are drawn, or which is kept and how many follow it."""
    seed, takes = cell.spec.seed, cell.spec.takes
    if seed is None:
        return _("new seed") if takes == 1 else _("%(count)s new seeds") % {"count": takes}
    return str(seed) if takes == 1 else f"{seed} +{takes - 1}"


def cell_name(cell: Cell) -> str:
    """What a cell is called where its list is not in sight."""
    prompt = " ".join(cell.spec.prompt.split())[:_NAMED]
    return " · ".join(part for part in (prompt, settings(cell), seeds(cell)) if part)


def causes(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Every broken rule once, with the numbers of the cells that break it, where not all of them do."""
    found: dict[str, list[int]] = {}
    for number, cell in enumerate(cells, start=1):
        for said in dict.fromkeys(map(problem, cell.problems)):
            found.setdefault(said, []).append(number)
    return tuple(said if len(where) == len(cells) else _at(where, said) for said, where in found.items())


def _at(numbers: list[int], said: str) -> str:
    comma = pgettext("between the items of a list", ", ")
    told = {"numbers": comma.join(map(str, numbers)), "said": said}
    return _("No. %(numbers)s: %(said)s") % told
