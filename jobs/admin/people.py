"""People, the spaces they share, and their access tokens, of which only the ends are known here."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs import words
from jobs.actions import audit, people
from jobs.admin.limits import ModelForm, NeverDeleted, OnlyRead, TabularInline, column, note_form, who
from jobs.models import AccessToken, Membership, Space, User

MADE = column("created_at", _("since"))


class MembershipInline(TabularInline):
    model = Membership
    extra = 0
    fields = ("user", "space", "role")


class NotesRoles(NeverDeleted):
    """Who may do what in which space, written down when it changes."""

    inlines = (MembershipInline,)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for row in filter(Form.has_changed, formset.forms):
            note_form("role.changed", request, row.instance.user, row, names=("user", "space", "role"))


class PersonForm(ModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        stays = cleaned.get("is_active") and cleaned.get("is_admin")
        if not stays and people.only_admin(self.instance):
            raise ValidationError(words.refusal("last-admin"))
        return cleaned


@admin.register(User)
class UserAdmin(NotesRoles):
    """Nobody is added here: people come by invitation and choose their own password."""

    form = PersonForm
    list_display = ("email", "display_name", "is_active", "is_admin", "last_login", MADE)
    list_filter = ("is_active", "is_admin")
    search_fields = ("email", "display_name")
    fields = ("email", "display_name", "language", "time_zone", "is_active", "is_admin", "last_login")
    readonly_fields = ("email", "last_login")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        note_form("person.changed", request, obj, form)


@admin.register(Space)
class SpaceAdmin(NotesRoles):
    list_display = ("name", column("is_default", _("everybody's"), yes_no=True), MADE)
    fields = ("name",)


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
