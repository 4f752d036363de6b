"""A submission: one promise to pay, written down before the request that costs money leaves the house.

Whatever is learned from the provider is stored on the submission it belongs to, by whoever learns it and however late.
"""

from django.db import models
from django.utils import timezone

from jobs.models.fields import uuid7
from jobs.models.provider import ProviderAccount, ProviderKey
from jobs.states import Outcome


class Submission(models.Model):
    """Facts about one paid create and the task it made. Times are UTC; the provider's own texts stay in `raw_times`.

    `posts` counts the requests sent; every one before the last was proven undone. `intent_at` is our clock at the
    write-ahead commit, `margin` the tolerance in seconds on either side of it when the provider's list is searched.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    render = models.ForeignKey("Render", on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    account = models.ForeignKey(ProviderAccount, null=True, on_delete=models.PROTECT, related_name="submissions")
    key = models.ForeignKey(ProviderKey, null=True, on_delete=models.PROTECT, related_name="+")
    model = models.CharField(max_length=80)
    outcome = models.CharField(max_length=20, default=Outcome.PLANNED)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # the POST
    posts = models.PositiveSmallIntegerField(default=0)
    sent = models.JSONField(default=dict)
    """The settings as they went on the wire, without the prompt, which never changes."""
    intent_at = models.DateTimeField(null=True)
    clock_offset = models.FloatField(default=0.0)
    margin = models.FloatField(default=0.0)
    answered_at = models.DateTimeField(null=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    request_id = models.CharField(max_length=120, blank=True)
    cause = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=120, blank=True)
    message = models.TextField(blank=True)
    retry = models.CharField(max_length=20, blank=True)

    # looking for a lost answer
    readings = models.PositiveSmallIntegerField(default=0)
    clean_readings = models.PositiveSmallIntegerField(default=0)
    first_reading_at = models.DateTimeField(null=True)
    last_complete_at = models.DateTimeField(null=True)
    candidates = models.JSONField(default=list)
    cross_checked = models.BooleanField(null=True)
    """Whether the list was shown to be complete when nothing was found in it."""

    # the task
    task_id = models.CharField(max_length=80, null=True)  # noqa: DJ001 - null, not "", for the unique constraint
    confirmed = models.BooleanField(default=False)
    """The task is ours beyond doubt: acknowledged to us, or its prompt is the one we sent."""
    window_ends_at = models.DateTimeField(null=True)
    provider_state = models.CharField(max_length=40, blank=True)
    raw_times = models.JSONField(default=dict)
    scheduled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    echoed_prompt = models.TextField(blank=True)
    last_polled_at = models.DateTimeField(null=True)
    poll_request_id = models.CharField(max_length=120, blank=True)
    """Of the last readable answer: what the provider's support asks for."""
    failed_polls = models.PositiveIntegerField(default=0)
    unknown_at = models.DateTimeField(null=True)
    """When the provider first said UNKNOWN, cleared by any other word."""
    seen_alive = models.BooleanField(default=False)
    """A query has read the task in a state other than UNKNOWN."""

    # the film
    video_url = models.TextField(blank=True)
    link_seen_at = models.DateTimeField(null=True)
    usage = models.JSONField(null=True)
    linkless = models.PositiveSmallIntegerField(default=0)
    link_refusals = models.PositiveSmallIntegerField(default=0)
    integrity_faults = models.PositiveSmallIntegerField(default=0)
    broken_lines = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["render", "number"], name="submission_number_once"),
            models.UniqueConstraint(
                fields=["account", "task_id"], condition=models.Q(task_id__isnull=False), name="task_once_per_account"
            ),
        ]
        indexes = [
            models.Index(
                fields=["account", "model"],
                condition=models.Q(task_id__isnull=True),
                name="submission_unsettled",
            ),
            models.Index(fields=["account", "model", "-answered_at"], name="submission_known_tasks"),
        ]
