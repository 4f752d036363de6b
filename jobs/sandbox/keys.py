"""Whose call it is: the account behind a key. The text of a key is never kept."""

import hashlib
import re
from dataclasses import dataclass

from jobs.sandbox import faults
from jobs.sandbox.faults import Refusal
from jobs.sandbox.marks import FATES, INACTIVE

_BEARER = re.compile(r"Bearer\s+(sk-\S+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Numbers made from the key, shaped like the provider's; `active` is false where PixVerse was never activated."""

    account: str
    key: str
    active: bool


def caller(authorization: str) -> Caller:
    """Who calls, by the `Authorization` header.

    Keys that differ only after their last `-` belong to one account. Raises `Refusal` without a key, with
    something that is none, and for a key that carries one of the marked fates.
    """
    if not authorization.strip():
        raise Refusal(faults.NO_KEY)
    found = _BEARER.fullmatch(authorization.strip())
    if found is None:
        raise Refusal(faults.BAD_KEY)
    key = found[1]
    for mark, fault in FATES.items():
        if mark in key:
            raise Refusal(fault)
    return Caller(account=_number(key.rpartition("-")[0], 16), key=_number(key, 6), active=INACTIVE not in key)


def _number(text: str, digits: int) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
    return str(int(digest, 16))[:digits]
