"""A share link as a form. What a link may be is decided by `actions.shares`."""

from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs import words
from jobs.catalogue import TITLE_MAX
from jobs.models import Share
from jobs.models.shares import NOTE_MAX

KEEP, ON_A_DAY = "keep", "day"
DAYS = {"1": _("In 1 day"), "7": _("In 7 days"), "30": _("In 30 days"), ON_A_DAY: _("On a day…")}
USUAL = "7"
SWITCHES = ("allows_download", "shows_prompt", "takes_picks", "takes_comments")

_FAR = timedelta(days=400)
"""Farther than any link lasts, and near enough for every calendar."""

_TITLE = {"class": "input", "maxlength": TITLE_MAX, "dir": "auto", "autocomplete": "off"}
_NOTE = {"class": "input", "rows": 3, "maxlength": NOTE_MAX, "dir": "auto"}
_PASSWORD = {"class": "input", "autocomplete": "off", "spellcheck": "false", "maxlength": 200}


class PasswordForm(forms.Form):
    """Whether a link asks for a password, and for which."""

    locked = forms.BooleanField(label=_("Ask for a password"), required=False)
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=True,
        max_length=200,
        widget=forms.TextInput(attrs=_PASSWORD),
        help_text=_("Leave it empty, and one is made for you."),
    )


class TermsForm(forms.Form):
    """What a link says and allows. `end()` is the moment that was chosen, in the zone of who chooses."""

    title = forms.CharField(label=_("Title"), required=False, widget=forms.TextInput(attrs=_TITLE))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs=_NOTE))
    ends = forms.ChoiceField(
        label=_("Ends"), choices=DAYS.items, initial=USUAL, widget=forms.Select(attrs={"class": "input"})
    )
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"class": "input", "type": "date"})
    )
    allows_download = forms.BooleanField(label=_("Download"), required=False, initial=True)
    shows_prompt = forms.BooleanField(label=_("Prompt and settings"), required=False)
    takes_picks = forms.BooleanField(label=_("Picks"), required=False, initial=True)
    takes_comments = forms.BooleanField(label=_("Comments"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or {}
        day = sent.get("day")
        if sent.get("ends") == ON_A_DAY and "day" not in self.errors:
            if day is None:
                self.add_error("day", _("Choose the last day on which the link is open."))
            elif day < timezone.localdate():
                self.add_error("day", words.refusal("share-past"))
        return sent

    def end(self, now: datetime, kept: datetime | None = None) -> datetime:
        """`kept`: the end of a link that is changed."""
        ends = self.cleaned_data["ends"]
        if ends == KEEP and kept:
            return kept
        if ends == ON_A_DAY:
            day: date = self.cleaned_data["day"]
            following = min(day, timezone.localdate() + _FAR) + timedelta(days=1)
            return timezone.make_aware(datetime.combine(following, time.min))
        return now + timedelta(days=int(ends))


class NewShareForm(TermsForm, PasswordForm):
    """`films`: identifiers with commas between them. `once` makes two posts of one form one link."""

    films = forms.CharField(widget=forms.HiddenInput())
    once = forms.CharField(max_length=64, widget=forms.HiddenInput())


class ChangeShareForm(TermsForm):
    """Of a link that is there: its end can stay."""

    def __init__(self, data: Any, *, share: Share, until: str) -> None:
        shown = {"title": share.title, "note": share.note, "ends": KEEP}
        super().__init__(data, initial={**shown, **{name: getattr(share, name) for name in SWITCHES}})
        cast(forms.ChoiceField, self.fields["ends"]).choices = [(KEEP, until), *DAYS.items()]
