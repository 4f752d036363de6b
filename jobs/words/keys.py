"""A provider key in words: its state, the region it belongs to, and what its free test found, line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop as _

from jobs.states import KeyState
from jobs.words.findings import KEY_TEST_GOOD, key_test
from jobs.words.sentences import Sentence, say

_STATES: dict[str, str] = {
    KeyState.ACTIVE: _("in use"),
    KeyState.REFUSED: _("refused by the provider"),
    KeyState.UNREADABLE: _("cannot be opened"),
    KeyState.RETIRED: _("retired"),
}
_REGIONS: dict[str, str] = {"cn-beijing": _("Beijing"), "ap-southeast-1": _("Singapore")}
_HOSTS: dict[str, str] = {"dashscope.aliyuncs.com": "cn-beijing", "dashscope-intl.aliyuncs.com": "ap-southeast-1"}


def key_state(state: str) -> str:
    return say(_STATES[state]) if state in _STATES else state


def region(base_url: str) -> str:
    """Where an address of the provider lies; one that is not the provider's own is named by its host."""
    host = urlsplit(base_url).hostname or ""
    name = _HOSTS.get(host) or next((one for one in _REGIONS if f".{one}." in f".{host}"), "")
    return say(_REGIONS[name]) if name else host


class Part(StrEnum):
    """The lines of a test in the order they are read."""

    KEY = "key"
    TASKS = "tasks"
    REACH = "reach"
    PACE = "pace"
    BILL = "bill"  # only where the provider spoke of it


@dataclass(frozen=True, kw_only=True)
class KeyLine:
    """One line of a key test; `good` is None where the test did not come so far."""

    part: str
    good: bool | None
    message: str
    advice: str = ""


_GOOD: dict[str, Sentence] = {
    **KEY_TEST_GOOD,
    Part.REACH: _("The service was reached."),
    Part.PACE: _("The account is not throttled."),
}
_OPEN: dict[str, Sentence] = {
    Part.KEY: _("The key was not judged."),
    Part.TASKS: _("Whether the key may read tasks was not asked."),
    Part.REACH: _("The service was not asked."),
    Part.PACE: _("Whether the account is throttled is not known."),
}
_TELLS: dict[str, Part] = {
    **dict.fromkeys(("key-refused", "key-unreadable", "workspace-refused", "workspace-not-found"), Part.KEY),
    "provider-refused": Part.KEY,
    **dict.fromkeys(("throttled", "overloaded", "quota"), Part.PACE),
    **dict.fromkeys(("arrearage", "bill-overdue", "free-quota", "not-activated", "not-purchased"), Part.BILL),
    **dict.fromkeys(("no-right", "model-not-found", "sync-call"), Part.TASKS),
}
"""Which line a cause belongs to; every other one is about the way to the service."""

_PASSED: dict[Part, frozenset[Part]] = {
    Part.KEY: frozenset({Part.REACH, Part.PACE}),
    Part.TASKS: frozenset({Part.KEY, Part.REACH, Part.PACE}),
    Part.REACH: frozenset(),
    Part.PACE: frozenset({Part.REACH}),
    Part.BILL: frozenset({Part.KEY, Part.REACH, Part.PACE}),
}
"""What is proven although a line went badly."""


def key_check(findings: Sequence[Mapping[str, Any]]) -> tuple[KeyLine, ...]:
    """The stored findings of a test as lines about the key, its rights, the way to the service and its pace."""
    asked = [Part.KEY, Part.TASKS, Part.REACH, Part.PACE]
    bad = next((one for one in findings if not one["good"]), None)
    if bad is None:
        return tuple(_line(part, True) for part in asked)
    fault = _TELLS.get(bad["cause"], Part.REACH)
    passed = set() if bad["cause"] == "key-unreadable" else set(_PASSED[fault])
    passed |= {Part(one["part"]) for one in findings if one["good"]}
    told = key_test(bad["part"], good=False, cause=bad["cause"], raw=bad["raw"])
    fell = KeyLine(part=fault, good=False, message=told.message, advice=told.advice)
    lines = [fell if part is fault else _line(part, True if part in passed else None) for part in asked]
    return tuple(lines if fault in asked else [*lines, fell])


def _line(part: Part, good: bool | None) -> KeyLine:
    return KeyLine(part=part, good=good, message=say((_GOOD if good else _OPEN)[part]))
