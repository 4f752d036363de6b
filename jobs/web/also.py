"""What can be ordered beside the composer's own choice, as boxes to tick."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jobs.catalogue import MODELS, RATIOS, TIERS
from jobs.forms.order import OrderForm


@dataclass(frozen=True, kw_only=True)
class Box:
    """`own`: the composer's own choice, which is part of the click anyhow."""

    value: str
    label: str
    ticked: bool
    own: bool


@dataclass(frozen=True, kw_only=True)
class Also:
    models: tuple[Box, ...]
    tiers: tuple[Box, ...]
    ratios: tuple[Box, ...]


def also(form: OrderForm) -> Also:
    names = {model.id: model.short for model in MODELS.values()}
    return Also(
        models=_boxes(names, form.more.model, form.known_model.id),
        tiers=_boxes({tier: tier for tier in TIERS}, form.more.tier, form.tier),
        ratios=_boxes({ratio: ratio for ratio in RATIOS}, form.more.ratio, form.ratio),
    )


def _boxes(names: Mapping[str, str], ticked: Sequence[str], own: str) -> tuple[Box, ...]:
    return tuple(
        Box(value=value, label=name, ticked=value in ticked or value == own, own=value == own)
        for value, name in names.items()
    )
