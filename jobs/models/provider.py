"""Accounts at the provider, the keys that open them, and the seats of each model family.

The provider counts limits, shows tasks and sends bills per account; a key is only a way in.
"""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.models.fields import uuid7
from jobs.models.holds import Holdable
from jobs.models.people import User
from jobs.states import AccountKind, FoundState, KeyState

REASON_MAX = 500
"""Characters of the reason for which a found task is left alone."""


class ProviderAccount(Holdable):
    """An account at DashScope, or the practice provider in its place.

    `query_slot` is the limiter's next free moment in microseconds since the epoch. `clock_offset` is the provider's
    clock minus ours in seconds, measured from its ``Date`` header at `clock_measured_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20, choices=AccountKind.choices, default=AccountKind.DASHSCOPE)
    name = models.CharField(_("name"), max_length=80)
    base_url = models.CharField(_("base URL"), max_length=300)
    workspace = models.CharField(_("workspace id"), max_length=120, blank=True)
    is_active = models.BooleanField(_("takes new films"), default=True)
    query_slot = models.BigIntegerField(default=0, editable=False)
    clock_offset = models.FloatField(default=0.0, editable=False)
    clock_measured_at = models.DateTimeField(null=True, editable=False)
    surveyed_at = models.DateTimeField(null=True, editable=False)
    """When the list was last read to see which of many tasks only go on."""
    unanswered = models.PositiveIntegerField(default=0, editable=False)
    """Calls in a row that got no answer of the provider's own."""
    proven_at = models.DateTimeField(null=True, editable=False)
    """When a create was last accepted: proof that bill and activation are in order."""
    list_due_at = models.DateTimeField(default=timezone.now, editable=False)
    """When the whole list of tasks is to be read next, for those that nobody here knows."""
    list_until = models.DateTimeField(null=True, editable=False)
    """One reading at a time: until this moment, or until it ends, nobody else begins one."""
    listed_at = models.DateTimeField(null=True, editable=False)
    """When the list was last read whole."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("provider account")
        verbose_name_plural = _("provider accounts")

    def __str__(self) -> str:
        return self.name

    @property
    def practice(self) -> bool:
        return self.kind == AccountKind.SANDBOX


class ProviderKey(models.Model):
    """A key to the provider, sealed with the key ring; `jobs.vault` is the only place that opens it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(ProviderAccount, on_delete=models.PROTECT, related_name="keys")
    label = models.CharField(_("label"), max_length=80)
    sealed = models.TextField(editable=False)
    last_four = models.CharField(max_length=4, editable=False)
    fingerprint = models.CharField(max_length=16, editable=False)
    """The first 16 hexadecimal digits of the key's SHA-256: enough to see that two are the same."""
    state = models.CharField(max_length=20, choices=KeyState.choices, default=KeyState.ACTIVE)
    state_since = models.DateTimeField(default=timezone.now)
    tested_at = models.DateTimeField(null=True, blank=True)
    test_result = models.JSONField(default=dict, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("provider key")
        verbose_name_plural = _("provider keys")
        ordering: ClassVar[list[str]] = ["created_at"]

    def __str__(self) -> str:
        return f"{self.label} ••••{self.last_four}"


class Lane(Holdable):
    """One model family at one account: its seats, and the row whose lock serialises every claim of them.

    `submit_slot` is the limiter's next free moment in microseconds since the epoch; `submit_rate` is null while
    nothing has throttled this lane, else the slower rate per second it has been given.
    """

    account = models.ForeignKey(ProviderAccount, on_delete=models.PROTECT, related_name="lanes")
    family = models.CharField(max_length=40)
    seats = models.PositiveSmallIntegerField(null=True, editable=False)
    """Null: as many as the setting says. A number: what this lane has been reduced or raised to."""
    submit_slot = models.BigIntegerField(default=0, editable=False)
    submit_rate = models.FloatField(null=True, editable=False)
    throttled_at = models.DateTimeField(null=True, editable=False)
    rest_until = models.DateTimeField(null=True, editable=False)
    """The provider's own `Retry-After`, honoured."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "family"], name="lane_once")]


class FoundTask(models.Model):
    """A task the provider lists that no render of ours points to, or one that came back to a render too late.

    `render`: the film it may belong to, and once it is adopted the film that it became. `ends_at`: the end of the
    provider's 24 hours by our own clock. What the provider told when it was asked last is true of `asked_state`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(ProviderAccount, on_delete=models.PROTECT, related_name="found")
    task_id = models.CharField(max_length=80)
    model = models.CharField(max_length=80, blank=True)
    render = models.ForeignKey("Render", null=True, blank=True, on_delete=models.PROTECT, related_name="found")
    raw = models.JSONField(default=dict)
    prompt = models.TextField(blank=True)
    provider_created_at = models.DateTimeField(null=True)
    provider_state = models.CharField(max_length=40, blank=True)
    asked_state = models.CharField(max_length=40, blank=True)
    usage = models.JSONField(null=True)
    ended_at = models.DateTimeField(null=True)
    link_seen_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    first_seen_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=20, choices=FoundState.choices, default=FoundState.NEW)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "task_id"], name="found_task_once")]
        indexes = [models.Index(fields=["ends_at"], condition=models.Q(state="new"), name="found_task_open")]
