"""The provider's own states of a task, for people who look at one that no film here follows."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

STATUSES = {
    "PENDING": gettext_noop("waiting there"),
    "RUNNING": gettext_noop("rendering there"),
    "SUCCEEDED": gettext_noop("finished there"),
    "FAILED": gettext_noop("failed there"),
    "CANCELED": gettext_noop("canceled there"),
}


def task_status(status: str) -> str:
    """A word we do not know is shown as the provider writes it."""
    if not status:
        return pgettext("the state of a task", "not known yet")
    return _(STATUSES[status]) if status in STATUSES else status
