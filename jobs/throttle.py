"""How often strangers may do something: counted in the cache that all web processes share, where sign-ins are too.

A count belongs to a window of time, and whoever is over it is told how many seconds are left of it. Two windows meet,
so up to twice the number may pass within one length; that is still nothing for whoever guesses or floods.
"""

import ipaddress
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2s

from django.core.cache import cache

from jobs.trail import visitor

_PREFIX = 64
"""Bits of an IPv6 address that belong to one visitor; the rest is theirs to choose."""


class TooMany(Exception):
    """Wait for so many `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most so many times in a window of so many seconds."""

    name: str
    most: int
    seconds: int

    def check(self, *whose: object, clock: Callable[[], float] = time.time) -> None:
        """
        :raises TooMany: no more of these in this window.
        """
        if int(cache.get(self._key(clock(), whose)) or 0) >= self.most:
            raise TooMany(self._left(clock()))

    def count(self, *whose: object, clock: Callable[[], float] = time.time) -> None:
        """
        :raises TooMany: this one is over the limit.
        """
        key = self._key(clock(), whose)
        if cache.add(key, 1, self.seconds + 1):
            return
        with suppress(ValueError):  # forgotten in between: as good as the first one
            if cache.incr(key) > self.most:
                raise TooMany(self._left(clock()))

    def give_back(self, *whose: object, clock: Callable[[], float] = time.time) -> None:
        """What was counted last turned out to be nothing to count."""
        with suppress(ValueError):  # the window is over
            cache.decr(self._key(clock(), whose))

    def _key(self, now: float, whose: tuple[object, ...]) -> str:
        return f"throttle.{self.name}.{int(now // self.seconds)}.{_told(whose)}"

    def _left(self, now: float) -> int:
        return max(1, int(self.seconds - now % self.seconds) + 1)


def from_where() -> str:
    """The visitor of this request: their address, of a newer one the part that is not theirs to choose."""
    told = visitor.get()
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return told
    if address.version == 4:
        return told
    return str(ipaddress.ip_network(f"{told}/{_PREFIX}", strict=False))


def first(name: str, *whose: object, seconds: int) -> bool:
    """Whether these do it for the first time in so many seconds."""
    return cache.add(f"first.{name}.{_told(whose)}", 1, seconds)


def _told(whose: tuple[object, ...]) -> str:
    return blake2s(repr([str(one) for one in whose]).encode(errors="surrogatepass"), digest_size=16).hexdigest()
