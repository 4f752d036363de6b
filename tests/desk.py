"""A studio to test in: a data folder of its own, people who order films, and the account that renders them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from pytest_django import Settings

from jobs.actions import keys
from jobs.actions.founding import found
from jobs.actions.orders import new_token, order
from jobs.actions.people import invite, make_owner
from jobs.catalogue import OrderSpec
from jobs.models import ProviderAccount, Render, Studio, User
from jobs.states import Door, Role
from jobs.vault import keyring

PASSWORD = "a long and quiet evening"
PROMPT = "A heron lifts off the morning lake"
KEY = "sk-test-lin-1"


@pytest.fixture
def house(db: None, settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """A founded studio on an empty data folder."""
    for name in ("media", "parts", "spool", "sandbox", "run"):
        (tmp_path / name).mkdir()
    settings.PIXSTUDIO = replace(settings.PIXSTUDIO, data=tmp_path, allow_loopback=True, sandbox_speed=1.0)
    settings.MEDIA_ROOT = tmp_path / "media"
    forget_clients()
    caches["memory"].clear()
    found()
    yield tmp_path
    forget_clients()


def forget_clients() -> None:
    """Clients are kept per process and know the data folder, the pace and the key of the test before."""
    keyring.practice_adapter.cache_clear()
    keyring._practice_client.cache_clear()
    keyring._clients.clear()


@pytest.fixture
def ada(house: Path) -> User:
    """The owner."""
    return make_owner("ada@example.com", PASSWORD)


@pytest.fixture
def lin(ada: User) -> User:
    return joined("lin@example.com", ada)


@pytest.fixture
def mara(ada: User) -> User:
    return joined("mara@example.com", ada)


def joined(email: str, actor: User) -> User:
    invite(email, Role.CREATOR, actor=actor, base_url="http://testserver")
    return User.objects.get(email=email)


def wish(prompt: str = PROMPT, **settings: Any) -> OrderSpec:
    """The smallest film of the quickest model, unless told otherwise."""
    small: dict[str, Any] = {"model": "v6", "size": "640*360", "duration": 1}
    if {"tier", "ratio"} & settings.keys():
        del small["size"]
    return OrderSpec(prompt=prompt, **{**small, **settings})


def orders(user: User, prompt: str = PROMPT, **settings: Any) -> Render:
    """One click; its first take."""
    return order(user, wish(prompt, **settings), token=new_token(), door=Door.SHELL).renders[0]


def takes_in(user: User, prompt: str = PROMPT, **settings: Any) -> tuple[Render, ...]:
    """One click; all its takes."""
    return order(user, wish(prompt, **settings), token=new_token(), door=Door.SHELL).renders


def real_account(base_url: str, *, secret: str = KEY, name: str = "DashScope") -> ProviderAccount:
    """An account with one key; from now on the studio orders for real."""
    account = keys.open_account(name, base_url)
    keys.add(account=account, secret=secret, label="Lin's key", actor=None)
    return account


def practice_account() -> ProviderAccount:
    return ProviderAccount.objects.get(kind="sandbox")


def site() -> Studio:
    return Studio.objects.get(pk=1)
