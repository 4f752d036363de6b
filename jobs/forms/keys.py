"""The forms of the keys page. Whether key and address can be taken is decided by `actions.keys`; a key that was typed
in is never written back into a page.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NEW = "new"
"""Instead of an account's id: open another one."""

FIELD_OF = {"base-url-https": "base_url", "base-url-here": "base_url", "base-url-path": "base_url"} | {
    "workspace-shape": "workspace",
    "workspace-is-key": "workspace",
    "label-is-key": "label",
}
"""Where the sentence of a refusal stands; all others are about the key."""

KEYS_ELSEWHERE = ("label-is-key", "workspace-is-key")
"""A key was pasted into another field, which is emptied."""


def _code(**attrs: str) -> dict[str, str]:
    return {"class": "input mono", "autocomplete": "off", "spellcheck": "false", **attrs}


class KeyForm(forms.Form):
    """A key and what people call it."""

    label = forms.CharField(
        label=_("Label"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "autofocus": True}),
        help_text=_("What people call it, for example the name of the team."),
    )
    secret = forms.CharField(
        label=_("Key"),
        required=False,
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs=_code()),
        help_text=_(
            "Write-only: nobody can read it again. Blanks, quotes and the word “Bearer” around it are trimmed off."
        ),
    )

    def refuse(self, code: str, sentence: str) -> None:
        """Say at its field why this was not taken."""
        field = FIELD_OF.get(code, "secret")
        if code in KEYS_ELSEWHERE:
            self.data = {**{name: self.data[name] for name in self.data}, field: ""}
        field = field if field in self.fields else "secret"
        self.add_error(field, sentence)
        self.fields["label"].widget.attrs["autofocus"] = False
        self.fields[field].widget.attrs["autofocus"] = True


class AddForm(KeyForm):
    """A key for an account that is known, or the first one of another."""

    base_url = forms.CharField(
        label=_("Base URL"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=_code(inputmode="url")),
        help_text=_("It says the region, and ends in /api/v1. Key and address must be of one region."),
    )
    workspace = forms.CharField(
        label=_("Workspace id"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs=_code()),
        help_text=_("Only where the console shows one."),
    )

    def __init__(self, data: Any = None, *, accounts: Sequence[tuple[str, str]], base_url: str) -> None:
        """`accounts`: ids and names of those that are known, `base_url` that of a new one."""
        first = accounts[0][0] if accounts else NEW
        super().__init__(data, initial={"account": first, "base_url": base_url})
        choices = [*accounts, (NEW, _("Another account or region"))]
        widget = forms.Select(attrs={"class": "input"}) if accounts else forms.HiddenInput()
        self.fields["account"] = forms.ChoiceField(label=_("Account"), choices=choices, widget=widget)
        self.order_fields(("label", "account", "base_url", "workspace", "secret"))
