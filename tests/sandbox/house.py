"""A provider for tests: the application, a way to call it, and a clock that only moves when it is told to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from jobs.sandbox import MountedSandbox, Sandbox, Server

C1, V6, V56 = (f"pixverse/pixverse-{family}-t2v" for family in ("c1", "v6", "v5.6"))
KEY = "sk-test-lin"
NOON = 1_774_000_000.0


class Clock:
    def __init__(self, now: float = NOON) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += seconds


@dataclass(frozen=True, kw_only=True)
class Provider:
    """One way in (HTTP, or mounted in the process); `origin` has no path."""

    origin: str
    session: requests.Session
    clock: Clock
    key: str = KEY

    @property
    def base(self) -> str:
        return f"{self.origin}/api/v1"

    def call(self, method: str, path: str, **more: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.key}", **more.pop("headers", {})}
        return self.session.request(method, self.base + path, headers=headers, **more)

    def post(self, body: Any, **headers: str) -> requests.Response:
        path = "/services/aigc/video-generation/video-synthesis"
        return self.call("POST", path, json=body, headers={"X-DashScope-Async": "enable", **headers})

    def create(self, prompt: str = "A paper boat", model: str = V6, **parameters: Any) -> requests.Response:
        given = {"size": "640*360", "duration": 1, **parameters}
        return self.post({"model": model, "input": {"prompt": prompt}, "parameters": given})

    def made(self, prompt: str = "A paper boat", model: str = V6, **parameters: Any) -> str:
        answer = self.create(prompt, model, **parameters)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["output"]["task_id"])

    def told(self, task_id: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.call("GET", f"/tasks/{task_id}").json()
        return answer

    def status(self, task_id: str) -> str:
        return str(self.told(task_id)["output"]["task_status"])

    def listed(self, **asked: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.call("GET", "/tasks", params=asked).json()
        return answer

    def film(self, task_id: str, method: str = "GET", **headers: str) -> requests.Response:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.session.request(method, f"{self.origin}/films/{task_id}.mp4", headers=given)


def mounted(app: Sandbox) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.mount("https://sandbox.invalid/", MountedSandbox(app))
    return session


@contextmanager
def opened(way: str, folder: Path, **options: Any) -> Iterator[Provider]:
    """A provider in a folder, over `http` or `mounted`."""
    clock = Clock()
    app = Sandbox(folder, clock=clock, **options)
    if way == "mounted":
        with mounted(app) as session:
            yield Provider(origin="https://sandbox.invalid", session=session, clock=clock)
        return
    with Server(app, "127.0.0.1", 0) as server, requests.Session() as session:
        session.trust_env = False
        yield Provider(origin=server.origin, session=session, clock=clock)
