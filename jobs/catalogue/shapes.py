"""The settings of a film that somebody else ordered, told from what the provider counted: what it did not tell is
guessed from the usual order, and the film itself corrects it when it is home.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Any

from jobs.catalogue.models import DEFAULT_RATIO, DEFAULT_SECONDS, DEFAULT_TIER, SHOT_TYPES, find
from jobs.catalogue.sizes import C1_AND_V6, RATIOS, TIERS

_SIZE = re.compile(r"(\d{2,5})\*(\d{2,5})")

LONGEST = 3600
"""Seconds; no film of today comes near it."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """`model` is a full id where we know it. `counted`: the provider told seconds and tier, so a price is no guess."""

    model: str
    family: str
    size: str
    tier: str
    ratio: str
    duration: int
    audio: bool
    shot_type: str
    counted: bool


def shape_of(model: str, usage: Mapping[str, Any] | None) -> Shape:
    """`usage` as it is stored: duration, size, resolution ("720"), audio, shot_type; anything may be missing."""
    told = usage or {}
    known = find(model)
    size, tier = str(told.get("size") or ""), f"{told.get('resolution') or ''}P"
    seconds = told.get("duration")
    counted = isinstance(seconds, int | float) and seconds > 0 and tier in TIERS
    if tier not in TIERS:
        tier = next((one.tier for one in C1_AND_V6 if one.size == size), DEFAULT_TIER)
    ratio = _ratio(size)
    usual = next(one.size for one in C1_AND_V6 if (one.tier, one.ratio) == (tier, ratio))
    return Shape(
        model=known.id if known else model,
        family=known.family if known else model[:40],
        size=size if _SIZE.fullmatch(size) else usual,
        tier=tier,
        ratio=ratio,
        duration=min(max(round(seconds), 1), LONGEST) if isinstance(seconds, int | float) else DEFAULT_SECONDS,
        audio=told.get("audio") is True,
        shot_type=shots if (shots := str(told.get("shot_type"))) in SHOT_TYPES else "",
        counted=counted,
    )


def _ratio(size: str) -> str:
    """The named ratio that is nearest; 640*432 is called 3:2."""
    if (match := _SIZE.fullmatch(size)) is None:
        return DEFAULT_RATIO
    wanted = int(match[1]) / int(match[2])
    return min(RATIOS, key=lambda name: abs(log(wanted) - log(_number(name))))


def _number(ratio: str) -> float:
    across, down = ratio.split(":")
    return int(across) / int(down)
