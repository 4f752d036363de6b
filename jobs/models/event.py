"""What happened to a render: its history, its audit and the outbox of notices, one row per happening."""

from django.db import models
from django.utils import timezone

from jobs.models.fields import uuid7
from jobs.models.people import User


class Event(models.Model):
    """Written in the transaction of the move it tells of. `announced_at` is null until somebody has been told."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    render = models.ForeignKey("Render", on_delete=models.PROTECT, related_name="events")
    submission = models.ForeignKey("Submission", null=True, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    happening = models.CharField(max_length=40)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    params = models.JSONField(default=dict)
    raw = models.TextField(blank=True)
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["render", "id"], name="event_by_render"),
            models.Index(fields=["id"], condition=models.Q(announced_at__isnull=True), name="event_to_announce"),
        ]
