"""A batch: one click that ordered many settings at once. Its orders are accepted all or none."""

from django.db import models
from django.utils import timezone

from jobs.models.fields import uuid7
from jobs.models.people import User
from jobs.states import Door


class Batch(models.Model):
    """`token` makes the click idempotent per person; `digest` is what was asked for, without any drawn seed, and tells
    the same click of another page. `prompt` is as it was written, with its variations.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="batches", db_index=False)
    door = models.CharField(max_length=10, choices=Door.choices)
    token = models.CharField(max_length=280)
    digest = models.CharField(max_length=64)
    prompt = models.TextField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "token"], name="batch_token_once")]
        indexes = [models.Index(fields=["author", "digest"], name="batch_alike")]
