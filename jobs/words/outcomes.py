"""What a deed on many films left as it was, and why: a sentence for each reason, with the films by their names."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jobs.words.sentences import together

NAMED = 3
"""Films of one reason that are named; the others are counted."""

LEFT: dict[str, Callable[[int], str]] = {
    "theirs": lambda films: ngettext(
        "%(count)s film is not yours to change: %(films)s.",
        "%(count)s films are not yours to change: %(films)s.",
        films,
    ),
    "not-ended": lambda films: ngettext(
        "%(count)s film is still on its way: %(films)s.", "%(count)s films are still on their way: %(films)s.", films
    ),
    "elsewhere": lambda films: ngettext(
        "%(count)s film belongs to another space than the board: %(films)s.",
        "%(count)s films belong to another space than the board: %(films)s.",
        films,
    ),
    "tags-many": lambda films: ngettext(
        "%(count)s film would have more than 30 tags: %(films)s.",
        "%(count)s films would have more than 30 tags: %(films)s.",
        films,
    ),
    "not-trashed": lambda films: ngettext(
        "%(count)s film was deleted for good meanwhile: %(films)s.",
        "%(count)s films were deleted for good meanwhile: %(films)s.",
        films,
    ),
}


def left_out(left: Mapping[str, Sequence[str]], gone: int = 0) -> str:
    """`left`: names of films by the code of the reason; `gone`: films that are not there, or not for this reader."""
    said = [_sentence(code, names) for code, names in left.items()]
    if gone:
        text = ngettext("%(count)s film is not there any more.", "%(count)s films are not there any more.", gone)
        said.append(text % {"count": f"{gone:,}"})
    return together(*said)


def _sentence(code: str, names: Sequence[str]) -> str:
    text = LEFT.get(code, _other)(len(names))
    return text % {"count": f"{len(names):,}", "films": _named(names)}


def _other(films: int) -> str:
    return ngettext("%(count)s film was let be: %(films)s.", "%(count)s films were let be: %(films)s.", films)


def _named(names: Sequence[str]) -> str:
    shown = [_("“%(text)s”") % {"text": name} for name in names[:NAMED]]
    if len(names) > NAMED:
        shown.append("…")
    return pgettext("between the items of a list", ", ").join(shown)
