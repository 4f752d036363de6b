"""The one place that opens provider keys, and the one that knows both the real client and the practice provider.

Clients are kept per process, so that queries reuse their connections. Nothing here hands a key out.
"""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.conf import settings
from requests.adapters import BaseAdapter

from jobs.dashscope import Client
from jobs.models import ProviderAccount, ProviderKey
from jobs.sandbox import MountedSandbox, Sandbox
from jobs.states import KeyState
from jobs.vault.box import Box, fingerprint

PRACTICE_ORIGIN = "https://sandbox.invalid"
PRACTICE_BASE_URL = f"{PRACTICE_ORIGIN}/api/v1"
PRACTICE_KEY = "sk-practice"


class NoKey(Exception):
    """The account has no key that may be used."""


@cache
def _box(ring: tuple[str, ...]) -> Box:
    return Box(ring)


def seal(secret: str) -> dict[str, str]:
    """The stored columns of a secret: sealed text, last four characters, fingerprint."""
    return {
        "sealed": _box(tuple(settings.KEYRING)).seal(secret),
        "last_four": secret[-4:],
        "fingerprint": fingerprint(secret),
    }


def _open(key: ProviderKey) -> str:
    return _box(tuple(settings.KEYRING)).open(key.sealed)


def usable_key(account: ProviderAccount) -> ProviderKey | None:
    """The newest active key of an account."""
    return account.keys.filter(state=KeyState.ACTIVE).order_by("-created_at").first()


def client(account: ProviderAccount, key: ProviderKey | None = None) -> Client:
    """The client of this account, with this key or the newest active one.

    :raises NoKey: a real account without an active key.
    :raises Unreadable: the key ring does not open the key.
    """
    if account.practice:
        return _practice_client(account.base_url)
    key = key or usable_key(account)
    if key is None:
        raise NoKey
    return _real_client(account, key, _open(key))


@dataclass(frozen=True, kw_only=True)
class Access:
    """A way into an account, and the key it takes (None for practice): the one to blame when it is refused."""

    client: Client
    key: ProviderKey | None


def access(account: ProviderAccount) -> Access:
    """The client of this account with its newest active key. Raises like `client`."""
    key = usable_key(account)
    if key is None and not account.practice:
        raise NoKey
    return Access(client=client(account, key), key=key)


_clients: dict[tuple[UUID, str, str, str], Client] = {}


def _real_client(account: ProviderAccount, key: ProviderKey, secret: str) -> Client:
    name = (key.pk, account.base_url, account.workspace, fingerprint(secret))
    if name not in _clients:
        _clients[name] = Client(
            base_url=account.base_url,
            key=secret,
            workspace=account.workspace,
            pace=settings.PACE,
            proxy=settings.PIXSTUDIO.proxy,
        )
    return _clients[name]


@cache
def _practice_client(base_url: str) -> Client:
    return Client(base_url=base_url, key=PRACTICE_KEY, pace=settings.PACE, adapter=practice_adapter())


@cache
def practice_adapter() -> BaseAdapter:
    """The practice provider, mounted in this process; its ledger is shared with all others."""
    environment = settings.PIXSTUDIO
    speed = environment.sandbox_speed * environment.time_scale
    return MountedSandbox(Sandbox(environment.data / "sandbox", speed=speed))
