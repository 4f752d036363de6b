"""A prompt template as a form, and the order's form as a template fills it in. What a text may be is decided by
`actions.templates`, what goes together by the catalogue.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jobs.catalogue import MODELS, RATIOS, SHOTS_MAX, TIERS
from jobs.forms.order import OrderForm
from jobs.forms.spaces import SpaceForm
from jobs.models import PromptTemplate
from jobs.models.templates import TEMPLATE_NAME_MAX

_NAME = {"class": "input", "autocomplete": "off", "maxlength": TEMPLATE_NAME_MAX, "dir": "auto"}
_AS_IT_IS = ("", _("as on the desk"))
_SELECT = {"class": "input"}


def _choices(label: Any, *choices: tuple[str, Any]) -> forms.ChoiceField:
    widget = forms.Select(attrs=_SELECT)
    return forms.ChoiceField(label=label, required=False, choices=[_AS_IT_IS, *choices], widget=widget)


class TemplateForm(forms.Form):
    """`settings` are the fields that may be left open."""

    name = forms.CharField(label=_("Name"), required=False, widget=forms.TextInput(attrs=_NAME))
    prompt = forms.CharField(
        label=_("Prompt"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4, "dir": "auto"}),
    )
    model = _choices(_("Model"), *((model.id, model.short) for model in MODELS.values()))
    tier = _choices(_("Tier"), *((tier, tier) for tier in TIERS))
    ratio = _choices(_("Ratio"), *((ratio, ratio) for ratio in RATIOS))
    duration = _choices(_("Seconds"), *((str(second), str(second)) for second in range(1, SHOTS_MAX + 1)))
    audio = _choices(_("Sound"), ("0", _("Silent")), ("1", pgettext_lazy("a choice", "Sound")))

    @property
    def settings(self) -> list[forms.BoundField]:
        return [self[name] for name in ("model", "tier", "ratio", "duration", "audio")]


class NewTemplateForm(TemplateForm, SpaceForm):
    pass


def settings_of(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What a filled-in form says, as the columns of a template hold it."""
    return {
        **{name: cleaned[name] for name in ("name", "prompt", "model", "tier", "ratio")},
        "duration": int(cleaned["duration"]) if cleaned["duration"] else None,
        "audio": {"0": False, "1": True}.get(cleaned["audio"]),
    }


def shown(template: PromptTemplate) -> dict[str, Any]:
    """A template, as the form shows it."""
    audio = {False: "0", True: "1"}.get(template.audio) if template.audio is not None else ""
    told = {name: getattr(template, name) for name in ("name", "prompt", "model", "tier", "ratio")}
    return {**told, "duration": str(template.duration or ""), "audio": audio}


def like(form: OrderForm) -> dict[str, Any]:
    """An order, as the form of a template shows it: with all its settings."""
    told = {name: getattr(form, name) for name in ("prompt", "tier", "ratio")}
    named = {"name": form.title[:TEMPLATE_NAME_MAX], "model": form.known_model.id}
    return {**told, **named, "duration": str(form.duration), "audio": str(int(form.audio))}


def filled(form: OrderForm, template: PromptTemplate) -> OrderForm:
    """The order's form with the words and settings of a template; the rest stays."""
    given = {name: getattr(template, name) for name in ("model", "tier", "ratio", "duration", "audio")}
    settled = {name: value for name, value in given.items() if value not in ("", None)}
    return replace(form, prompt=template.prompt, **settled)
