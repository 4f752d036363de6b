"""Prices, and the ledger that is only ever added to."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.models.fields import uuid7
from jobs.models.submission import Submission
from jobs.states import LineKind


class Price(models.Model):
    """Yuan per second of delivered film from a moment on. `per_second` null: not known, which is not zero."""

    model = models.CharField(_("model"), max_length=80)
    tier = models.CharField(_("tier"), max_length=10)
    audio = models.BooleanField(_("with sound"))
    per_second = models.DecimalField(_("price per second"), max_digits=12, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY")
    valid_from = models.DateTimeField(_("valid from"))
    source = models.CharField(_("source"), max_length=200)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        constraints = [
            models.UniqueConstraint(fields=["model", "tier", "audio", "valid_from"], name="price_once_per_moment"),
            models.CheckConstraint(condition=Q(per_second=None) | Q(per_second__gt=0), name="price_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.tier} {'♪' if self.audio else ''}".strip()


class LedgerLine(models.Model):
    """One booking of one submission. `amount` null: the price was not set."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    render = models.ForeignKey("Render", on_delete=models.PROTECT, related_name="ledger")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="ledger")
    kind = models.CharField(max_length=10, choices=LineKind.choices)
    amount = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, default="CNY")
    price = models.ForeignKey(Price, null=True, on_delete=models.PROTECT, related_name="+")
    estimated = models.BooleanField(default=False)
    """The provider's usage was missing or unreadable, so the ordered values were taken."""
    params = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "kind"], name="ledger_line_once")]
