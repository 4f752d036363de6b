"""Times as the provider writes them: Beijing time without a zone, epoch milliseconds, HTTP dates."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

BEIJING = timezone(timedelta(hours=8))
LONGEST_WAIT = 3600.0
"""Seconds; a `Retry-After` beyond it is cut: limits of the service clear within about a minute."""


def beijing(text: str) -> datetime | None:
    """`2026-03-20 11:48:50.499` (UTC+8, unmarked) as UTC; None if it is no time."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def epoch_ms(milliseconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def http_date(text: str) -> datetime | None:
    """The moment of a `Date` or `Retry-After` header (RFC 9110, 5.6.7) as UTC; None if it is no date."""
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def retry_after(text: str, now: datetime) -> float | None:
    """Seconds to wait according to a `Retry-After` header, 0 to `LONGEST_WAIT`; None if it says nothing usable."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_WAIT)
    moment = http_date(text)
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_WAIT) if moment else None
