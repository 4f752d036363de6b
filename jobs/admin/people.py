"""People, the spaces they share, and their access tokens, of which only the ends are known here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.actions import audit
from jobs.admin.limits import NeverDeleted, OnlyRead, TabularInline, column, who
from jobs.models import AccessToken, Membership, Space, User

MADE = column("created_at", _("since"))


class MembershipInline(TabularInline):
    model = Membership
    extra = 0
    fields = ("user", "space", "role")


@admin.register(User)
class UserAdmin(NeverDeleted):
    """Nobody is added here: people come by invitation and choose their own password."""

    list_display = ("email", "display_name", "is_active", "is_admin", "last_login", MADE)
    list_filter = ("is_active", "is_admin")
    search_fields = ("email", "display_name")
    fields = ("email", "display_name", "language", "time_zone", "is_active", "is_admin", "last_login")
    readonly_fields = ("email", "last_login")
    inlines = (MembershipInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        before = {name: form.initial.get(name) for name in form.changed_data}
        super().save_model(request, obj, form, change)
        after = {name: form.cleaned_data.get(name) for name in form.changed_data}
        audit.note("person.changed", actor=who(request), target=obj, before=before, after=after)


@admin.register(Space)
class SpaceAdmin(NeverDeleted):
    list_display = ("name", column("is_default", _("everybody's"), yes_no=True), MADE)
    fields = ("name",)
    inlines = (MembershipInline,)


@admin.register(AccessToken)
class TokenAdmin(OnlyRead):
    list_display = (
        column("name", _("name")),
        column("user", _("person")),
        "ending",
        column("scopes", _("may")),
        MADE,
        column("last_used_at", _("last used")),
        column("expires_at", _("ends")),
        column("revoked_at", _("revoked")),
    )
    fields = readonly_fields = list_display
    list_display_links = None
    actions = ("revoke",)

    @admin.display(description=_("ends in"))
    def ending(self, token: AccessToken) -> str:
        return f"••••{token.last_four}"

    @admin.action(description=_("Revoke"), permissions=["view"])
    def revoke(self, request: HttpRequest, rows: QuerySet[AccessToken]) -> None:
        for token in rows.filter(revoked_at=None):
            AccessToken.objects.filter(pk=token.pk).update(revoked_at=timezone.now())
            audit.note("token.revoked", actor=who(request), target=token)
