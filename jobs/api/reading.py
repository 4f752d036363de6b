"""JSON as the standard has it: Python's own reader also takes NaN and lets the last of two equal names win."""

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

JSON_TYPE = "application/json"


class StrictParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        """
        :raises ValueError: this is no JSON (ninja turns it into the answer 400, which `faults` tells in our words).
        """
        return json.loads(request.body, parse_constant=_refuse, object_pairs_hook=_once)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def announced_as_json(request: HttpRequest) -> bool:
    """A request without a body announces nothing."""
    kind = request.content_type or JSON_TYPE
    return kind == JSON_TYPE or kind.endswith("+json")
