"""Money, lengths of time, sizes and lists as people read them, in the active language."""

from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

_CENT = Decimal("0.01")
_SIGNS = {"CNY": "¥"}
_UNITS = ("kB", "MB", "GB", "TB")


def money(amount: Decimal | None, currency: str = "CNY") -> str:
    """`¥1.35`; an amount nobody knows is said so and never shown as zero."""
    if amount is None:
        return _("price not set")
    rounded = f"{amount.quantize(_CENT, ROUND_HALF_UP):,}"
    sign = _SIGNS.get(currency)
    return f"{sign}{rounded}" if sign else f"{rounded} {currency}"


def rate(amount: Decimal, currency: str = "CNY") -> str:
    """A price per second, which may have parts of a cent: `¥0.27`, `¥0.135`."""
    if amount == amount.quantize(_CENT):
        return money(amount, currency)
    plain = f"{amount.normalize():f}"
    sign = _SIGNS.get(currency)
    return f"{sign}{plain}" if sign else f"{plain} {currency}"


def clock(seconds: float) -> str:
    """`0:42`, `12:05`, `1:02:10`: how long something runs, as on a player."""
    minutes, rest = divmod(max(int(seconds), 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def play_time(seconds: float) -> str:
    """`0:05.0`: a place in a film, to the tenth."""
    minutes, rest = divmod(max(int(seconds * 10), 0), 600)
    return f"{minutes}:{rest // 10:02}.{rest % 10}"


def span(seconds: float) -> str:
    """`42 s`, `5 m`, `21 h 40 m`, `3 d 4 h`: a length of time in its two largest units."""
    whole = max(int(seconds), 0)
    if whole < 60:
        return film_length(whole)
    if whole < 3600:
        return _("%(minutes)s m") % {"minutes": whole // 60}
    if whole < 48 * 3600:
        return _("%(hours)s h %(minutes)s m") % {"hours": whole // 3600, "minutes": whole % 3600 // 60}
    return _("%(days)s d %(hours)s h") % {"days": whole // 86400, "hours": whole % 86400 // 3600}


def film_length(value: float) -> str:
    """The length of a film: `5 s`, `8.04 s`."""
    return _("%(seconds)s s") % {"seconds": f"{value:g}"}


def starts(seconds: float | None) -> str:
    """`starts at once`, `starts in about 1–2 min`: how long until a seat is free; empty when nobody knows."""
    if seconds is None:
        return ""
    return _("starts in %(wait)s") % {"wait": about(seconds)} if seconds else _("starts at once")


def about(seconds: float) -> str:
    """`under a minute`, `about 1–2 min`, `about 2–3 h`: a guess, a quarter to either side."""
    if seconds < 45:
        return _("under a minute")
    unit = 60 if seconds < 5400 else 3600
    low, high = max(int(seconds * 0.75 / unit), 1), max(-int(-seconds * 1.25 // unit), 1)
    span_ = str(low) if low == high else f"{low}–{high}"
    return _("about %(span)s min") % {"span": span_} if unit == 60 else _("about %(span)s h") % {"span": span_}


def time_left(deadline: datetime, now: datetime) -> str:
    """`5 h 12 m left`, to the end of the provider's 24 hours."""
    seconds = (deadline - now).total_seconds()
    return _("%(span)s left") % {"span": span(seconds)} if seconds > 0 else _("time is up")


def size(count: int) -> str:
    """A number of bytes in powers of a thousand, as disks and downloads are sold."""
    if count < 1000:
        return _("%(count)s bytes") % {"count": count}
    power = min((len(str(count)) - 1) // 3, len(_UNITS))
    value = count / 1000**power
    return f"{value:.0f} {_UNITS[power - 1]}" if value >= 100 else f"{value:.1f} {_UNITS[power - 1]}"


def listed(values: Sequence[object]) -> str:
    """`5, 8 or 10`; an unbroken row of numbers is `1 to 15`."""
    if len(values) > 2 and _unbroken(values):
        return _("%(first)s to %(last)s") % {"first": values[0], "last": values[-1]}
    texts = [str(value) for value in values]
    if len(texts) < 2:
        return "".join(texts)
    comma = pgettext("between the items of a list", ", ")
    return pgettext("before the last item of a list", "%(items)s or %(last)s") % {
        "items": comma.join(texts[:-1]),
        "last": texts[-1],
    }


def _unbroken(values: Sequence[object]) -> bool:
    numbers = [value for value in values if isinstance(value, int)]
    return len(numbers) == len(values) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
