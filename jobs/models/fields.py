"""Identifiers that sort by the moment they were made."""

import os
import time
from datetime import datetime
from uuid import UUID


def uuid7() -> UUID:
    """An identifier made now."""
    return uuid7_at(time.time_ns())


def uuid7_at(nanoseconds: int) -> UUID:
    """A version 7 UUID of a moment since the epoch: 48 bits of milliseconds, 12 of their fraction, 62 random ones.

    https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7 (method 3 for the fraction)
    """
    milliseconds, rest = divmod(nanoseconds, 1_000_000)
    fraction = rest * 4096 // 1_000_000
    random = int.from_bytes(os.urandom(8)) >> 2
    return UUID(int=milliseconds << 80 | 7 << 76 | fraction << 64 | 2 << 62 | random)


def uuid7_floor(moment: datetime) -> UUID:
    """The lowest identifier that can be made at this moment: a bound for lists that are read by their ids."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
