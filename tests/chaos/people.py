"""Who orders and decides: the studio as its people meet it, through its API."""

import json
import sqlite3
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from tests.pipeline.provider import Provider
from tests.studio import OWNER, Studio

KEY = "sk-test-lin-1"
PATIENCE = 60.0  # seconds for one call while processes die and come back
STARTED = 10.0  # seconds in which a killed worker is back at work
_TRY_AGAIN = """
from jobs.actions.renders import try_again
from jobs.models import Render, User
try_again(Render.objects.select_related("submission").get(pk={pk!r}), actor=User.objects.get())
"""
TRANSIENT = (500, 502, 503)


class People:
    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        told = studio.manage("token", OWNER["PIXSTUDIO_OWNER_EMAIL"])
        assert told.returncode == 0, told.stderr
        self._token = told.stdout.strip()

    def order(self, prompt: str, *, model: str, takes: int) -> None:
        """Under a key of its own, so that whoever gets no answer may ask again."""
        seconds = 5 if model == "v5.6" else 1  # its shortest
        body = {"prompt": prompt, "model": model, "tier": "360P", "ratio": "16:9", "duration": seconds, "takes": takes}
        self._call("POST", "/renders", body, key=str(abs(hash(prompt))))

    def unsettled(self) -> int:
        """Films that are neither home nor waiting for a person."""
        return sum(
            1 for row in self.renders() if not row["final_at"] and row["state"] != "uncertain" and not row["hold"]
        )

    def moves(self) -> int:
        """Rises with everything that happens to a film."""
        return sum(row["version"] for row in self.renders())

    def wait_moving(self, moves: int) -> None:
        """Until more has happened than that, some seconds at most: whoever was killed is back at work."""
        deadline = time.monotonic() + STARTED
        while self.moves() == moves and self.unsettled() and time.monotonic() < deadline:
            time.sleep(0.1)

    def wait_settled(self, seconds: float) -> list[str]:
        """What is not settled after so many seconds."""
        deadline = time.monotonic() + seconds
        while self.unsettled():
            if time.monotonic() > deadline:
                rest = Counter(row["state"] for row in self.renders() if not row["final_at"])
                return [f"after {seconds:.0f} s still {dict(rest)}"]
            time.sleep(0.3)
        return []

    def decide(self, provider: Provider) -> Counter[str]:
        """What a person would do about each film that waits for one."""
        made = {row["id"]: row["seed"] for row in provider.rows()}
        decided: Counter[str] = Counter()
        for row in self.renders():
            if row["state"] == "uncertain":
                ours = [task for task in row["candidates"] if made.get(task) == row["seed"]]
                choice = {"choice": "adopt", "task_id": ours[0]} if ours else {"choice": "send_again"}
                self._call("POST", f"/renders/{row['id']}/resolve", choice)
                decided[choice["choice"]] += 1
            elif row["hold"] and not row["final_at"]:
                again = self._studio.manage("shell", "--verbosity", "0", "-c", _TRY_AGAIN.format(pk=row["id"]))
                assert again.returncode == 0, again.stderr
                decided["try again"] += 1
        return decided

    def renders(self) -> list[dict[str, Any]]:
        question = (
            "SELECT r.id, r.state, r.hold_code, r.final_at, r.seed, r.version, s.candidates, s.cross_checked "
            "FROM jobs_render r LEFT JOIN jobs_submission s ON s.id = r.submission_id"
        )
        names = ("id", "state", "hold", "final_at", "seed", "version", "candidates", "cross_checked")
        with closing(sqlite3.connect(self._studio.data / "studio.sqlite3", timeout=30)) as book:
            found = [dict(zip(names, row, strict=True)) for row in book.execute(question)]
        return [{**row, "candidates": json.loads(row["candidates"] or "[]")} for row in found]

    def story(self, row: Mapping[str, Any]) -> str:
        """The codes of its timeline."""
        question = "SELECT happening, params FROM jobs_event WHERE render_id = ? ORDER BY id"
        with closing(sqlite3.connect(self._studio.data / "studio.sqlite3", timeout=30)) as book:
            return ", ".join(f"{happening} {params}" for happening, params in book.execute(question, (row["id"],)))

    def _call(self, method: str, path: str, body: Mapping[str, object], key: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        deadline = time.monotonic() + PATIENCE
        while True:
            request = urllib.request.Request(  # noqa: S310 - our own
                f"{self._studio.url}/api/v1{path}", data=json.dumps(body).encode(), headers=headers, method=method
            )
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                if error.code not in TRANSIENT or time.monotonic() > deadline:
                    raise AssertionError(f"{method} {path}: {error.code} {error.read()[:600]!r}") from error
            except OSError:
                if time.monotonic() > deadline:
                    raise
            time.sleep(0.5)
