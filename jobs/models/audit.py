"""Who changed what about the studio itself: only ever added to, without secrets."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.models.fields import uuid7
from jobs.models.people import User


class AuditEntry(models.Model):
    """`action` is a code such as `key.added`; `before` and `after` hold what changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(_("what"), max_length=60)
    target_kind = models.CharField(max_length=40, blank=True)
    target_id = models.CharField(max_length=80, blank=True)
    address = models.GenericIPAddressField(null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        indexes = [models.Index(fields=["-at", "-id"], name="audit_newest")]
