"""What is wrong with an order, in words that name the rule and the way out."""

from typing import Any

from django.utils.translation import gettext_noop as _

from jobs.catalogue import Problem, find
from jobs.words.sentences import Sentence, say

PROBLEMS: dict[str, Sentence] = {
    "model-unknown": _("There is no model “%(model)s” here. Choose %(models)s."),
    "prompt-empty": _("The prompt is empty. Write what the film should show."),
    "prompt-nul": _("The prompt holds a NUL character, which cannot be stored. Remove it."),
    "prompt-surrogate": _("The prompt holds half of a character, which cannot be sent. Type that place again."),
    "prompt-too-long": (
        _(
            "%(count)s characters; %(model)s reads %(max)s and drops the rest without a word. "
            "Shorten by %(over)s or use %(longer)s (%(longer_max)s)."
        ),
        _("%(count)s characters; %(model)s reads %(max)s and drops the rest without a word. Shorten by %(over)s."),
    ),
    "size-and-tier": _("The size %(size)s does not go with that tier or ratio. Give the size, or tier and ratio."),
    "size-unknown": _("%(model)s has no size %(size)s. Choose one from its list, or give tier and ratio."),
    "tier-unknown": _("There is no tier “%(tier)s”. Choose %(tiers)s."),
    "ratio-unknown": _("There is no ratio “%(ratio)s”. Choose %(ratios)s."),
    "ratio-not-offered": _("%(model)s has no %(ratio)s. Choose %(ratios)s."),
    "duration-not-offered": _("%(model)s makes %(seconds)s seconds, not %(duration)s. Choose one of these."),
    "duration-not-at-tier": _(
        "At %(tier)s %(model)s makes only %(seconds)s seconds, not %(duration)s. Choose one of these, or %(tiers)s."
    ),
    "shots-in-prompt": _("%(model)s takes its shots from the prompt alone. Leave the shot setting out."),
    "shots-not-offered": _("%(model)s makes films of a single shot. Leave the shot setting out, or use v6."),
    "shot-type-unknown": _("There is no shot setting “%(shot_type)s”. Choose %(shot_types)s."),
    "shots-many": _("A storyboard has at most %(max)s shots, this one has %(count)s. Take some away."),
    "shots-empty": _("Shots without words: %(shots)s. Write what they show, or take them away."),
    "shots-uneven": _("The shots add up to %(stated)s s, the film has %(duration)s s. Make both equal."),
    "shots-unsaid": _(
        "Shots without seconds: %(shots)s; the others add up to %(stated)s of %(duration)s s. "
        "Spread the seconds over all shots, or state none."
    ),
    "seed-out-of-range": _("A seed is a whole number from 0 to %(max)s. Choose another one, or leave it out."),
    "takes-out-of-range": _("One order makes 1 to %(max)s films. Choose a number in between."),
    "title-nul": _("The title holds a NUL character, which cannot be stored. Remove it."),
    "title-surrogate": _("The title holds half of a character, which cannot be stored. Type that place again."),
    "title-too-long": _("The title has %(count)s characters; %(max)s fit. Shorten it."),
    "space-unknown": _("There is no such space, or you are not in it. Choose one of yours, or ask an admin."),
    "variations-nested": _(
        "One group of variations stands inside of another one. Write the alternatives out side by side, "
        "or put a backslash before a brace that is meant as text."
    ),
    "seed-twice": _(
        "The film of seed %(seed)s would be rendered twice: further takes use the seeds that follow a kept one. "
        "Choose seeds that lie farther apart, or a single take."
    ),
    "films-too-many": (
        _("One click makes at most %(max)s films; this one would make %(count)s. Take something out of it."),
        _("One click makes at most %(max)s films; this one would make millions. Take something out of it."),
    ),
    "board-unknown": _("The board is not there any more, or not in that space. Choose another one, or none."),
}

_UNKNOWN = _("This order breaks a rule that has no words yet (%(code)s). Nothing was ordered.")


def problem(p: Problem) -> str:
    """One sentence or two: the rule that was broken, and what would be accepted."""
    params: dict[str, Any] = {**p.params, "code": p.code}
    longer = find(str(p.params.get("longer") or ""))
    if longer is not None:
        params["longer_max"] = longer.prompt_max
    return say(PROBLEMS.get(p.code, _UNKNOWN), params)
