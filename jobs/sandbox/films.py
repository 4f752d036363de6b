"""The shelf of finished films: each made once, by a child process, when somebody first asks for it."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jobs.sandbox.ledger import Ledger
from jobs.sandbox.tasks import Task

MAKING_SECONDS = 300.0
_LOCKS = 8
_ROOT = Path(__file__).resolve().parents[2]


class FilmNotMade(Exception):
    """The child process failed; the text is what it said on its way out."""


class Shelf:
    """A folder of films named after their tasks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._making: set[subprocess.Popen[bytes]] = set()

    def film(self, task: Task) -> Path:
        """The finished file, made now if this is the first to ask. Raises `FilmNotMade`."""
        path = self.folder / f"{task.id}.mp4"
        if not path.exists():
            with self._alone(task.id):
                if not path.exists():
                    self._make(task, path)
        return path

    def sweep(self, ledger: Ledger, now: float) -> None:
        """Throws away the films of tasks that are no longer kept, and what was asked for with them."""
        with ledger.turn() as book:
            gone = book.execute("SELECT id FROM tasks WHERE swept = 0 AND gone <= ? LIMIT 50", (now,)).fetchall()
            book.executemany("UPDATE tasks SET swept = 1, prompt = '' WHERE id = ?", [(row["id"],) for row in gone])
        for row in gone:
            (self.folder / f"{row['id']}.mp4").unlink(missing_ok=True)

    def close(self) -> None:
        for child in tuple(self._making):
            child.kill()

    @contextmanager
    def _alone(self, task_id: str) -> Iterator[None]:
        """Holds one of a few lock files, across threads and processes; a crash lets go of it."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = self.folder / f".lock-{int(task_id[:8], 16) % _LOCKS}"
        lock = os.open(name, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _make(self, task: Task, path: Path) -> None:
        part = path.with_suffix(".part")
        child = subprocess.Popen(
            [sys.executable, "-m", "jobs.sandbox.film", str(part)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONSAFEPATH": ""},
        )
        self._making.add(child)
        try:
            _, said = child.communicate(_script(task), timeout=MAKING_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            _, said = child.communicate()
        finally:
            self._making.discard(child)
        if child.returncode != 0:
            part.unlink(missing_ok=True)
            raise FilmNotMade(said.decode(errors="replace")[-2000:])
        part.replace(path)


def _script(task: Task) -> bytes:
    return json.dumps(
        {
            "size": task.size,
            "seconds": task.duration,
            "seed": task.luck,
            "prompt": task.prompt,
            "audio": task.audio,
            "watermark": task.watermark,
        }
    ).encode()
