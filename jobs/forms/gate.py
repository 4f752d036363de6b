"""The forms of set-up and invitation. Whether address and password can be taken is decided by `actions.people`."""

from django import forms
from django.forms.widgets import Input
from django.utils.translation import gettext_lazy as _


def _text(kind: type[Input] = forms.TextInput, **attrs: str) -> Input:
    return kind(attrs={"class": "input", **attrs})


class AcceptForm(forms.Form):
    """Name and password of somebody who was invited."""

    display_name = forms.CharField(
        label=_("Your name"), max_length=80, required=False, widget=_text(autocomplete="name")
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=_text(forms.PasswordInput, autocomplete="new-password"),
        help_text=_("At least 12 characters. A sentence of your own is good."),
    )


class SetUpForm(AcceptForm):
    """The owner's, with an address to sign in with."""

    email = forms.CharField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "username"})
    )
    field_order = ("email", "display_name", "password")
