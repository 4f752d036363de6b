"""What the trash has to do with a film: whether it is there, for how long, what keeps it, and what a reader may do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.access import Act, Standing
from jobs.models import TRASH_DAYS, Render
from jobs.web.days import moment
from jobs.web.deeds import Deed

SOON = 3
"""Days before the end from which on it asks for attention."""


@dataclass(frozen=True, kw_only=True)
class Fate:
    """`left` is empty for a film that is not in the trash, `kept` for one without a legal hold. `delete` leads to the
    question before it is deleted for good; empty where there is nothing to ask.
    """

    trashed: bool
    left: str
    soon: bool
    kept: str
    trash: Deed | None
    restore: Deed | None
    delete: str
    keep: Deed | None

    @property
    def deeds(self) -> tuple[Deed, ...]:
        """All but deleting, which asks first."""
        return tuple(filter(None, (self.trash, self.restore, self.keep)))


def fate(render: Render, standing: Standing, now: datetime) -> Fate:
    trashed, kept = render.trashed_at is not None, render.kept_at is not None
    mine = standing.may(Act.TRASH, render)
    days = days_left(render, now)
    return Fate(
        trashed=trashed,
        left="" if days is None or kept else _left(days),
        soon=days is not None and days <= SOON and not kept,
        kept=_kept(render),
        trash=_deed(render, "trash", _("Move to trash"), "trash-2") if mine and not trashed else None,
        restore=_deed(render, "restore", _("Restore"), "archive-restore") if mine and trashed else None,
        delete=_address(render, "delete") if trashed and not kept and standing.may(Act.DELETE, render) else "",
        keep=_keep(render) if standing.may(Act.KEEP, render) else None,
    )


def days_left(render: Render, now: datetime) -> int | None:
    """Whole days, begun ones included; None for a film that is not in the trash."""
    if render.trashed_at is None:
        return None
    left = render.trashed_at + timedelta(days=TRASH_DAYS) - now
    return max(ceil(left / timedelta(days=1)), 0)


def _left(days: int) -> str:
    if not days:
        return _("goes within the hour")
    return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}


def _kept(render: Render) -> str:
    if render.kept_at is None:
        return ""
    return _("On legal hold since %(at)s: nothing deletes it.") % {"at": moment(render.kept_at)}


def _keep(render: Render) -> Deed:
    label, icon = (_("End legal hold"), "lock-open") if render.kept_at else (_("Put on legal hold"), "lock")
    return _deed(render, "keep", label, icon)


def _deed(render: Render, act: str, label: str, icon: str) -> Deed:
    value = ("0" if render.kept_at else "1") if act == "keep" else ""
    return Deed(label=label, url=_address(render, act), icon=icon, name="on" if value else "", value=value)


def _address(render: Render, act: str) -> str:
    return reverse(f"render-{act}", args=[render.pk])
