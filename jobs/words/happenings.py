"""The timeline of a film, one sentence for each thing that happened: read from top to bottom it is a story.

Parameters that make a sentence tell more (all optional): `actor` comes from the event itself; `task_id`, `wait`
(seconds until the next try), `count`, `left` (seconds to the end of the provider's 24 hours), `reason` (a cause code
of `jobs.dashscope`, put into words here), `what`, `ordered` and `delivered`, `bytes`, `took`, `code` (a hold's).
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_noop as _

from jobs.models import Event
from jobs.states import Happening
from jobs.words import errors, holds
from jobs.words.sentences import Sentence, say

HAPPENINGS: dict[str, Sentence] = {
    Happening.ORDERED: (_("%(actor)s ordered this film."), _("This film was ordered.")),
    Happening.CLAIMED: _("A seat became free; the order was written down and sent to the provider."),
    Happening.ACCEPTED: (_("The provider accepted it as task %(task_id)s."), _("The provider accepted it.")),
    Happening.THROTTLED: (
        _("The provider was busy and took nothing. It is tried again in %(wait)s."),
        _("The provider was busy and took nothing. It is tried again by itself."),
    ),
    Happening.NEVER_SENT: (
        _("The provider could not be reached; nothing was sent. It is tried again in %(wait)s."),
        _("The provider could not be reached; nothing was sent. It is tried again by itself."),
    ),
    Happening.REFUSED: (_("The provider refused it. %(because)s"), _("The provider refused it.")),
    Happening.ANSWER_LOST: _(
        "The provider's answer got lost. We look for the film in its list and will not send it twice."
    ),
    Happening.WORKER_LOST: _(
        "A worker stopped in the middle of its step. The film was put where nothing can be done twice."
    ),
    Happening.NOT_SENT: (
        _("It was not sent, for a cause of our own. %(because)s It waits in line again."),
        _("It was not sent, for a cause of our own. It waits in line again."),
    ),
    Happening.ADOPTED: (
        _("The film was found in the provider's list as task %(task_id)s. It goes on; nothing was sent twice."),
        _("The film was found in the provider's list. It goes on; nothing was sent twice."),
    ),
    Happening.NOT_FOUND: _("The provider's list has shown no such task. A person decides now."),
    Happening.SEVERAL_FOUND: (
        _("The provider's list shows %(count)s tasks that could be this film. A person decides now."),
        _("The provider's list shows several tasks that could be this film. A person decides now."),
    ),
    Happening.LIST_UNREADABLE: _("The provider's list could not be read for a long time. A person decides now."),
    Happening.DETACHED: (
        _("Task %(task_id)s turned out to be another film and was let go. A person decides now."),
        _("The task turned out to be another film and was let go. A person decides now."),
    ),
    Happening.CHOSEN: (
        _("%(actor)s said that task %(task_id)s is this film."),
        _("Task %(task_id)s was chosen as this film."),
        _("A task of the provider was chosen as this film."),
    ),
    Happening.SENT_AGAIN: (
        _("%(actor)s had it sent again, as a new order to the provider."),
        _("It is sent again, as a new order to the provider."),
    ),
    Happening.GIVEN_UP: (
        _("%(actor)s gave this film up. Whether the provider charged it is not known."),
        _("This film was given up. Whether the provider charged it is not known."),
    ),
    Happening.LATE_FACT: (
        _("A late answer of the provider arrived: this film is its task %(task_id)s."),
        _("A late answer of the provider arrived and was noted."),
    ),
    Happening.STARTED: _("The provider began to render."),
    Happening.FINISHED: (
        _("The provider finished the film after %(took)s."),
        _("The provider finished the film."),
    ),
    Happening.PROVIDER_FAILED: (
        _("The provider could not deliver the film. %(because)s"),
        _("The provider could not deliver the film."),
    ),
    Happening.PROVIDER_CANCELED: _("The provider canceled the task. Nothing was charged."),
    Happening.GONE: _("The provider no longer knows this task, and it is not in its list."),
    Happening.OVERDUE: _("48 hours have passed since the order was sent; the provider never finished it."),
    Happening.SAVE_STARTED: _("The film is on its way home."),
    Happening.SAVE_BROKEN: (
        _("The download broke off at %(bytes)s. It goes on from there in %(wait)s."),
        _("The download broke off at %(bytes)s. It goes on from there."),
        _("The download broke off. It goes on by itself."),
    ),
    Happening.LINK_REFUSED: _("The film's link was refused. A fresh one is asked for."),
    Happening.INTEGRITY: _("What arrived was not the whole film and was thrown away. It is fetched again."),
    Happening.SAVED: (
        _("The film is home: %(bytes)s, checked from first to last byte."),
        _("The film is home, checked from first to last byte."),
    ),
    Happening.DIFFERS: (
        _("The film differs from the order: %(delivered)s instead of %(ordered)s."),
        _("The film differs from the order."),
    ),
    Happening.DERIVED: _("Poster and preview were made."),
    Happening.DERIVE_FAILED: _("Poster and preview could not be made. The film itself is whole."),
    Happening.CANCEL_WISHED: (_("%(actor)s wished to cancel."), _("A wish to cancel was noted.")),
    Happening.CANCEL_ASKED: _("The provider was asked to cancel; its next answer decides."),
    Happening.CANCEL_TOO_LATE: _("It was already rendering and could not be stopped. It will be charged and saved."),
    Happening.CANCELED_HERE: (
        _("%(actor)s canceled it before it was sent. Nothing was charged."),
        _("It was canceled before it was sent. Nothing was charged."),
    ),
    Happening.HELD: (_("It was put on hold. %(because)s"), _("It was put on hold.")),
    Happening.HOLD_CLEARED: (_("%(actor)s cleared the hold; it is tried again."), _("The hold ended; it goes on.")),
    Happening.ALARM: (
        _("It is not saved yet, and the provider keeps it only %(left)s longer."),
        _("It is not saved yet, and the provider does not keep it much longer."),
    ),
    Happening.ODD_STATE: (
        _("The provider calls the task “%(status)s”, a word we do not know. We keep asking."),
        _("The provider calls the task by a word we do not know. We keep asking."),
    ),
}

_UNKNOWN = (
    _("Something happened that has no words yet (%(happening)s): “%(raw)s”"),
    _("Something happened that has no words yet (%(happening)s)."),
)


def happening(event: Event) -> str:
    """One sentence for one entry of the timeline, in the active language."""
    values: dict[str, Any] = {**event.params, "happening": event.happening, "raw": event.raw}
    if event.actor is not None:
        values["actor"] = event.actor.name
    because = _BECAUSE.get(event.happening)
    if because is not None:
        values["because"] = because(event)
    return say(HAPPENINGS.get(event.happening, _UNKNOWN), values)


def _cause(event: Event) -> str:
    """The cause of a refusal or failure, with whether it cost money where the event says so."""
    code = str(event.params.get("cause") or "")
    if not code and not event.raw:
        return ""
    words = errors.error(code, event.params, event.raw, event.params.get("charged"))
    return words.message if "charged" in event.params else errors.what(code, event.params, event.raw)


def _hold(event: Event) -> str:
    code = str(event.params.get("code") or "")
    return holds.hold(code, event.params, event.raw).message if code else ""


_BECAUSE: dict[str, Callable[[Event], str]] = {
    Happening.REFUSED: _cause,
    Happening.PROVIDER_FAILED: _cause,
    Happening.NOT_SENT: _hold,
    Happening.HELD: _hold,
}
