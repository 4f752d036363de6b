"""The face of a render: word, icon and tone of its state, and the one line below them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from jobs.dashscope import RetryClass
from jobs.models import Render
from jobs.states import State
from jobs.words import errors, figures
from jobs.words.holds import Held, hold


@dataclass(frozen=True, kw_only=True)
class StateWords:
    """`icon` is a Lucide name; `tone` one of run, ask, fail, done or empty."""

    word: str
    icon: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What a card knows beyond its row, where the page has looked it up.

    `held`: the hold that keeps it waiting, its own or an inherited one. `place`: its number in line, from 1.
    `starts_in`: seconds until it probably gets a seat. `expected`: seconds a film of this kind usually takes to render.
    """

    held: Held | None = None
    place: int | None = None
    starts_in: float | None = None
    expected: float | None = None


_NOTHING = Beside()

STATES: dict[str, tuple[str, str, str]] = {
    State.QUEUED: (gettext_noop("Waiting"), "clock", ""),
    State.SUBMITTING: (gettext_noop("Sending"), "send", "run"),
    State.CONFIRMING: (gettext_noop("Checking"), "search-check", "run"),
    State.UNCERTAIN: (gettext_noop("Needs you"), "hand", "ask"),
    State.PENDING: (gettext_noop("Accepted"), "check", "run"),
    State.RUNNING: (gettext_noop("Rendering"), "loader-circle", "run"),
    State.SUCCEEDED: (gettext_noop("Saving"), "hard-drive-download", "run"),
    State.SAVING: (gettext_noop("Saving"), "hard-drive-download", "run"),
    State.SAVED: (gettext_noop("Saved"), "check", "done"),
    State.FAILED: (gettext_noop("Failed"), "circle-x", "fail"),
    State.CANCELED: (gettext_noop("Canceled"), "ban", ""),
    State.EXPIRED: (gettext_noop("Expired"), "timer-off", "fail"),
}
_HELD = (gettext_noop("On hold"), "circle-pause", "ask")


def state(render: Render, beside: Beside = _NOTHING, *, now: datetime | None = None) -> StateWords:
    """Word, icon and tone of a card. With `now`, a film that is late in coming home asks for attention."""
    word, icon, tone = _HELD if _waits(render, beside) else STATES.get(render.state, (render.state, "clock", ""))
    asks = beside.held is not None or (now is not None and _late(render, now))
    return StateWords(word=_(word), icon=icon, tone="ask" if asks else tone)


def state_word(value: str) -> str:
    """The word of a bare state, for filters and lists."""
    return _(STATES[value][0]) if value in STATES else value


def line(render: Render, now: datetime, beside: Beside = _NOTHING) -> str:
    """The line below the word; empty for a film that is home."""
    held = _waits(render, beside) or _hampered(render, beside)
    if held:
        return held
    write = _LINES.get(render.state)
    return write(render, now, beside) if write else ""


def _waits(render: Render, beside: Beside) -> str:
    """Why this render is on hold, empty when it is not. A shared hold puts only waiting films on hold."""
    if render.hold_code:
        return hold(render.hold_code, render.hold_params, render.hold_raw).message
    if beside.held is not None and render.state == State.QUEUED:
        return hold(beside.held.code, beside.held.params, beside.held.raw).message
    return ""


def _hampered(render: Render, beside: Beside) -> str:
    """What a shared hold means for a film that is under way: it goes on, but we cannot ask or fetch."""
    if beside.held is None:
        return ""
    if render.state in (State.SUCCEEDED, State.SAVING):
        return hold(beside.held.code, beside.held.params, beside.held.raw).message
    return _("It goes on at the provider. We can ask about it again when the provider key is in order.")


def _late(render: Render, now: datetime) -> bool:
    if render.state not in (State.SUCCEEDED, State.SAVING) or render.deadline_at is None:
        return False
    return (render.deadline_at - now).total_seconds() <= settings.PACE.alarms[0]


def _queued(render: Render, now: datetime, beside: Beside) -> str:
    if render.tries:
        return _tried(render, now)
    if beside.place is None:
        return _("In line for a free seat")
    said = {"place": beside.place, "wait": figures.starts(beside.starts_in)}
    if not said["wait"]:
        return _("Number %(place)s in line") % said
    return _("Number %(place)s in line · %(wait)s") % said


def _tried(render: Render, now: datetime) -> str:
    """It was tried, and the provider surely did nothing."""
    away = render.submission is not None and render.submission.retry == RetryClass.NEVER_SENT
    seconds = (render.due_at - now).total_seconds() if render.due_at else 0.0
    if seconds < 1:
        busy, unreachable = (
            _("The provider was busy · trying again"),
            _("The provider cannot be reached · trying again"),
        )
        return unreachable if away else busy
    said = {"wait": figures.span(seconds)}
    if away:
        return _("The provider cannot be reached · again in %(wait)s") % said
    return _("The provider was busy · again in %(wait)s") % said


def _submitting(render: Render, now: datetime, beside: Beside) -> str:
    return _("On its way to the provider")


def _confirming(render: Render, now: datetime, beside: Beside) -> str:
    if render.cancel_requested_at:
        return _("The answer got lost. If the film is not found, it is canceled.")
    return _("The answer got lost. Looking for it; nothing is sent twice.")


def _uncertain(render: Render, now: datetime, beside: Beside) -> str:
    submission = render.submission
    if submission is not None and submission.candidates:
        return _("The provider's list shows tasks that could be this film. Say which one it is.")
    if submission is None or not submission.readings:
        return _("The provider's list could not be read. Look in the provider's console before sending again.")
    if submission.cross_checked:
        return _(
            "The provider's list has shown no such task in 10 minutes of looking. Nothing was charged so far; "
            "sending it again is safe."
        )
    return _(
        "The provider's list shows no such task, but we could not prove the list complete. "
        "Look in the provider's console before sending again."
    )


def _pending(render: Render, now: datetime, beside: Beside) -> str:
    if render.cancel_requested_at:
        return _("In the provider's line · asked to cancel")
    return _("In the provider's line")


def _running(render: Render, now: datetime, beside: Beside) -> str:
    seconds = so_far(render, now)
    values = {"so_far": figures.clock(seconds), "about": figures.clock(beside.expected or 0)}
    if beside.expected is not None and seconds <= beside.expected:
        return _("%(so_far)s of about %(about)s · cannot be stopped any more") % values
    return _("%(so_far)s so far · cannot be stopped any more") % values


def so_far(render: Render, now: datetime) -> float:
    """Seconds since the provider began, by our clock where it did not say."""
    submission = render.submission
    began = (submission and (submission.scheduled_at or submission.answered_at)) or render.changed_at
    return max((now - began).total_seconds(), 0.0)


def _saving(render: Render, now: datetime, beside: Beside) -> str:
    parts = [_("Bringing it home")]
    if render.bytes_total:
        parts.append(_("%(percent)s %%") % {"percent": min(100, render.bytes_here * 100 // render.bytes_total)})
    elif render.bytes_here:
        parts.append(figures.size(render.bytes_here))
    if render.deadline_at is not None and _late(render, now):
        parts.append(figures.time_left(render.deadline_at, now))
    return pgettext("between the parts of a line", " · ").join(parts)


def _failed(render: Render, now: datetime, beside: Beside) -> str:
    return errors.error(render.error_code, render.error_params, _short(render.error_raw), render.charged).message


QUOTED = 48
"""Characters of the provider's own text on a card, so that the request id after it is still seen."""


def _short(raw: str) -> str:
    return raw if len(raw) <= QUOTED else f"{raw[:QUOTED]}…"


def _canceled(render: Render, now: datetime, beside: Beside) -> str:
    return errors.charge(bool(render.charged))


def _expired(render: Render, now: datetime, beside: Beside) -> str:
    code = render.error_code or "expired"
    return errors.error(code, render.error_params, render.error_raw, render.charged).message


_LINES: dict[str, Callable[[Render, datetime, Beside], str]] = {
    State.QUEUED: _queued,
    State.SUBMITTING: _submitting,
    State.CONFIRMING: _confirming,
    State.UNCERTAIN: _uncertain,
    State.PENDING: _pending,
    State.RUNNING: _running,
    State.SUCCEEDED: _saving,
    State.SAVING: _saving,
    State.FAILED: _failed,
    State.CANCELED: _canceled,
    State.EXPIRED: _expired,
}
