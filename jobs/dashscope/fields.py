"""Reading JSON of a stranger: every function takes anything and never raises."""

import json
import math
import re
from collections.abc import Mapping

Json = Mapping[str, object]
EMPTY: Json = {}

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def parse(body: bytes) -> Json | None:
    """The JSON object of a body; None if it is anything else."""
    try:
        value = json.loads(body, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def inner(data: Json, name: str) -> Json:
    value = data.get(name)
    return value if isinstance(value, dict) else EMPTY


def text(data: Json, name: str, limit: int = 300) -> str:
    """A string without control characters and lone surrogates (databases refuse both); "" if it is none."""
    value = data.get(name)
    return clean(value)[:limit] if isinstance(value, str) else ""


def clean(value: str) -> str:
    return _CONTROL.sub("", value.encode("utf-8", "replace").decode("utf-8")).strip()


def number(data: Json, name: str) -> float | None:
    """A finite number ≥ 0, also one written as a string; None for all else, truth values included."""
    value = data.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        result = float(value)
    except (ValueError, OverflowError):
        return None
    return result if math.isfinite(result) and result >= 0 else None


def whole(data: Json, name: str) -> int | None:
    value = number(data, name)
    return int(value) if value is not None else None


def truth(data: Json, name: str) -> bool | None:
    value = data.get(name)
    return value if isinstance(value, bool) else None
