"""The price list as it stands at a moment, in one query."""

from datetime import datetime

from jobs.models import Price

PriceList = dict[tuple[str, str, bool], Price]


def current(at: datetime) -> PriceList:
    """The newest valid row by full model id, tier and sound."""
    rows = Price.objects.filter(valid_from__lte=at).order_by("valid_from", "created_at")
    return {(row.model, row.tier, row.audio): row for row in rows}
