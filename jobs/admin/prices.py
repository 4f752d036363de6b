"""Prices: each row is valid from a moment on. To change one, add another; what was booked keeps its own."""

from django.contrib import admin

from jobs.admin.limits import OnlyAdded
from jobs.models import Price


@admin.register(Price)
class PriceAdmin(OnlyAdded):
    list_display = ("model", "tier", "audio", "per_second", "valid_from", "source")
    list_filter = ("model", "tier", "audio")
    ordering = ("model", "tier", "audio", "-valid_from")
    fields = ("model", "tier", "audio", "per_second", "valid_from", "source")
