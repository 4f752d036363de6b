"""Takes one safeguard out of the studio's processes, named by `CHAOS_WITHOUT`: is the campaign worth anything?

Only for processes that find this folder on their path; python imports this module by its name when it starts.
"""

import os
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
    rows, overtaken = render.Render, render.Overtaken

    def _set(self: Any, columns: dict[str, Any], *, now: Any, lease: Any) -> None:
        if rows.objects.filter(pk=self.pk).update(changed_at=now, **columns) != 1:
            raise overtaken(self.pk)
        for name, value in columns.items():
            setattr(self, name, value)

    def renew(self: Any, lease: Any, *, now: Any, seconds: float, **columns: Any) -> bool:
        return bool(rows.objects.filter(pk=self.pk).update(changed_at=now, **columns))

    rows._set, rows.renew = _set, renew


_TAKEN_OUT = {
    "intent": ("jobs.pipeline.sweep", _intent),
    "spool": ("jobs.pipeline.spool", _spool),
    "fencing": ("jobs.models.render", _fencing),
}


if os.environ.get("CHAOS_WITHOUT") in _TAKEN_OUT:
    name, change = _TAKEN_OUT[os.environ["CHAOS_WITHOUT"]]
    after([name], change)
