"""What a film costs: `quote` says it before the order, `ledger` books it."""

from jobs.money.ledger import release, reserve, reserve_all, settle
from jobs.money.quotes import PriceList, Quote, quote, quote_order

__all__ = ["PriceList", "Quote", "quote", "quote_order", "release", "reserve", "reserve_all", "settle"]
