"""The marks that make a fault happen: in a prompt, for one film; in a key, for a whole account."""

from enum import StrEnum

from jobs.sandbox import faults
from jobs.sandbox.faults import Fault


class Mark(StrEnum):
    """A word in square brackets in a prompt; the first one in the text wins."""

    NONE = ""
    FAIL = "fail"
    MODERATED = "moderated"
    WITHHELD = "withheld"
    NOT_ACTIVATED = "not-activated"
    BUSY = "busy"
    SLOW = "slow"
    LOST = "lost"
    CUT = "cut"
    EXPIRED = "expired"


BUSY_TIMES = 3
SLOW_FACTOR = 5

ENDS_AS: dict[Mark, Fault] = {
    Mark.FAIL: faults.ALGORITHM_FAILED,
    Mark.WITHHELD: faults.WITHHELD,
    Mark.NOT_ACTIVATED: faults.NOT_ACTIVATED,
}

FATES: dict[str, Fault] = {
    "-revoked-": faults.BAD_KEY,
    "-denied-": faults.DENIED,
    "-arrears-": faults.ARREARS,
    "-throttled-": faults.RATE,
}
INACTIVE = "-inactive-"


def mark_of(prompt: str) -> Mark:
    places = {prompt.find(f"[{mark}]"): mark for mark in Mark if mark and f"[{mark}]" in prompt}
    return places[min(places)] if places else Mark.NONE
