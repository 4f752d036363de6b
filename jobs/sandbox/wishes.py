"""Reading the body of a create call: what is wrong is refused, what is unknown is dropped."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jobs.sandbox import faults
from jobs.sandbox.faults import Refusal, invalid, missing
from jobs.sandbox.marks import Mark, mark_of
from jobs.sandbox.rules import MODELS, Family

SEED_MOST = 2**31 - 1


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One film, as far as the service understood it. `seed` is None where none was sent."""

    model: str
    family: Family
    prompt: str
    size: str
    duration: int
    audio: bool
    watermark: bool
    shot_type: str
    seed: int | None

    @property
    def mark(self) -> Mark:
        return mark_of(self.prompt)


def decode(body: bytes) -> Mapping[str, Any]:
    """The JSON object of a body. Raises `Refusal` for anything else, text that is no Unicode included."""
    try:
        sent = json.loads(body)
        json.dumps(sent, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Refusal(faults.ILLEGAL_INPUT) from None
    if not isinstance(sent, dict):
        raise Refusal(faults.ILLEGAL_INPUT)
    return sent


def family_of(sent: Mapping[str, Any]) -> Family:
    """The lane a create belongs to, which is needed before anything else of it is judged."""
    model = sent.get("model")
    if not model:
        raise Refusal(faults.EMPTY_MODEL)
    if not isinstance(model, str) or model not in MODELS:
        raise Refusal(faults.UNKNOWN_MODEL)
    return MODELS[model]


def read(sent: Mapping[str, Any]) -> Wish:
    """The wish in a create body.

    A prompt over the limit is cut without a word and a size of another model passes: the first is what the
    service does, the second it notices only when the task runs. Raises `Refusal` for every other broken rule.
    """
    family = family_of(sent)
    given, parameters = sent.get("input"), sent.get("parameters")
    if not given:
        raise Refusal(faults.EMPTY_INPUT)
    if not parameters:
        raise Refusal(faults.EMPTY_PARAMETERS)
    if not isinstance(given, dict) or not isinstance(parameters, dict):
        raise Refusal(faults.ILLEGAL_INPUT)
    size = _text(parameters, "parameters.size")
    return Wish(
        model=sent["model"],
        family=family,
        prompt=_text(given, "input.prompt")[: family.longest],
        size=size,
        duration=_duration(parameters, family, size),
        audio=_flag(parameters, "audio"),
        watermark=_flag(parameters, "watermark"),
        shot_type=_shot_type(parameters, family),
        seed=_seed(parameters),
    )


def _text(fields: Mapping[str, Any], path: str) -> str:
    value = fields.get(path.rpartition(".")[2])
    if value is None or value == "":
        raise missing(path)
    if not isinstance(value, str) or not value.strip():
        raise invalid(path)
    return value


def _duration(parameters: Mapping[str, Any], family: Family, size: str) -> int:
    value = parameters.get("duration")
    if value is None:
        raise missing("parameters.duration")
    if type(value) is not int or not family.lasts(value, size):
        raise invalid("parameters.duration")
    return value


def _flag(parameters: Mapping[str, Any], name: str) -> bool:
    value = parameters.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise invalid(f"parameters.{name}")
    return value


def _shot_type(parameters: Mapping[str, Any], family: Family) -> str:
    value = parameters.get("shot_type")
    if value is None:
        return "single"
    if not family.shots or value not in ("single", "multi"):
        raise invalid("parameters.shot_type")
    return str(value)


def _seed(parameters: Mapping[str, Any]) -> int | None:
    value = parameters.get("seed")
    if value is None:
        return None
    if type(value) is not int or not 0 <= value <= SEED_MOST:
        raise invalid("parameters.seed")
    return value
