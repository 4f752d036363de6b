"""Does the prompt a task echoes belong to the render that asked? The service may echo it slightly changed or cut."""

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Literal

Fit = Literal["same", "similar", "different", "unknown"]

SIMILAR = 0.9
"""Share of characters in common from which two texts count as one prompt with a few words changed."""
CORE_LIMIT = 600
"""Longest differing middle that is compared letter by letter; comparing takes time with the square of it."""
CUT_FROM = 2000
"""A shorter prompt is never cut by the service."""


def prompt_fit(asked: str, echoed: str) -> Fit:
    """How well the echo fits; "unknown" when either is empty, for a running task may not echo its prompt."""
    asked, echoed = _plain(asked), _plain(echoed)
    if not asked or not echoed:
        return "unknown"
    if asked == echoed:
        return "same"
    cut = len(echoed) >= CUT_FROM and asked.startswith(echoed)
    return "similar" if cut or _likeness(asked, echoed) >= SIMILAR else "different"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _likeness(one: str, other: str) -> float:
    """0 to 1. What both begin and end with is counted first, so only the middle costs time."""
    head = _shared(one, other)
    tail = _shared(one[head:][::-1], other[head:][::-1])
    cores = one[head : len(one) - tail], other[head : len(other) - tail]
    longest = len(one) + len(other)
    if 2 * (head + tail + min(map(len, cores))) < SIMILAR * longest:
        return 0.0
    return 2 * (head + tail + _matching(*cores)) / longest


def _shared(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _matching(one: str, other: str) -> int:
    """Characters in common, by letters for short texts and by words for long ones."""
    if max(len(one), len(other)) <= CORE_LIMIT:
        return sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    words, others = (re.findall(r"\w+|\W", text) for text in (one, other))
    blocks = SequenceMatcher(None, words, others).get_matching_blocks()
    return sum(len(word) for block in blocks for word in words[block.a : block.a + block.size])
