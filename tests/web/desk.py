"""What a person at a desk sees and sends, and films as they look after a journey."""

import hashlib
import html
import re
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from jobs.models import Asset, Render, User
from jobs.states import Happening, State

BYTES = bytes(range(256)) * 4
HTMX = {"HX-Request": "true"}
CANARY = "sk-test-canary-7f3a"
BEIJING = "https://dashscope.aliyuncs.com/api/v1"
JOURNEY = {
    State.SUBMITTING: Happening.CLAIMED,
    State.PENDING: Happening.ACCEPTED,
    State.RUNNING: Happening.STARTED,
    State.SUCCEEDED: Happening.FINISHED,
    State.SAVING: Happening.SAVE_STARTED,
    State.SAVED: Happening.SAVED,
}


@dataclass(frozen=True, kw_only=True)
class Desk:
    user: User
    client: Client

    @classmethod
    def of(cls, user: User) -> "Desk":
        client = Client()
        client.force_login(user)
        return cls(user=user, client=client)

    def get(self, path: str = "/", **query: str) -> Any:
        return self.client.get(path, query)

    def see(self, path: str = "/", **query: str) -> str:
        """The page as text a person could read, entities undone."""
        response = self.get(path, **query)
        assert response.status_code == 200, response.status_code
        return html.unescape(response.content.decode())

    def order(self, prompt: str = "A heron lifts off", **sent: Any) -> Any:
        """Press the button of the composer."""
        wishes = {"model": "v6", "tier": "360P", "duration": "1", "token": "page-1", **sent}
        return self.client.post("/", {"prompt": prompt, **wishes})

    def press(self, path: str, **sent: str) -> Any:
        return self.client.post(path, sent)

    def look(self, *seen: str) -> Any:
        """What the page's script asks every two seconds."""
        return self.client.get("/pulse/", {"see": seen}, headers=HTMX)


def marks(page: str) -> list[str]:
    """What a page says about the parts it shows."""
    return re.findall(r'name="see"[^>]*value="([^"]+)"', page)


def moved(render: Render, to: State) -> Render:
    """Along the usual way as far as this state."""
    for state, happening in JOURNEY.items():
        if render.state == to:
            break
        columns = {"saved_at": timezone.now(), "due_at": None} if state == State.SAVED else {"due_at": timezone.now()}
        render.move(state, happening, now=timezone.now(), **columns)
    return render


def home(render: Render, body: bytes = BYTES) -> Render:
    """The film is saved, with these bytes."""
    moved(render, State.SAVED)
    key = default_storage.save(f"films/2026/11/{render.pk}.mp4", ContentFile(body))
    Asset.objects.create(
        render=render,
        kind="film",
        storage_key=key,
        mime="video/mp4",
        bytes=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        width=640,
        height=360,
        seconds=1.0,
    )
    return render


def text(answer: Any) -> str:
    """What its reader sees of an answer."""
    return html.unescape(answer.content.decode())


def section(page: str, name: str) -> str:
    """The part of a page with this id."""
    return page.split(f'id="{name}"')[1].split("</section>")[0]
