"""List prices in yuan per second of delivered film, Beijing region.

Secondary sources, so they are only the seed of the editable `Price` rows and every figure made from them is shown as
an estimate. A missing entry is unknown, which is not zero. https://help.aliyun.com/zh/model-studio/model-pricing
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jobs.catalogue.models import C1, V6, V56_MODEL
from jobs.catalogue.sizes import TIERS

PRICE_DATE = date(2026, 9, 1)
CURRENCY = "CNY"


@dataclass(frozen=True, kw_only=True)
class ListPrice:
    """`per_second` is None where no source names a price."""

    model: str
    tier: str
    audio: bool
    per_second: Decimal | None
    source: str


_LISTED = "price list, Beijing, autumn 2026"
_INFERRED = "inferred from v6 with sound"

_ROWS: tuple[tuple[str, bool, tuple[str, str, str, str] | None, str], ...] = (
    (C1.id, False, ("0.18", "0.24", "0.30", "0.56"), _LISTED),
    (C1.id, True, ("0.24", "0.30", "0.39", "0.71"), _INFERRED),
    (V6.id, False, ("0.15", "0.21", "0.27", "0.53"), _LISTED),
    (V6.id, True, ("0.21", "0.27", "0.36", "0.68"), _LISTED),
    (V56_MODEL.id, False, ("0.21", "0.21", "0.27", "0.44"), _LISTED),
    (V56_MODEL.id, True, None, "not published"),
)

LIST_PRICES: tuple[ListPrice, ...] = tuple(
    ListPrice(model=model, tier=tier, audio=audio, per_second=Decimal(row[i]) if row else None, source=source)
    for model, audio, row, source in _ROWS
    for i, tier in enumerate(TIERS)
)
