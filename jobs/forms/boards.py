"""A board as a form. What a name and notes may be is decided by `actions.boards`."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jobs.forms.spaces import SpaceForm
from jobs.models.boards import BOARD_NAME_MAX, NOTES_MAX

_NAME = {"class": "input", "autocomplete": "off", "maxlength": BOARD_NAME_MAX, "dir": "auto"}


class NewBoardForm(SpaceForm):
    name = forms.CharField(label=_("New board"), required=False, widget=forms.TextInput(attrs=_NAME))

    field_order = ("name", "space")


class BoardForm(forms.Form):
    name = forms.CharField(label=_("Name"), required=False, widget=forms.TextInput(attrs=_NAME))
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4, "maxlength": NOTES_MAX, "dir": "auto"}),
        help_text=_("What the board is for; shown above its films."),
    )
    cover = forms.UUIDField(required=False)
