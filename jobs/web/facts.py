"""What is told of a film as rows of name and value: on its page, and side by side with other films'."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jobs import words
from jobs.models import Asset, Render
from jobs.states import Door

USUAL_RATE = 24
"""Frames in a second where the provider did not say."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A setting or a figure with its name; `copied` is what the copy button takes where that is not `value`."""

    name: str
    value: str
    copied: str = ""


def wishes(render: Render, film: Asset | None) -> Iterator[Fact]:
    """The settings that were ordered, the size as it was delivered."""
    order = render.order
    width, height = (film.width, film.height) if film else order.size.split("*")
    yield Fact(name=_("Model"), value=order.short_model)
    yield Fact(name=_("Size"), value=f"{width}×{height} · {order.ratio}", copied=f"{width}*{height}")
    yield Fact(name=_("Length"), value=words.film_length(order.duration), copied=str(order.duration))
    yield Fact(name=_("Sound"), value=_("on") if order.audio else _("off"))
    yield Fact(name=_("Seed"), value=_("not known") if render.seed is None else str(render.seed))
    if order.door != Door.FOUND:  # the provider does not tell of another program's order
        yield Fact(name=_("AI label"), value=_("on") if order.watermark else _("off"))
    if order.shot_type:
        shots = _("several shots") if order.shot_type == "multi" else _("single shot")
        yield Fact(name=_("Shots"), value=shots)


def frame_rate(render: Render) -> float:
    """Frames in a second, as the provider counted them."""
    usage = (render.submission.usage if render.submission else None) or {}
    told = usage.get("fps")
    return told if isinstance(told, int | float) and told > 0 else USUAL_RATE
