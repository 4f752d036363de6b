"""Where sign-in attempts, and what strangers do at share links, are counted when several processes answer: in Redis,
and beside it while Redis is away.

Redis may be lost without anybody noticing more than slower wake-ups; least of all is it a reason to lock people out.
"""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
T = TypeVar("T")
PATIENCE = 2  # seconds


class Attempts(RedisCache):
    """Redis; while it does not answer, the memory of this process, which counts its own share."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        patient = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE, **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": patient})
        self._memory = LocMemCache("attempts", {"OPTIONS": {"MAX_ENTRIES": 20_000}})

    def add(self, *args: Any, **more: Any) -> bool:
        return self._either(super().add, self._memory.add, *args, **more)

    def get(self, *args: Any, **more: Any) -> Any:
        return self._either(super().get, self._memory.get, *args, **more)

    def incr(self, *args: Any, **more: Any) -> int:
        return self._either(super().incr, self._memory.incr, *args, **more)

    def set(self, *args: Any, **more: Any) -> None:
        self._either(super().set, self._memory.set, *args, **more)

    def delete(self, *args: Any, **more: Any) -> bool:
        return self._either(super().delete, self._memory.delete, *args, **more)

    def _either(self, there: Callable[..., T], here: Callable[..., T], *args: Any, **more: Any) -> T:
        try:
            return there(*args, **more)
        except (RedisError, OSError) as error:
            log.warning("Redis does not answer, sign-in attempts are counted here: %s", type(error).__name__)
            return here(*args, **more)
