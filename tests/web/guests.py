"""Share links for tests, and strangers who open them."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from jobs.actions import shares
from jobs.actions.shares import Terms, Told
from jobs.models import Render, User
from tests.web.desk import HTMX, text


def terms(days: float = 7, **told: Any) -> Terms:
    """Everything switched off but picks and comments."""
    usual: dict[str, Any] = {"title": "Tea spot, round 2", "note": "", "allows_download": False, "shows_prompt": False}
    usual |= {"takes_picks": True, "takes_comments": True, "ends_at": timezone.now() + timedelta(days=days)}
    return Terms(**{**usual, **told})


def link(actor: User, *films: Render, password: str = "", days: float = 7, **told: Any) -> Told:
    again = [Render.objects.get(pk=film.pk) for film in films]
    return shares.make(
        again, terms(days, **told), actor=actor, once=uuid4().hex, locked=bool(password), password=password
    )


@dataclass(frozen=True, kw_only=True)
class Stranger:
    """Nobody we know, with a browser of their own; `address` is where they come from."""

    told: Told
    client: Client = field(default_factory=Client)
    address: str = "203.0.113.7"

    @property
    def url(self) -> str:
        return f"/s/{self.told.token}/"

    def get(self, path: str = "", **headers: str) -> Any:
        return self.client.get(f"{self.url}{path}", headers=headers, REMOTE_ADDR=self.address)

    def see(self) -> str:
        return text(self.get())

    def post(self, path: str, *, script: bool = True, **sent: Any) -> Any:
        return self.client.post(f"{self.url}{path}", sent, headers=HTMX if script else {}, REMOTE_ADDR=self.address)

    def pick(self, place: int = 1, *, on: bool = True, **sent: Any) -> Any:
        return self.post(f"films/{place}/pick/", on="1" if on else "0", **sent)

    def say(self, words: str = "Warmer, please", place: int = 1, **sent: Any) -> Any:
        return self.post(f"films/{place}/comment/", text=words, **{"name": "Anna", **sent})
