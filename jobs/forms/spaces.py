"""A form that asks for a space, only where there is a choice."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _


class SpaceForm(forms.Form):
    """`spaces`: identifiers and names."""

    space = forms.ChoiceField(label=_("Space"), widget=forms.Select(attrs={"class": "input"}))

    def __init__(self, *args: Any, spaces: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["space"])
        field.choices = spaces
        field.initial = spaces[0][0] if spaces else ""
        if len(spaces) < 2:
            field.widget = forms.HiddenInput()
