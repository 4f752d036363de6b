"""The questions about a task found at the provider. What may be done is decided by `actions.found`."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jobs.forms.spaces import SpaceForm
from jobs.models.provider import REASON_MAX


class AdoptForm(SpaceForm):
    """The space it goes to; who is in none is told so by `actions.found`."""

    def __init__(self, *args: Any, spaces: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, spaces=spaces, **kwargs)
        self.fields["space"].required = bool(spaces)


class IgnoreForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.TextInput(
            attrs={"class": "input", "autocomplete": "off", "autofocus": True, "maxlength": REASON_MAX, "dir": "auto"}
        ),
        help_text=_("Kept with your name, for whoever asks later. For example: made by the advertising team."),
    )
