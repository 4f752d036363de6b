"""How a stored code becomes a sentence: a table of English sources, and `say` that fills in what is known.

A table holds for each code either one sentence or several, the most telling first. Stored parameters may be poorer
than today's tables expect (an older row, a shorter answer of the provider), so `say` takes the first sentence whose
every placeholder has a value. Nothing here can fail on what a row holds.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, pgettext

from jobs.words import figures

Sentence = str | tuple[str, ...]

RAW_SHOWN = 300
"""Characters of a provider's own text that are quoted in a sentence; the rest is on the page with details."""

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_DURATIONS = frozenset({"left", "age", "away"})
_BYTES = frozenset({"bytes", "free", "size", "cap", "received", "total"})


class Values(dict[str, str]):
    """Parameters as texts; one that is missing after all reads as an ellipsis."""

    def __missing__(self, name: str) -> str:
        return "…"


def say(sentence: Sentence, params: Mapping[str, Any] | None = None) -> str:
    """The best of the sentences for these parameters, in the active language.

    Numbers under the names of durations are seconds, under the names of sizes bytes.
    """
    values = shown(params or {})
    choices = (sentence,) if isinstance(sentence, str) else sentence
    best = next((one for one in choices if placeholders(one) <= values.keys()), choices[-1])
    return gettext(best) % values if best else ""  # gettext("") is the catalogue's header


def together(*sentences: str) -> str:
    """Sentences as one text, empty ones left out; Chinese puts no space between them."""
    said = ""
    for one in filter(None, sentences):
        said = pgettext("two sentences", "%(first)s %(second)s") % {"first": said, "second": one} if said else one
    return said


def placeholders(sentence: str) -> set[str]:
    return set(_PLACEHOLDER.findall(sentence))


def shown(params: Mapping[str, Any]) -> Values:
    """Every parameter that says something, as people read it; empty ones are left out."""
    return Values({name: _text(name, value) for name, value in params.items() if value not in (None, "", [], {})})


def _text(name: str, value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return figures.listed(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)[:RAW_SHOWN] if name == "raw" else str(value)
    if name in _DURATIONS:
        return figures.span(value)
    return figures.size(int(value)) if name in _BYTES else f"{value:,}"
