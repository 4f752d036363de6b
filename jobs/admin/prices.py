"""Prices: each row is valid from a moment on. To change one, add another; what was booked keeps its own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from jobs.admin.limits import OnlyAdded, note_form
from jobs.models import Price


@admin.register(Price)
class PriceAdmin(OnlyAdded):
    list_display = ("model", "tier", "audio", "per_second", "valid_from", "source")
    list_filter = ("model", "tier", "audio")
    ordering = ("model", "tier", "audio", "-valid_from")
    fields = ("model", "tier", "audio", "per_second", "valid_from", "source")

    def save_model(self, request: HttpRequest, obj: Price, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        note_form("price.added", request, obj, form)
