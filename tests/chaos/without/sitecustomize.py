"""Takes one safeguard out of the studio's processes, named by `CHAOS_WITHOUT`: is the campaign worth anything?

Only for processes that find this folder on their path; python imports this module by its name when it starts.
"""

import os
from collections.abc import Callable
from datetime import timedelta
from inspect import signature
from types import ModuleType
from typing import Any

from afterload import after


def _intent(sweep: ModuleType) -> None:
    """A submit whose worker died is sent again, as if nothing had been written down before."""

    def free_dead_submits(now: Any) -> None:
        dead = sweep.Render.objects.live().filter(state="submitting", lease_until__lte=now)
        for render in dead.select_related("submission"):
            sweep.Submission.objects.filter(pk=render.submission_id).update(outcome="planned")
            render.move("queued", "never-sent", now=now, lease=render.lease, due_at=now)

    sweep.free_dead_submits = free_dead_submits  # type: ignore[attr-defined]


def _spool(spool: ModuleType) -> None:
    """The answer to a create is in memory only."""
    spool.keep = lambda submission, post, reply: None  # type: ignore[attr-defined]


def _fencing(render: ModuleType) -> None:
    """Whoever once held a row may decide about it for ever."""
    rows, plus = render.Render, render.F("version") + 1

    def _set(self: Any, columns: dict[str, Any], *, now: Any, lease: Any, only: Any) -> None:
        row = rows.objects.filter(only or render.Q(), pk=self.pk)
        if row.update(version=plus, changed_at=now, **columns) != 1:
            raise render.Overtaken(self.pk)
        for name, value in {**columns, "changed_at": now}.items():
            setattr(self, name, value)
        self.version += 1

    def renew(self: Any, lease: Any, *, now: Any, seconds: float, **columns: Any) -> bool:
        until = now + timedelta(seconds=seconds)
        row = rows.objects.filter(pk=self.pk)
        return bool(row.update(lease_until=until, due_at=until, version=plus, changed_at=now, **columns))

    def let_go(self: Any, lease: Any, *, now: Any, due_at: Any, **columns: Any) -> bool:
        return bool(rows.objects.filter(pk=self.pk).update(**render.FREED, due_at=due_at, **columns))

    for stand_in in (_set, renew, let_go):
        _instead(rows, stand_in)


def _instead(owner: Any, stand_in: Callable[..., Any]) -> None:
    """Put it in the place of what it is named after, which must be called alike: else all would fail of that alone."""
    name = stand_in.__name__
    asked, real = (list(signature(one).parameters) for one in (stand_in, getattr(owner, name)))
    if asked != real:
        raise TypeError(f"{name} takes {real} now, and the stand-in {asked}")
    setattr(owner, name, stand_in)


_TAKEN_OUT = {
    "intent": ("jobs.pipeline.sweep", _intent),
    "spool": ("jobs.pipeline.spool", _spool),
    "fencing": ("jobs.models.render", _fencing),
}


if os.environ.get("CHAOS_WITHOUT") in _TAKEN_OUT:
    name, change = _TAKEN_OUT[os.environ["CHAOS_WITHOUT"]]
    after([name], change)
