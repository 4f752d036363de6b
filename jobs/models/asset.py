"""Files that belong to a render."""

from django.db import models
from django.utils import timezone

from jobs.states import AssetKind


class Asset(models.Model):
    """One stored file. `storage_key` is made from our own id and never from anything a person or provider wrote."""

    render = models.ForeignKey("Render", on_delete=models.PROTECT, related_name="assets")
    kind = models.CharField(max_length=10, choices=AssetKind.choices)
    storage_key = models.CharField(max_length=200, unique=True)
    mime = models.CharField(max_length=40)
    bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    seconds = models.FloatField(null=True)
    has_audio = models.BooleanField(null=True)
    placeholder = models.TextField(blank=True)
    """A poster's blurred miniature as base64 WebP, at most a few hundred bytes."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["render", "kind"], name="asset_once")]
