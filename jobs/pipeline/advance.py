"""State ⇒ step. A message names a row; what is to be done is read from the row."""

from collections.abc import Callable
from uuid import UUID

from jobs.models import Render
from jobs.pipeline.derive import derive
from jobs.pipeline.poll import poll
from jobs.pipeline.reconcile import confirm
from jobs.pipeline.save import save
from jobs.pipeline.submit import submit
from jobs.states import State

STEPS: dict[State, Callable[[UUID], None]] = {
    State.QUEUED: submit,
    State.CONFIRMING: confirm,
    State.PENDING: poll,
    State.RUNNING: poll,
    State.SUCCEEDED: save,
    State.SAVED: derive,
}


def advance(pk: UUID) -> None:
    """Take the next step of this render, if one is due; a message that comes late or twice ends here in silence."""
    state = Render.objects.filter(pk=pk).values_list("state", flat=True).first()
    step = STEPS.get(State(state)) if state in State.values else None
    if step is not None:
        step(pk)
