"""Two ways not to do the same work again: for as long as it is right, and for a moment."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

from django.conf import settings

T = TypeVar("T")


class Memory(Generic[T]):
    """The newest `most` results by everything they were made of, so that none has to be forgotten on time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def look_up(self, keys: Sequence[Hashable]) -> list[T | None]:
        with self._lock:
            found = [self._kept.get(key) for key in keys]
            for key in keys:
                if key in self._kept:
                    self._kept.move_to_end(key)
        return found

    def keep(self, key: Hashable, result: T) -> None:
        with self._lock:
            self._kept[key] = result
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def of(self, key: Hashable, make: Callable[[], T]) -> T:
        """Kept under this key, else made and kept."""
        found = self.look_up([key])[0]
        if found is None:
            found = make()
            self.keep(key, found)
        return found

    def __len__(self) -> int:
        return len(self._kept)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


class Glance(Generic[T]):
    """What is the same for everybody and stands on every page, read at most once in `GLANCE_SECONDS` per process.

    A page looks again every two seconds anyway. A process that changes it says `forget()` and sees it at once.
    """

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._last: tuple[float, T] | None = None

    def __call__(self) -> T:
        last = self._last
        if last is not None and monotonic() - last[0] < settings.GLANCE_SECONDS:
            return last[1]
        read_at, found = monotonic(), self._read()
        self._last = (read_at, found)
        return found

    def forget(self) -> None:
        self._last = None
