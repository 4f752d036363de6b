"""What the admin pages leave alone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from jobs.actions import audit
from jobs.models import User

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    ModelForm = forms.ModelForm[Any]
else:
    from django.contrib.admin import ModelAdmin, TabularInline
    from django.forms import ModelForm

__all__ = ["ModelForm", "NeverDeleted", "OnlyAdded", "OnlyRead", "TabularInline", "column", "note_form", "who"]


def column(name: str, label: object, *, yes_no: bool = False) -> Any:
    """A field in lists and facts under a name in the reader's language; sorts by the field."""

    @admin.display(description=cast(str, label), ordering=name, boolean=yes_no)
    def show(row: Any) -> Any:
        return getattr(row, f"get_{name}_display", lambda: getattr(row, name))()

    show.__name__ = name
    return show


def who(request: HttpRequest) -> User:
    """The signed-in person; the admin site lets nobody else in."""
    return cast(User, request.user)


def note_form(action: str, request: HttpRequest, target: Model, form: Any, names: Sequence[str] = ()) -> None:
    """An entry in the audit log of what a form changed, from what to what; `names` adds what tells where."""
    told = {*names, *form.changed_data} - {"DELETE"}
    gone = form.cleaned_data.get("DELETE", False)
    before = {name: _plain(form.initial.get(name)) for name in sorted(told)}
    after = {} if gone else {name: _plain(form.cleaned_data.get(name)) for name in sorted(told)}
    audit.note(action, actor=who(request), target=target, before=before, after=after)


def _plain(value: object) -> object:
    """As the log's JSON can hold it."""
    if isinstance(value, Model):
        return str(value.pk)
    return value if isinstance(value, bool | int | None) else str(value)


class NeverDeleted(ModelAdmin):
    """Films and ledger lines point here."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class OnlyAdded(NeverDeleted):
    """A row says what was true from a moment on; another truth is another row."""

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class OnlyRead(OnlyAdded):
    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
