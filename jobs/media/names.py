"""The name under which a film is downloaded: made from words people wrote, and harmless on every disk.

Letters and digits of any script stay, everything else becomes a dash or goes: no path, no control character, no dot
but the last one, no name that a system keeps for itself, never longer than a disk allows.
"""

import re
import unicodedata
from collections.abc import Collection

TEMPLATE = "{space}_{title}_t{take}_{size}"
"""Every download's; here a setting takes its place when there is one. Fields are cleaned before they are put in."""

SUFFIX = ".mp4"
LONGEST = 200
"""Bytes of a whole name; disks allow 255, encrypted ones 143 to 200."""

_SPACE, _TITLE, _WORDS = 40, 100, 60  # bytes
_PROMPT_WORDS = 8
_KEPT = frozenset("LMN")  # letters, marks that belong to letters, numbers
_BREAKS = frozenset({"Zs", "Zl", "Zp", "Pd", "Pc", "Cc"})
_OWN = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\Z|con(in|out)", re.IGNORECASE)


def film_name(
    *, space: str, title: str, prompt: str, take: int, size: str, mark: str = "", template: str = TEMPLATE
) -> str:
    """`studio_tea-spot_t2_1280x720.mp4`; without a title the first words of the prompt stand for it.

    `mark` tells films apart whose names would be equal: give a piece of the film's id.
    """
    words = clean(title, _TITLE) or _first(prompt) or mark or "film"
    fields = {"space": clean(space, _SPACE) or "studio", "title": words, "take": take, "size": clean(size, _SPACE)}
    stem = template.format(**fields)
    if mark and mark not in stem:
        stem = f"{_cut(stem, LONGEST - len(SUFFIX) - len(mark) - 1)}_{mark}"
    stem = _cut(stem, LONGEST - len(SUFFIX))
    return f"film-{stem}{SUFFIX}" if _OWN.match(stem) else stem + SUFFIX


def apart(name: str, taken: Collection[str], mark: str) -> str:
    """This name of a film, or one with `mark` or a number in it, that is not taken by its `same` spelling."""
    stem = name.removesuffix(SUFFIX)
    ends = ("", f"_{mark}", *(f"_{mark}-{number}" for number in range(2, len(taken) + 3)))
    names = (f"{_cut(stem, LONGEST - len(SUFFIX) - len(end.encode()))}{end}{SUFFIX}" for end in ends)
    return next(one for one in names if same(one) not in taken)


def same(name: str) -> str:
    """What a disk that tells neither case nor composed characters apart makes of a name."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())


def clean(text: str, limit: int) -> str:
    """Letters and digits in lower case, dashes between the words, at most `limit` bytes."""
    folded = unicodedata.normalize("NFKC", text).lower()
    kept = "".join(_kept(letter) for letter in folded)
    return _cut("-".join(kept.split()), limit).strip("-")


def plain(title: str) -> bool:
    """Whether the cleaned title says all that the title says, so that only an equal title makes an equal name."""
    told = clean(title, _TITLE).replace("-", " ")
    return bool(told) and told == title.lower() and all(one.isascii() or one == one.lower() for one in title)


def _kept(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind[0] in _KEPT:
        return letter
    return " " if kind in _BREAKS else ""


def _first(prompt: str) -> str:
    """The prompt's first words, whole ones where it has several."""
    words = clean(" ".join(prompt[:1000].split()[:_PROMPT_WORDS]), 4 * _WORDS)
    short = _cut(words, _WORDS)
    whole = short.rpartition("-")[0] if len(short) < len(words) and words[len(short)] != "-" else short
    return (whole or short).strip("-")


def _cut(text: str, limit: int) -> str:
    """At most so many bytes, never half a character."""
    return text.encode()[:limit].decode(errors="ignore")
