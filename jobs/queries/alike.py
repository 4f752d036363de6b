"""Films that an order would only make again: the same words and settings with the same seeds."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from jobs.catalogue import OrderSpec
from jobs.models import Render, User
from jobs.states import NOT_MADE

MOST = 8
_LOOKED_AT = 2000
"""Films with one of the prompts and seeds; the newest stand for all others that were made of the same."""

_SAME = (
    "seed",
    "model",
    "order__prompt",
    "order__size",
    "order__duration",
    "order__audio",
    "order__watermark",
    "order__shot_type",
)


def alike(user: User, wishes: Mapping[OrderSpec, Sequence[int]], *, practice: bool) -> tuple[Render, ...]:
    """Those this person sees that are home or on their way, the newest for each seed of each order. One question, which
    is answered by the index of seeds, however many orders there are; a practice film stands for no real one.

    :raises ValueError: an order breaks a rule of the catalogue; ask `catalogue.problems` first.
    """
    wanted = [wish for spec, seeds in wishes.items() for wish in _wishes(spec, seeds)]
    made = Render.objects.visible_to(user).filter(
        seed__in={seed for seeds in wishes.values() for seed in seeds},
        model__in={spec.known_model.id for spec in wishes if spec.known_model},
        order__prompt__in={spec.prompt for spec in wishes},
        practice=practice,
        trashed_at=None,
    )
    rows = made.exclude(state__in=NOT_MADE).order_by("-pk").values_list("pk", *_SAME)[:_LOOKED_AT]
    newest: dict[tuple[object, ...], UUID] = {row[1:]: row[0] for row in reversed(rows)}
    return _films(list(dict.fromkeys(newest[wish] for wish in wanted if wish in newest))[:MOST])


def _wishes(spec: OrderSpec, seeds: Sequence[int]) -> Iterable[tuple[object, ...]]:
    model, size = spec.known_model, spec.resolved_size
    if model is None or size is None:
        raise ValueError("an order without a known model and size resembles nothing")
    rest = (spec.duration, spec.audio, spec.watermark, spec.resolved_shot_type or "")
    return ((seed, model.id, spec.prompt, size.size, *rest) for seed in seeds)


def _films(pks: list[UUID]) -> tuple[Render, ...]:
    found = Render.objects.for_card().select_related("order__batch").in_bulk(pks) if pks else {}
    return tuple(found[pk] for pk in pks)
