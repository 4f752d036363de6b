"""From a draft to the film that is kept: the same words, settings and seed in a higher tier."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from jobs.actions.renders import at_tier
from jobs.catalogue import TIERS, find, problems
from jobs.models import Render
from jobs.queries.family import Family
from jobs.web.deeds import Deed, Prices


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """Tiers above that of a film, the highest first. `why` says what keeps the highest of all from being had."""

    steps: tuple[Deed, ...] = ()
    why: str = ""

    @property
    def first(self) -> Deed | None:
        return self.steps[0] if self.steps else None

    @property
    def others(self) -> tuple[Deed, ...]:
        return self.steps[1:]

    @property
    def orders(self) -> bool:
        """Whether a press of one of them makes a film."""
        return any(not step.link for step in self.steps)


def ladder(render: Render, family: Family, prices: Prices) -> Ladder:
    """Nothing for a film whose seed nobody knows. Where a film came of it already, a step leads to that one."""
    offered, why = [], ""
    for tier in _above(render):
        broken = {problem.code for problem in problems(at_tier(render, tier))}
        if not broken:
            offered.append(_step(render, tier, family, prices))
        elif broken == {"duration-not-at-tier"}:
            why = why or _too_long(render, tier)
    return Ladder(steps=tuple(offered), why=why)


def _above(render: Render) -> Iterator[str]:
    tier = render.order.tier
    if render.seed is not None and tier in TIERS:
        yield from reversed(TIERS[TIERS.index(tier) + 1 :])


def _step(render: Render, tier: str, family: Family, prices: Prices) -> Deed:
    if there := family.child_at(tier):
        label, url = _("To the film at %(tier)s"), reverse("render", args=[there.pk])
        return Deed(label=label % {"tier": tier}, url=url, link=True, icon="film")
    label, url = _("Same at %(tier)s"), reverse("render-at-tier", args=[render.pk, tier])
    price = prices.words(render.order, tier=tier)
    return Deed(label=label % {"tier": tier}, url=url, price=price, icon="chevrons-up")


def _too_long(render: Render, tier: str) -> str:
    model = find(render.order.model)
    seconds = max(model.seconds[tier]) if model else 0
    said = _("%(model)s makes %(tier)s only up to %(seconds)s s.")
    return said % {"model": render.order.short_model, "tier": tier, "seconds": seconds}
