"""The audit log, to read."""

from django.contrib import admin

from jobs.admin.limits import OnlyRead
from jobs.models import AuditEntry


@admin.register(AuditEntry)
class AuditAdmin(OnlyRead):
    list_display = ("at", "actor", "action", "target_kind", "target_id", "address")
    list_filter = ("action",)
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    fields = ("at", "actor", "action", "target_kind", "target_id", "address", "before", "after")
