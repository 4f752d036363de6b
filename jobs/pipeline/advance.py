"""State ⇒ step. A message names a row; what is to be done is read from the row."""

from collections.abc import Callable
from uuid import UUID

from jobs.models import Render
from jobs.pipeline.derive import derive
from jobs.pipeline.line import send
from jobs.pipeline.poll import poll
from jobs.pipeline.reconcile import confirm
from jobs.pipeline.save import save
from jobs.states import Door, State

STEPS: dict[State, Callable[[UUID], bool | None]] = {
    State.QUEUED: send,
    State.CONFIRMING: confirm,
    State.PENDING: poll,
    State.RUNNING: poll,
    State.SUCCEEDED: save,
    State.SAVED: derive,
}


def advance(pk: UUID) -> bool:
    """Take the next step of this render, if one is due; a message that comes late or twice ends here in silence.

    True when something else may go on at once because of it: a seat or a place for a download is free.

    A film of a demonstration takes none: what a person decided about it stays as they left it.
    """
    state, door = Render.objects.filter(pk=pk).values_list("state", "order__door").first() or ("", "")
    if door == Door.DEMO:
        Render.objects.filter(pk=pk).update(due_at=None)
        return False
    step = STEPS.get(State(state)) if state in State.values else None
    return step is not None and bool(step(pk))
