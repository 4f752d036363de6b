"""Provider accounts, and keys that are written once, tested for free, retired, and never shown again."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from jobs import words
from jobs.actions import keys
from jobs.admin.limits import ModelForm, NeverDeleted, column, note_form, who
from jobs.models import ProviderAccount, ProviderKey
from jobs.states import AccountKind, KeyState

PROVEN = column("proven_at", _("proven by a film"))
ACCOUNT = column("account", _("account"))
TESTED = column("tested_at", _("tested"))
WORKED = column("last_success_at", _("last success"))


class AccountForm(ModelForm):
    class Meta:
        model = ProviderAccount
        fields = ("name", "base_url", "workspace", "is_active")

    def clean_base_url(self) -> str:
        try:
            return keys.check_base_url(self.cleaned_data["base_url"])
        except keys.BadKey as bad:
            raise forms.ValidationError(words.refusal(bad.code, bad.params)) from None

    def clean_workspace(self) -> str:
        try:
            return keys.check_workspace(self.cleaned_data["workspace"])
        except keys.BadKey as bad:
            raise forms.ValidationError(words.refusal(bad.code, bad.params)) from None


@admin.register(ProviderAccount)
class AccountAdmin(NeverDeleted):
    form = AccountForm
    list_display = ("name", "base_url", "is_active", "on_hold", PROVEN)
    readonly_fields = ("on_hold", PROVEN)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProviderAccount]:
        return super().get_queryset(request).filter(kind=AccountKind.DASHSCOPE)

    @admin.display(description=_("on hold"))
    def on_hold(self, account: ProviderAccount) -> str:
        if not account.held:
            return "–"
        said = words.hold(account.hold_code, account.hold_params, account.hold_raw)
        return f"{said.message} {said.advice}"

    def save_model(self, request: HttpRequest, obj: ProviderAccount, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        keys.open_lanes(obj)
        note_form("account.changed" if change else "account.opened", request, obj, form)


class KeyForm(ModelForm):
    """The key itself is only ever typed in here; a stored one is replaced by adding another and retiring the old."""

    secret = forms.CharField(
        label=_("key"),
        required=False,
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "Write-only: nobody can read it again. Blanks, quotes and the word “Bearer” around it are trimmed off."
        ),
    )

    class Meta:
        model = ProviderKey
        fields = ("account", "label")

    def clean_label(self) -> str:
        try:
            return keys.check_label(self.cleaned_data["label"])
        except keys.BadKey as bad:
            raise forms.ValidationError(words.refusal(bad.code, bad.params)) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "secret" in self.fields:
            try:
                cleaned["secret"] = keys.clean(cleaned.get("secret", ""))
            except keys.BadKey as bad:
                self.add_error("secret", words.refusal(bad.code, bad.params))
            else:
                self._refuse_twice(cleaned)
        return cleaned

    def _refuse_twice(self, cleaned: dict[str, Any]) -> None:
        if keys.known(cleaned.get("account"), cleaned["secret"]):
            self.add_error("secret", words.refusal("key-known", {"last_four": cleaned["secret"][-4:]}))


@admin.register(ProviderKey)
class KeyAdmin(NeverDeleted):
    form = KeyForm
    list_display = ("label", ACCOUNT, "ending", "standing", TESTED, "result", WORKED)
    actions = ("test_for_free", "retire")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProviderKey]:
        return super().get_queryset(request).select_related("account")

    def get_fields(self, request: HttpRequest, obj: ProviderKey | None = None) -> tuple[Any, ...]:
        return ("account", "label", "secret") if obj is None else ("label", *self._facts)

    def get_readonly_fields(self, request: HttpRequest, obj: ProviderKey | None = None) -> tuple[Any, ...]:
        return () if obj is None else self._facts

    _facts = (ACCOUNT, "ending", "standing", TESTED, "result", WORKED)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only real accounts: practice needs no key."""
        if db_field.name == "account":
            kwargs["queryset"] = ProviderAccount.objects.filter(kind=AccountKind.DASHSCOPE)
            kwargs["required"] = False
            kwargs["label"] = _("account")
            kwargs["help_text"] = _("Empty: the first account, made with the base URL from the settings.")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Of two clicks at once both forms are good; the second then finds the key stored."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except keys.BadKey as bad:
            messages.warning(request, words.refusal(bad.code, bad.params))
            return redirect("admin:jobs_providerkey_changelist")

    def save_model(self, request: HttpRequest, obj: ProviderKey, form: Any, change: bool) -> None:
        if change:
            obj.save(update_fields=["label"])
            return
        sent = form.cleaned_data
        added = keys.add(account=sent.get("account"), secret=sent["secret"], label=sent["label"], actor=who(request))
        obj.__dict__.update(added.__dict__)
        if sent["secret"] != form.data.get("secret"):
            messages.info(request, _("What stood around the key was trimmed off."))

    @admin.display(description=_("ends in"))
    def ending(self, key: ProviderKey) -> str:
        return f"••••{key.last_four}"

    @admin.display(description=_("state"), ordering="state")
    def standing(self, key: ProviderKey) -> str:
        return words.key_state(key.state)

    @admin.display(description=_("last test"))
    def result(self, key: ProviderKey) -> SafeString:
        return format_html_join("\n", "<div>{}</div>", ((line,) for line in test_lines(key)))

    @admin.action(description=_("Test for free"))
    def test_for_free(self, request: HttpRequest, rows: QuerySet[ProviderKey]) -> None:
        for key in rows:
            findings = keys.test(key, actor=who(request))
            level = messages.SUCCESS if all(finding.good for finding in findings) else messages.WARNING
            messages.add_message(request, level, f"{key}: {' '.join(test_lines(key))}")

    @admin.action(description=_("Retire"))
    def retire(self, request: HttpRequest, rows: QuerySet[ProviderKey]) -> None:
        for key in rows.exclude(state=KeyState.RETIRED):
            keys.retire(key, actor=who(request))
            messages.success(request, _("%(key)s is retired; it is not used any more.") % {"key": key})


def test_lines(key: ProviderKey) -> list[str]:
    """The stored findings of the last test, in words, each with its advice."""
    said = (
        words.key_test(one["part"], good=one["good"], cause=one["cause"], raw=one["raw"])
        for one in key.test_result.get("findings", ())
    )
    return [f"{one.message} {one.advice}".strip() for one in said]
