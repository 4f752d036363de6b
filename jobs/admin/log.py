"""The audit log, to read."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from jobs.admin.limits import OnlyRead, column
from jobs.models import AuditEntry


@admin.register(AuditEntry)
class AuditAdmin(OnlyRead):
    list_display = (
        column("at", _("when")),
        column("actor", _("who")),
        column("action", _("what")),
        column("target_kind", _("on")),
        column("target_id", _("which")),
        column("address", _("from where")),
    )
    list_filter = ("action",)
    ordering = ("-at", "-pk")
    fields = readonly_fields = (*list_display, column("before", _("before")), column("after", _("after")))
