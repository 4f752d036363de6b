"""What is wrong with the shape of a request, field by field, in words.

What pydantic found is sorted into a handful of stable codes, so that no text of a library reaches people.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jobs.api.problems import FieldError
from jobs.catalogue import Cell, Problem
from jobs.words import cell_name, listed, problem

_CODES = {
    "missing": "missing",
    "extra_forbidden": "unknown-field",
    "string_type": "not-text",
    "string_unicode": "half-character",
    "bool_type": "not-boolean",
    "int_type": "not-whole-number",
    "int_from_float": "not-whole-number",
    "int_parsing": "not-whole-number",
    "int_parsing_size": "not-whole-number",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
    "literal_error": "unknown-choice",
    "uuid_parsing": "not-an-id",
    "uuid_type": "not-an-id",
    "string_pattern_mismatch": "not-accepted",
    "list_type": "not-a-list",
    "too_short": "empty-list",
    "too_long": "long-list",
    "model_type": "not-an-object",
    "model_attributes_type": "not-an-object",
}
_SENTENCES = {
    "missing": gettext_noop("“%(field)s” is missing."),
    "unknown-field": gettext_noop("There is no field “%(field)s” here."),
    "not-text": gettext_noop("“%(field)s” must be a text."),
    "half-character": gettext_noop("“%(field)s” holds half of a character, which cannot be stored."),
    "not-boolean": gettext_noop("“%(field)s” must be true or false."),
    "not-whole-number": gettext_noop("“%(field)s” must be a whole number."),
    "out-of-range": gettext_noop("“%(field)s” is out of range."),
    "bad-limit": gettext_noop("“%(field)s” must be a whole number from 1 to 100."),
    "bad-key": gettext_noop("“%(field)s” must have 1 to 200 visible ASCII characters."),
    "bad-cursor": gettext_noop("“%(field)s” does not continue this list. Begin again without it."),
    "nul": gettext_noop("“%(field)s” holds a NUL character, which cannot be stored."),
    "unknown-choice": gettext_noop("“%(field)s” must be %(choices)s."),
    "not-an-id": gettext_noop("“%(field)s” must be an id such as those in our answers."),
    "not-a-list": gettext_noop("“%(field)s” must be a list."),
    "empty-list": gettext_noop("“%(field)s” must name at least one."),
    "long-list": gettext_noop("“%(field)s” names more than one click can order."),
    "not-an-object": gettext_noop("The body must be one JSON object."),
    "not-accepted": gettext_noop("“%(field)s” was not accepted."),
}
_ORDER_TEXTS = {"prompt", "title"}
_ONE_RULE = {"limit": "bad-limit", "Idempotency-Key": "bad-key"}


def from_pydantic(found: Iterable[Mapping[str, Any]]) -> list[FieldError]:
    return [_field_error(entry) for entry in found]


def from_problems(problems: Iterable[Problem]) -> list[FieldError]:
    """Broken rules of the catalogue, each with the sentence that page and shell use too."""
    return [FieldError(field=found.field, code=found.code, message=problem(found)) for found in problems]


def from_cells(cells: Iterable[Cell]) -> list[FieldError]:
    """The same for the cells of a batch: `cells.2.ratio` is the third one's, and the sentence says which that is."""
    return [
        FieldError(
            field=f"cells.{place}.{found.field}",
            code=found.code,
            message=_("%(cell)s: %(said)s") % {"cell": cell_name(cell), "said": problem(found)},
        )
        for place, cell in enumerate(cells)
        for found in cell.problems
    ]


def field_error(field: str, code: str, **params: object) -> FieldError:
    return FieldError(field=field, code=code, message=_(_SENTENCES[code]) % {"field": field, **params})


def _field_error(entry: Mapping[str, Any]) -> FieldError:
    name = _name(entry["loc"])
    code = _ONE_RULE.get(name) or _CODES.get(entry["type"], "not-accepted")
    if not name:
        return field_error("", "not-an-object")
    if code == "half-character" and name in _ORDER_TEXTS:
        return from_problems([Problem(code=f"{name}-surrogate", field=name)])[0]
    if code == "unknown-choice":
        choices = re.findall(r"'([^']*)'", entry.get("ctx", {}).get("expected", ""))
        return field_error(name, code, choices=listed(choices))
    return field_error(name, code)


def _name(location: tuple[str | int, ...]) -> str:
    """`("body", "order", "duration")` is `duration`, and the body as a whole is nothing."""
    place, *inside = (str(part) for part in location)
    if place == "body":
        inside = inside[1:]
    return ".".join(inside)[:80]
