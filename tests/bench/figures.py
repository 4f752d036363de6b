"""What was measured beside the bound that was promised, and how: taking turns, so that a busy machine slows all."""

import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from statistics import median

Contenders = dict[str, Callable[[], object]]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`most` and `least` are promises; a figure without them is for reading only."""

    what: str
    value: float
    unit: str = "×"
    most: float | None = None
    least: float | None = None
    note: str = ""

    @property
    def kept(self) -> bool:
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)

    @property
    def bound(self) -> str:
        signs = [
            f"≤ {self.most:g}" if self.most is not None else "",
            f"≥ {self.least:g}" if self.least is not None else "",
        ]
        return " ".join(filter(None, signs))


def side_by_side(contenders: Contenders, *, rounds: int, warm: int = 2) -> dict[str, list[float]]:
    """Seconds of each, taking turns; the first rounds only warm up."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(warm + rounds):
        for name, act in contenders.items():
            begun = time.perf_counter()
            act()
            if number >= warm:
                taken[name].append(time.perf_counter() - begun)
    return taken


def medians(contenders: Contenders, *, rounds: int, warm: int = 2) -> dict[str, float]:
    return {name: median(taken) for name, taken in side_by_side(contenders, rounds=rounds, warm=warm).items()}


def percentile(taken: Iterable[float], part: float) -> float:
    ordered = sorted(taken)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


def tell(figure: Figure) -> None:
    """One line for the process that asked."""
    sys.stdout.write(json.dumps(asdict(figure)) + "\n")
    sys.stdout.flush()


def table(figures: Iterable[Figure]) -> str:
    rows = [("", "measured", "bound", "")]
    for one in figures:
        rows.append((one.what, f"{one.value:,.2f} {one.unit}", one.bound, "" if one.kept else "BROKEN"))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:<{widths[2]}}  {row[3]}".rstrip() for row in rows
    )
