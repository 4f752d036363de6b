"""How films end, or where they stand when the photograph is taken. Each plot is told from the order on.

`PLOTS` has a name for each; every state and several causes of failure and holds are among them.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from jobs.management.demo.steps import (
    accepted,
    adopted,
    broken,
    failed_there,
    finished,
    lost,
    ordered,
    refused,
    saved,
    saving,
    sent,
    started,
    throttled,
)
from jobs.management.demo.telling import Telling, id_at
from jobs.models import FoundTask, hold_columns
from jobs.states import AssetKind, Happening, HoldCode, LineKind, Outcome, State

H, S = Happening, State
Step = Callable[[Telling], None]
Plot = Callable[[Telling], None]


def _of(*steps: Step) -> Plot:
    def plot(t: Telling) -> None:
        for step in steps:
            step(t)

    return plot


def _refused(cause: str, code: str, words: str) -> Step:
    return lambda t: refused(t, cause, code, words)


def _failed(cause: str, code: str, words: str, *, charged: bool | None = False) -> Step:
    return lambda t: failed_there(t, cause, code, words, charged=charged)


def _canceled_here(t: Telling) -> None:
    t.learn(outcome=Outcome.WITHDRAWN)
    t.tell(H.CANCELED_HERE, S.CANCELED, after=t.between(4, 40), actor=t.order.author)
    t.end(charged=False, cost=Decimal(0))
    t.book(LineKind.RELEASE, because="canceled")


def _canceled_there(t: Telling) -> None:
    """While it was pending the provider could still drop it."""
    author = t.order.author
    t.tell(H.CANCEL_WISHED, after=t.between(2, 10), actor=author)
    t.render.cancel_requested_at, t.render.cancel_requested_by = t.at, author
    t.tell(H.CANCEL_ASKED, after=t.between(0.3, 2))
    t.render.cancel_asked_at = t.at
    t.tell(H.PROVIDER_CANCELED, S.CANCELED, after=t.between(1, 4))
    t.learn(provider_state="CANCELED", ended_at=t.at)
    t.end(charged=False, cost=Decimal(0))
    t.book(LineKind.RELEASE, because="canceled")


def _too_late(t: Telling) -> None:
    t.tell(H.CANCEL_WISHED, after=t.between(2, 6), actor=t.order.author)
    t.render.cancel_requested_at, t.render.cancel_requested_by = t.at, t.order.author
    said = {"cause": "not-pending", "request_id": t.new_id()}
    t.tell(H.CANCEL_TOO_LATE, after=t.between(0.3, 2), params=said)
    t.render.cancel_asked_at = t.at


def _gone(t: Telling) -> None:
    """The studio was off for two days; whether it was charged nobody can tell, so the reserve stays."""
    t.learn(provider_state="UNKNOWN", unknown_at=t.at + timedelta(hours=25))
    t.tell(H.GONE, S.EXPIRED, after=25 * 3600 + 90)
    t.end(error_code="expired", charged=None)


def _several(t: Telling) -> None:
    """Two tasks of that minute are nobody's; a person decides."""
    tasks = [t.new_id(), t.new_id()]
    for number, task in enumerate(tasks):
        made = (t.submission.intent_at or t.at) + timedelta(seconds=number + 1)
        t.found.append(
            FoundTask(
                id=id_at(made),
                account=t.account,
                task_id=task,
                model=t.order.model,
                provider_created_at=made,
                first_seen_at=t.at,
            )
        )
    t.learn(candidates=tasks, readings=9, clean_readings=9, cross_checked=False)
    t.tell(H.SEVERAL_FOUND, S.UNCERTAIN, after=200, params={"candidates": tasks, "cross_checked": False})


def _missing(t: Telling) -> None:
    t.learn(candidates=[], readings=9, clean_readings=9, cross_checked=True)
    t.tell(H.NOT_FOUND, S.UNCERTAIN, after=240, params={"candidates": [], "cross_checked": True})


def _unreadable(t: Telling) -> None:
    t.learn(candidates=[], readings=4, clean_readings=0)
    t.tell(H.LIST_UNREADABLE, S.UNCERTAIN, after=900, params={"candidates": []})


def _held(code: HoldCode, **params: object) -> Step:
    def step(t: Telling) -> None:
        t.tell(H.HELD, after=t.between(1, 4), params={"code": code, **params})
        for name, value in hold_columns(code, t.at, params=params).items():
            setattr(t.render, name, value)

    return step


def _half_way(t: Telling) -> None:
    size = t.footage[AssetKind.FILM].columns["bytes"]
    t.render.bytes_here, t.render.bytes_total = size * 62 // 100, size


TO_PROVIDER: tuple[Step, ...] = (ordered, sent, accepted)
MADE: tuple[Step, ...] = (*TO_PROVIDER, started, finished)
HOME: tuple[Step, ...] = (saving, saved)

PLOTS: dict[str, Plot] = {
    # over
    "saved": _of(*MADE, *HOME),
    "saved after a busy minute": _of(ordered, throttled, sent, accepted, started, finished, *HOME),
    "saved after a lost answer": _of(ordered, sent, lost, adopted, started, finished, *HOME),
    "saved in two goes": _of(*MADE, saving, broken, *HOME),
    "saved, canceled too late": _of(*TO_PROVIDER, started, _too_late, finished, *HOME),
    "failed: prompt": _of(
        ordered,
        sent,
        _refused("content-prompt", "DataInspectionFailed", "Input data may be inappropriate."),
    ),
    "failed: withheld": _of(
        *TO_PROVIDER,
        started,
        _failed(
            "content-output",
            "DataInspectionFailed",
            "Output data may be inappropriate.",
            charged=None,
        ),
    ),
    "failed: brand": _of(
        *TO_PROVIDER,
        _failed("content-ip", "IPInfringementSuspect", "Input data may infringe a brand."),
    ),
    "failed: no reason": _of(*TO_PROVIDER, started, _failed("task-failed", "InternalError.Algo", "algo process error")),
    "failed: no room": _of(*TO_PROVIDER, started, _failed("overloaded", "ServiceUnavailable", "Too many requests.")),
    "failed: upload": _of(*TO_PROVIDER, started, _failed("upload-failed", "InternalError.Upload", "oss upload error")),
    "failed: timeout": _of(*TO_PROVIDER, started, _failed("task-timeout", "InternalError.Timeout", "task timeout")),
    "failed: unknown": _of(
        *TO_PROVIDER, _failed("provider-refused", "Quality.Gate", "The result did not pass quality gate 7.")
    ),
    "canceled": _of(ordered, _canceled_here),
    "canceled there": _of(*TO_PROVIDER, _canceled_there),
    "expired": _of(*TO_PROVIDER, started, _gone),
    # under way: told up to here and no further
    "queued": _of(ordered),
    "busy": _of(ordered, throttled),
    "queued, held": _of(ordered, _held(HoldCode.CRASHED, crashes=3)),
    "submitting": _of(ordered, sent),
    "confirming": _of(ordered, sent, lost),
    "uncertain: several": _of(ordered, sent, lost, _several),
    "uncertain: missing": _of(ordered, sent, lost, _missing),
    "uncertain: unreadable": _of(ordered, sent, lost, _unreadable),
    "pending": _of(*TO_PROVIDER),
    "running": _of(*TO_PROVIDER, started),
    "succeeded": _of(*MADE),
    "succeeded, held": _of(*MADE, _held(HoldCode.LINK_BLOCKED, host="films.example.net")),
    "saving": _of(*MADE, saving, _half_way),
}

PAST: tuple[tuple[str, int], ...] = (
    ("saved", 780),
    ("saved after a busy minute", 50),
    ("saved after a lost answer", 20),
    ("saved in two goes", 25),
    ("saved, canceled too late", 8),
    ("failed: prompt", 22),
    ("failed: withheld", 14),
    ("failed: brand", 8),
    ("failed: no reason", 16),
    ("failed: no room", 10),
    ("failed: upload", 6),
    ("failed: timeout", 4),
    ("failed: unknown", 3),
    ("canceled", 22),
    ("canceled there", 8),
    ("expired", 4),
)
"""What became of films that are over, by weight."""
