"""The SHA-256 of what streams past, taken beside whoever moves the bytes instead of before each next one."""

from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from types import TracebackType

SLICE = 1024 * 1024
"""Bytes that are handed over at once: a line brings a film in many small blocks, and every change of hands costs."""


class Digest:
    """Of one stream, in the order of its blocks; it holds at most two slices and a block in memory.

    `hashlib` lets go of the interpreter while it works, so a second thread is a second core.
    """

    def __init__(self) -> None:
        self._sum = sha256()
        self._blocks: list[bytes] = []
        self._held = 0
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="digest")
        self._at_work: Future[None] | None = None

    def __enter__(self) -> "Digest":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown()

    def restart(self) -> None:
        """Forget all blocks so far."""
        self._settle()
        self._sum = sha256()

    def add(self, block: bytes) -> None:
        self._blocks.append(block)
        self._held += len(block)
        if self._held >= SLICE:
            self._hand_over()

    def hexdigest(self) -> str:
        """Of all blocks so far."""
        self._settle()
        return self._sum.hexdigest()

    def _hand_over(self) -> None:
        """Once the last slice is done with: who brings bytes faster than they are summed has to wait."""
        self._wait()
        self._at_work = self._thread.submit(self._take_in, self._taken())

    def _settle(self) -> None:
        self._wait()
        self._take_in(self._taken())

    def _wait(self) -> None:
        if self._at_work:
            self._at_work.result()

    def _taken(self) -> list[bytes]:
        blocks, self._blocks, self._held = self._blocks, [], 0
        return blocks

    def _take_in(self, blocks: list[bytes]) -> None:
        for block in blocks:
            self._sum.update(block)
