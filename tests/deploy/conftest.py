"""One production for all of these tests: starting it takes longer than asking it anything."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.deploy.production import OWNER, PASSWORD, Production, production
from tests.deploy.visitor import Visitor

SAVED_WITHIN = 40.0  # seconds
NEIGHBOUR = "wei@example.com"


@dataclass(frozen=True, kw_only=True)
class Film:
    """A film that came home, as the API tells it."""

    told: dict[str, Any]

    @property
    def path(self) -> str:
        return f"/renders/{self.told['id']}/film.mp4"

    @property
    def sha256(self) -> str:
        return str(self.told["video"]["sha256"])


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    with production(tmp_path_factory.mktemp("production")) as made:
        yield made


@pytest.fixture(scope="session")
def ada(running: Production) -> Visitor:
    """The owner, signed in."""
    visitor = Visitor(running)
    assert visitor.sign_in(OWNER).status_code == 302
    return visitor


@pytest.fixture(scope="session")
def token(running: Production) -> dict[str, str]:
    """The owner's way into the API, as headers. Wei comes in, too: one start of Django for both."""
    script = f"""
from jobs.actions.people import issue_token
from jobs.models import Membership, Space, User
wei = User.objects.create_user("{NEIGHBOUR}", "{PASSWORD}")
Membership.objects.create(user=wei, space=Space.objects.create(name="Next door"))
print(issue_token(User.objects.get(email="{OWNER}")))
"""
    said = running.run("python", "manage.py", "shell", "-c", script)
    assert said.returncode == 0, said.stderr
    return {"Authorization": f"Bearer {said.stdout.split()[-1]}"}


@pytest.fixture(scope="session")
def wei(running: Production, token: dict[str, str]) -> Visitor:
    """Signed in, and in no space where there are films."""
    visitor = Visitor(running)
    assert visitor.sign_in(NEIGHBOUR).status_code == 302
    return visitor


@pytest.fixture(scope="session")
def film(running: Production, ada: Visitor, token: dict[str, str]) -> Film:
    """Ordered on the page by a person who is signed in, and waited for."""
    wish = {"prompt": "A lighthouse at dusk", "model": "v6", "tier": "360P", "ratio": "16:9", "duration": "2"}
    ordered = ada.fill("/", **wish, takes="1", token="order-1", confirmed="1")
    assert ordered.status_code in (200, 302), ordered.text
    deadline = time.monotonic() + SAVED_WITHIN
    while True:
        (told,) = Visitor(running).see("/api/v1/renders", **token).json()["items"]
        if told["state"] == "saved":
            return Film(told=told)
        assert not told["final"], told
        assert time.monotonic() < deadline, f"{told}\n{running.log('worker-quick')}\n{running.log('worker-save')}"
        time.sleep(0.3)
