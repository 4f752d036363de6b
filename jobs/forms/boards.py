"""A board as a form. What a name and notes may be is decided by `actions.boards`."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jobs.models.boards import BOARD_NAME_MAX, NOTES_MAX

_NAME = {"class": "input", "autocomplete": "off", "maxlength": BOARD_NAME_MAX, "dir": "auto"}


class NewBoardForm(forms.Form):
    """The space is asked only where there is a choice."""

    name = forms.CharField(label=_("New board"), required=False, widget=forms.TextInput(attrs=_NAME))
    space = forms.ChoiceField(label=_("Space"), widget=forms.Select(attrs={"class": "input"}))

    def __init__(self, *args: Any, spaces: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["space"]
        field.choices = spaces  # type: ignore[attr-defined]  # the stubs know only the field's general kind
        field.initial = spaces[0][0] if spaces else ""
        if len(spaces) < 2:
            field.widget = forms.HiddenInput()


class BoardForm(forms.Form):
    name = forms.CharField(label=_("Name"), required=False, widget=forms.TextInput(attrs=_NAME))
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4, "maxlength": NOTES_MAX, "dir": "auto"}),
        help_text=_("What the board is for; shown above its films."),
    )
    cover = forms.UUIDField(required=False)
