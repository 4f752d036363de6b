"""Days as people call them, in their own time zone."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def day_name(day: date) -> str:
    """`Today`, `Yesterday`, else the date."""
    away = (timezone.localdate() - day).days
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
