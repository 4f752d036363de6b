"""The trash: where films are out of the way and can be brought back, until their days are over."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.models.people import User
from jobs.models.querysets import FREED, unleased

TRASH_DAYS = 30
"""A promise to people, and no pace of the machine: nothing scales it."""


class Trashable(models.Model):
    """`kept_at`: a legal hold, under which nothing deletes it. `doomed_at`: from then on nothing brings it back.
    `purged_at`: its files and all that was written about it are gone; the row stays for what the ledger counts.
    """

    trashed_at = models.DateTimeField(_("in the trash since"), null=True)
    trashed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    kept_at = models.DateTimeField(_("on legal hold since"), null=True)
    kept_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    doomed_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def doomable(now: datetime) -> Q:
    """In the trash, without a legal hold, and in no worker's hands."""
    return Q(trashed_at__isnull=False, purged_at__isnull=True, doomed_at=None, kept_at=None) & unleased(now)


def doom(now: datetime) -> dict[str, Any]:
    """Column values after which there is no way back and no next step."""
    return {**FREED, "doomed_at": now, "due_at": None}
