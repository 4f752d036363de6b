"""The studio itself: one row for its hold, and the signs of life of its processes."""

from django.db import models
from django.utils import timezone

from jobs.models.fields import uuid7
from jobs.models.holds import Holdable


class Studio(Holdable):
    """One row, key 1. `mark` is also written into the media folder, so that an unmounted one is noticed."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    mark = models.UUIDField(default=uuid7, editable=False)
    setup_nonce = models.UUIDField(default=uuid7, editable=False)
    """Part of the one-time set-up link, which stops working once an owner exists."""
    tick_until = models.DateTimeField(null=True, editable=False)
    """One tick at a time: until this moment, or until it ends, the others do nothing."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="studio_one_row")]


class Heartbeat(models.Model):
    """The last sign of life of one process: kind `worker` or `beat`."""

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    info = models.JSONField(default=dict)
