"""The audit log, to read."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jobs import words
from jobs.admin.limits import OnlyRead, column
from jobs.models import AuditEntry


@admin.register(AuditEntry)
class AuditAdmin(OnlyRead):
    list_display = (
        column("at", _("when")),
        column("actor", _("who")),
        "deed",
        column("target_kind", pgettext_lazy("what was changed", "on")),
        column("target_id", _("which")),
        column("address", _("from where")),
    )
    list_filter = ("action",)
    ordering = ("-at", "-pk")
    fields = readonly_fields = (*list_display, column("before", _("before")), column("after", _("after")))

    @admin.display(description=_("what"), ordering="action")
    def deed(self, row: AuditEntry) -> str:
        return words.entry(row.action)
