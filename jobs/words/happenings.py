"""The timeline of a film, one sentence for each thing that happened: read from top to bottom it is a story.

Sentences are richer where the event says more: `actor` comes from the event itself, `because` from its `cause` (of the
provider), `fault` (of a download) or `code` (of a hold). Some happenings read differently by what they led away from
or by what was known; those are in `VARIANTS`.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_noop as _

from jobs.models import Event
from jobs.states import Happening, State
from jobs.words import errors, faults, figures, holds
from jobs.words.sentences import Sentence, say

H = Happening

HAPPENINGS: dict[str, Sentence] = {
    H.ORDERED: (_("%(actor)s ordered this film."), _("This film was ordered.")),
    H.CLAIMED: _("A seat became free, and the order left for the provider."),
    H.ACCEPTED: _("The provider accepted it."),
    H.THROTTLED: _("The provider was busy and took nothing. It is tried again by itself."),
    H.NEVER_SENT: _("The provider could not be reached; nothing was sent. It is tried again by itself."),
    H.REFUSED: (
        _("The provider refused it. %(because)s Nothing was charged."),
        _("The provider refused it. Nothing was charged."),
    ),
    H.ANSWER_LOST: _("The provider's answer got lost. We look for the film in its list and will not send it twice."),
    H.WORKER_LOST: _("The studio was interrupted in the middle of a step. It goes on; nothing is done twice."),
    H.NOT_SENT: (
        _("Nothing was ordered or charged. %(because)s It waits in line again."),
        _("Nothing was ordered or charged. It waits in line again."),
    ),
    H.ADOPTED: _("The film was found in the provider's list. It goes on; nothing was sent twice."),
    H.NOT_FOUND: _(
        "The provider's list shows no such task, but could not be proven complete. A person decides what to do."
    ),
    H.SEVERAL_FOUND: (
        _("The provider's list shows what could be this film: task %(candidates)s. A person decides which one it is."),
        _("The provider's list shows tasks that could be this film. A person decides which one it is."),
    ),
    H.LIST_UNREADABLE: _("The provider's list could not be read for a long time. A person decides what to do."),
    H.DETACHED: (
        _("Task %(task_id)s turned out to be another film and was let go. A person decides what to do."),
        _("The task turned out to be another film and was let go. A person decides what to do."),
    ),
    H.CHOSEN: (
        _("%(actor)s said that task %(task_id)s is this film."),
        _("Task %(task_id)s was chosen as this film."),
        _("A task of the provider was chosen as this film."),
    ),
    H.SENT_AGAIN: (
        _("%(actor)s had it sent again, as a new order to the provider."),
        _("It is sent again, as a new order to the provider."),
    ),
    H.GIVEN_UP: (_("%(actor)s gave this film up."), _("This film was given up.")),
    H.LATE_FACT: (
        _("A late answer of the provider arrived: this film is its task %(task_id)s."),
        _("A late answer of the provider arrived and was noted."),
    ),
    H.TAKEN_IN: (
        _("%(actor)s adopted task %(task_id)s, which was found at the provider. It is fetched like any other film."),
        _("A task that was found at the provider was adopted. It is fetched like any other film."),
    ),
    H.STARTED: _("The provider began to render."),
    H.FINISHED: _("The provider finished the film."),
    H.PROVIDER_FAILED: (
        _("The provider could not deliver the film. %(because)s"),
        _("The provider could not deliver the film."),
    ),
    H.PROVIDER_CANCELED: _("The provider canceled the task. Nothing was charged."),
    H.GONE: _("The provider no longer knows this task, and it is not in its list."),
    H.OVERDUE: _("48 hours have passed since the order was sent, and the film never came."),
    H.SAVE_STARTED: _("The film is on its way home."),
    H.SAVE_BROKEN: (
        _("The download stopped. %(because)s What has arrived is kept, and it goes on from there."),
        _("The download stopped. What has arrived is kept, and it goes on from there."),
    ),
    H.LINK_REFUSED: (
        _("%(because)s A fresh link is asked for."),
        _("The film's link was refused. A fresh one is asked for."),
    ),
    H.INTEGRITY: (
        _("%(because)s Nothing of it was kept; a fresh link is asked for."),
        _("What arrived was not the whole film. Nothing of it was kept; a fresh link is asked for."),
    ),
    H.SAVED: (
        _("The film is home: %(bytes)s, checked from first to last byte."),
        _("The film is home, checked from first to last byte."),
    ),
    H.DIFFERS: (
        _("The film differs from the order. Ordered: %(ordered)s. Delivered: %(delivered)s."),
        _("The film differs from the order."),
    ),
    H.DERIVED: _("Poster and preview were made."),
    H.DERIVE_FAILED: (
        _("Poster and preview could not be made. %(because)s The film itself is safe."),
        _("Poster and preview could not be made. The film itself is safe."),
    ),
    H.CANCEL_WISHED: (_("%(actor)s wished to cancel."), _("A wish to cancel was noted.")),
    H.CANCEL_ASKED: _("The provider was asked to cancel; its next answer decides."),
    H.CANCEL_TOO_LATE: _("It was already rendering and could not be stopped. It will be charged and saved."),
    H.CANCELED_HERE: (
        _("%(actor)s canceled it before it was sent. Nothing was charged."),
        _("It was canceled before it was sent. Nothing was charged."),
    ),
    H.HELD: (_("It was put on hold. %(because)s"), _("It was put on hold.")),
    H.HOLD_CLEARED: (_("%(actor)s cleared the hold; it is tried again."), _("The hold ended; it goes on.")),
    H.ALARM: (
        _("It is not saved yet, and the provider keeps it only %(left)s longer."),
        _("It is not saved yet, and the provider does not keep it much longer."),
    ),
    H.ODD_STATE: (
        _("The provider calls the task “%(status)s”, a word we do not know. We keep asking."),
        _("The provider calls the task by a word we do not know. We keep asking."),
    ),
    H.TRASHED: (_("%(actor)s put it into the trash."), _("It was put into the trash.")),
    H.RESTORED: (_("%(actor)s took it out of the trash."), _("It was taken out of the trash.")),
    H.KEPT: (_("%(actor)s put it on legal hold: nothing deletes it."), _("It was put on legal hold.")),
    H.LET_GO: (_("%(actor)s ended the legal hold."), _("The legal hold was ended.")),
    H.DELETED: (_("%(actor)s deleted it for good."), _("It was deleted for good.")),
    H.PURGED: _("Its files and everything written about it are gone."),
}

VARIANTS: dict[tuple[str, str], Sentence] = {
    (H.WORKER_LOST, State.SUBMITTING): _(
        "The studio was interrupted before the provider's answer came. We look for the film in the provider's list and "
        "will not send it twice."
    ),
    (H.WORKER_LOST, State.SAVING): _(
        "The studio was interrupted while fetching the film. The download goes on where it was."
    ),
    (H.ACCEPTED, State.RUNNING): _("The provider put it back into its line."),
    (H.CANCELED_HERE, State.CONFIRMING): _(
        "The provider's list shows no such task, so the wish to cancel was granted. Nothing was charged."
    ),
    (H.NOT_FOUND, "proven"): _(
        "The provider's list shows no such task, and it was proven complete. Nothing was charged so far; "
        "sending it again is safe. A person decides what to do."
    ),
    (H.ADOPTED, "probable"): _(
        "The provider's list shows one task that can be this film. It goes on; its prompt will tell."
    ),
    (H.ADOPTED, "similar"): _("The task's prompt is nearly the one we sent, so it counts as this film."),
    (H.CANCEL_ASKED, "refused"): _("The provider could not be asked to cancel. It is asked again."),
}

_UNKNOWN = (
    _("Something happened that has no words yet (%(happening)s): “%(raw)s”"),
    _("Something happened that has no words yet (%(happening)s)."),
)


def happening(event: Event) -> str:
    """One sentence for one entry of the timeline, in the active language."""
    values: dict[str, Any] = {**event.params, "happening": event.happening, "raw": event.raw}
    values["left"] = event.params.get("seconds")
    values["because"] = _because(event)
    if event.actor is not None:
        values["actor"] = event.actor.name
    if event.happening == H.DIFFERS:
        values |= _difference(event.params)
    usual = HAPPENINGS.get(event.happening, _UNKNOWN)
    return say(VARIANTS.get((event.happening, _variant(event)), usual), values)


def _variant(event: Event) -> str:
    """What makes this event read otherwise than usual; mostly the state it led away from."""
    if event.happening == H.NOT_FOUND:
        return "proven" if event.params.get("cross_checked") else ""
    if event.happening == H.ADOPTED:
        return "probable" if event.params.get("confirmed") is False else str(event.params.get("fit") or "")
    if event.happening == H.CANCEL_ASKED:
        return "refused" if event.params.get("cause") else ""
    return event.from_state


def _because(event: Event) -> str:
    """The stored cause, fault or hold behind an event, in words; empty where there is none."""
    told = (tell(str(event.params[name]), event) for name, tell in _TELL.items() if event.params.get(name))
    return next(filter(None, told), "")


def _cause(code: str, event: Event) -> str:
    """A cause of the provider, or one that is only ever a hold, such as a key that cannot be opened."""
    if code in errors.ERRORS or code not in holds.HOLDS:
        return errors.what(code, event.params, event.raw)
    return holds.hold(code, event.params, event.raw).message


def _fault(code: str, event: Event) -> str:
    return faults.fault(code, event.params)


def _hold(code: str, event: Event) -> str:
    return holds.hold(code, event.params, event.raw).message if event.happening == H.HELD else ""


_TELL: dict[str, Callable[[str, Event], str]] = {"cause": _cause, "code": _hold, "fault": _fault}
"""In this order: a hold names its own code beside the fault that led to it; a cause stands beside the raw code."""


def _difference(params: dict[str, Any]) -> dict[str, str]:
    """Stored as ``{"size": [ordered, delivered], "duration": […], "audio": […]}``, only what differs."""
    pairs = [
        [_aspect(name, value) for value in params[name]] for name in ("size", "duration", "audio") if name in params
    ]
    if not pairs:
        return {}
    comma = pgettext("between the items of a list", ", ")
    ordered, delivered = (comma.join(side) for side in zip(*pairs, strict=True))
    return {"ordered": ordered, "delivered": delivered}


def _aspect(name: str, value: Any) -> str:
    if name == "audio":
        return gettext("with sound") if value else gettext("silent")
    return figures.film_length(value) if name == "duration" else str(value)
