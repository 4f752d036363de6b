"""The questions about a task found at the provider. What may be done is decided by `actions.found`."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jobs.models.provider import REASON_MAX


class AdoptForm(forms.Form):
    """The space it goes to: asked only where there is a choice."""

    space = forms.ChoiceField(label=_("Space"), widget=forms.Select(attrs={"class": "input"}))

    def __init__(self, *args: Any, spaces: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["space"]
        field.choices = spaces  # type: ignore[attr-defined]  # the stubs know only the field's general kind
        if len(spaces) < 2:
            field.widget = forms.HiddenInput()
            field.initial = spaces[0][0] if spaces else ""
            field.required = bool(spaces)


class IgnoreForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.TextInput(
            attrs={"class": "input", "autocomplete": "off", "autofocus": True, "maxlength": REASON_MAX, "dir": "auto"}
        ),
        help_text=_("Kept with your name, for whoever asks later. For example: made by the advertising team."),
    )
