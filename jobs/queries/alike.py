"""Films that an order would only make again: the same words and settings with the same seeds."""

from collections.abc import Sequence

from jobs.catalogue import OrderSpec
from jobs.models import Render, User
from jobs.states import NOT_MADE

MOST = 8


def alike(user: User, spec: OrderSpec, seeds: Sequence[int], *, practice: bool) -> tuple[Render, ...]:
    """Those this person sees that are home or on their way, the newest for each seed. One question, which is answered
    by the index of seeds; a practice film stands for no real one.

    :raises ValueError: the order breaks a rule of the catalogue; ask `catalogue.problems` first.
    """
    model, size = spec.known_model, spec.resolved_size
    if model is None or size is None:
        raise ValueError("an order without a known model and size resembles nothing")
    made = Render.objects.visible_to(user).filter(seed__in=seeds, model=model.id, practice=practice, trashed_at=None)
    found = made.for_card().exclude(state__in=NOT_MADE).filter(
        order__prompt=spec.prompt,
        order__size=size.size,
        order__duration=spec.duration,
        order__audio=spec.audio,
        order__watermark=spec.watermark,
        order__shot_type=spec.resolved_shot_type or "",
    )  # fmt: skip
    newest = {render.seed: render for render in reversed(found.order_by("-pk")[: MOST * 2])}
    return tuple(newest[seed] for seed in seeds if seed in newest)[:MOST]
