"""Days as people call them, in their own time zone."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def day_name(day: date) -> str:
    """`Today`, `Yesterday`, else the date."""
    return _called(day, (timezone.localdate() - day).days, get_language())


@lru_cache(maxsize=2000)
def _called(day: date, away: int, language: str | None) -> str:
    """A gallery names fifty of them, and writing a date takes Django a tenth of a millisecond."""
    if away == 0:
        return _("Today")
    if away == 1:
        return _("Yesterday")
    return date_format(day, "DATE_FORMAT")


def moment(at: datetime) -> str:
    """`14:02` for one of today, else with its date: what stands in the middle of a sentence."""
    local = timezone.localtime(at)
    if local.date() == timezone.localdate():
        return date_format(local, "H:i")
    return date_format(local, _("j M H:i"))
