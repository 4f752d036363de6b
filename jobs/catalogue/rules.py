"""What is wrong with an order: the one place that knows, asked by page, API and shell alike.

A problem is a code with parameters; `jobs.words` turns it into a sentence in the reader's language.
"""

import dataclasses
import unicodedata
from collections.abc import Callable, Iterator

from jobs.catalogue import storyboard
from jobs.catalogue.models import MODELS, SEED_MAX, SHOT_TYPES, TAKES_MAX, TITLE_MAX, Model
from jobs.catalogue.sizes import RATIOS, TIERS
from jobs.catalogue.spec import OrderSpec
from jobs.catalogue.storyboard import SHOTS_MAX

Params = dict[str, str | int | list[str] | list[int]]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Problem:
    """One broken rule. `field` is the name of the order's field it belongs to."""

    code: str
    field: str
    params: Params = dataclasses.field(default_factory=dict)


def problems(spec: OrderSpec) -> tuple[Problem, ...]:
    """Everything that is wrong with this order, in the order of the form; empty when it may be sent."""
    return tuple(problem for rule in _RULES for problem in rule(spec, spec.known_model))


def unsafe_text(text: str) -> str | None:
    """Why a text cannot be kept byte for byte: `nul` (PostgreSQL has no such character) or `surrogate` (no UTF-8)."""
    if "\x00" in text:
        return "nul"
    return "surrogate" if any(unicodedata.category(char) == "Cs" for char in text) else None


def _model(spec: OrderSpec, model: Model | None) -> Iterator[Problem]:
    if model is None:
        yield Problem(
            code="model-unknown",
            field="model",
            params={"model": spec.model[:80], "models": [known.short for known in MODELS.values()]},
        )


def _prompt(spec: OrderSpec, model: Model | None) -> Iterator[Problem]:
    if not spec.prompt.strip():
        yield Problem(code="prompt-empty", field="prompt")
    elif unsafe := unsafe_text(spec.prompt):
        yield Problem(code=f"prompt-{unsafe}", field="prompt")
    elif model and len(spec.prompt) > model.prompt_max:
        yield Problem(
            code="prompt-too-long",
            field="prompt",
            params={
                "count": len(spec.prompt),
                "max": model.prompt_max,
                "over": len(spec.prompt) - model.prompt_max,
                "model": model.short,
                "longer": _longer_model(len(spec.prompt)),
            },
        )


def _longer_model(count: int) -> str:
    return next((model.short for model in MODELS.values() if model.prompt_max >= count), "")


def _size(spec: OrderSpec, model: Model | None) -> Iterator[Problem]:
    if spec.size is not None and (spec.tier is not None or spec.ratio is not None) and spec.resolved_size is None:
        yield Problem(code="size-and-tier", field="size", params={"size": spec.size[:40]})
    elif spec.size is not None and model and model.size(spec.size) is None:
        yield Problem(code="size-unknown", field="size", params={"size": spec.size[:40], "model": model.short})
    if spec.tier is not None and spec.tier not in TIERS:
        yield Problem(code="tier-unknown", field="tier", params={"tier": spec.tier[:40], "tiers": list(TIERS)})
    if spec.ratio is not None and spec.ratio not in RATIOS:
        yield Problem(code="ratio-unknown", field="ratio", params={"ratio": spec.ratio[:40], "ratios": list(RATIOS)})
    elif spec.ratio is not None and model and spec.ratio not in model.ratios:
        params: Params = {"ratio": spec.ratio, "model": model.short, "ratios": list(model.ratios)}
        yield Problem(code="ratio-not-offered", field="ratio", params=params)


def _duration(spec: OrderSpec, model: Model | None) -> Iterator[Problem]:
    size = spec.resolved_size
    if model is None:
        return
    everywhere = sorted({second for seconds in model.seconds.values() for second in seconds})
    if spec.duration not in everywhere:
        params: Params = {"model": model.short, "duration": spec.duration, "seconds": everywhere}
        yield Problem(code="duration-not-offered", field="duration", params=params)
    elif size and spec.duration not in model.seconds[size.tier]:
        yield Problem(
            code="duration-not-at-tier",
            field="duration",
            params={
                "model": model.short,
                "duration": spec.duration,
                "tier": size.tier,
                "seconds": list(model.seconds[size.tier]),
                "tiers": [tier for tier in model.tiers if spec.duration in model.seconds[tier]],
            },
        )


def _shot_type(spec: OrderSpec, model: Model | None) -> Iterator[Problem]:
    if spec.shot_type is None or model is None:
        return
    if not model.shot_type:
        code = "shots-in-prompt" if model.multi_shot else "shots-not-offered"
        yield Problem(code=code, field="shot_type", params={"model": model.short})
    elif spec.shot_type not in SHOT_TYPES:
        params: Params = {"shot_type": spec.shot_type[:40], "shot_types": list(SHOT_TYPES)}
        yield Problem(code="shot-type-unknown", field="shot_type", params=params)


def _seed(spec: OrderSpec, model: Model | None) -> Iterator[Problem]:
    if spec.seed is not None and not 0 <= spec.seed <= SEED_MAX:
        yield Problem(code="seed-out-of-range", field="seed", params={"max": SEED_MAX})


def _takes(spec: OrderSpec, model: Model | None) -> Iterator[Problem]:
    if not 1 <= spec.takes <= TAKES_MAX:
        yield Problem(code="takes-out-of-range", field="takes", params={"max": TAKES_MAX})


def _title(spec: OrderSpec, model: Model | None) -> Iterator[Problem]:
    yield from title_problems(spec.title)


def title_problems(title: str) -> Iterator[Problem]:
    """What is wrong with a title, which may also be given after the order."""
    if unsafe := unsafe_text(title):
        yield Problem(code=f"title-{unsafe}", field="title")
    elif len(title) > TITLE_MAX:
        yield Problem(code="title-too-long", field="title", params={"count": len(title), "max": TITLE_MAX})


_RULES: tuple[Callable[[OrderSpec, Model | None], Iterator[Problem]], ...] = (
    _model,
    _prompt,
    _size,
    _duration,
    _shot_type,
    _seed,
    _takes,
    _title,
)


def loose_ends(spec: OrderSpec) -> Iterator[Problem]:
    """What is unfinished about a storyboard: shots without words, seconds that do not make the film.

    The provider has no such rule and takes every text. So only the page asks, where rows and seconds were filled in; a
    program or a script says what it means.
    """
    model, told = spec.known_model, storyboard.read(spec.prompt)
    if told is None or not told.marked or model is None or not model.multi_shot:
        return
    empty = [number for number, shot in enumerate(told.shots, start=1) if not shot.text.strip()]
    if len(told.shots) > SHOTS_MAX:
        yield Problem(code="shots-many", field="prompt", params={"count": len(told.shots), "max": SHOTS_MAX})
    elif empty:
        yield Problem(code="shots-empty", field="prompt", params={"shots": empty})
    if told.timed and not told.even(spec.duration):
        unsaid = [number for number, shot in enumerate(told.shots, start=1) if shot.seconds is None]
        params: Params = {"stated": told.stated, "duration": spec.duration, "shots": unsaid}
        code = "shots-unsaid" if unsaid else "shots-uneven"
        yield Problem(code=code, field="duration", params=params)
