"""Can the studio do its work? One finding per part, as code and parameters; `jobs.words.finding` has the sentences.

`/readyz` asks the parts without which no film is made; `manage.py doctor` asks all of them.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from jobs.models import Heartbeat, ProviderAccount, ProviderKey
from jobs.queries.holds import practice_now
from jobs.states import AccountKind, KeyState
from jobs.vault.box import Box

SILENT_AFTER = timedelta(seconds=20)
"""Four heartbeats missed."""

LEAST_FREE = 1_000_000_000
"""Bytes. About twenty films of the longest kind."""

MOST_AWAY = 30.0
"""Seconds between our clock and the provider's before times shown to people are wrong."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one part of the studio looks like now."""

    part: str
    code: str
    good: bool
    params: dict[str, Any] = field(default_factory=dict)


Check = Callable[[], list[Finding]]


def _good(part: str, **params: Any) -> list[Finding]:
    return [Finding(part=part, code=f"{part}-ok", good=True, params=params)]


def _bad(part: str, code: str, **params: Any) -> list[Finding]:
    return [Finding(part=part, code=code, good=False, params=params)]


def database() -> list[Finding]:
    """Reachable, and with the tables this program expects."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _bad("database", "database-unmigrated", count=len(missing)) if missing else _good("database")


def broker() -> list[Finding]:
    try:
        with redis.Redis.from_url(settings.BROKER_URL, socket_connect_timeout=2, socket_timeout=2) as client:
            client.ping()
    except redis.RedisError:
        return _bad("broker", "broker-down")
    return _good("broker")


def beat() -> list[Finding]:
    return _alive("beat")


def worker() -> list[Finding]:
    return _alive("worker")


def _alive(kind: str) -> list[Finding]:
    last = Heartbeat.objects.filter(kind=kind).order_by("-at").values_list("at", flat=True).first()
    if last is None:
        return _bad(kind, f"{kind}-silent")
    age = timezone.now() - last
    seconds = max(age.total_seconds(), 0.0)
    return _bad(kind, f"{kind}-silent", age=seconds) if age > SILENT_AFTER else _good(kind, age=seconds)


def storage() -> list[Finding]:
    folder = Path(settings.MEDIA_ROOT)
    if not folder.is_dir():
        return _bad("storage", "storage-missing")
    writable = os.access(folder, os.W_OK | os.X_OK) and not os.statvfs(folder).f_flag & os.ST_RDONLY
    return _good("storage") if writable else _bad("storage", "storage-readonly")


def disk() -> list[Finding]:
    try:
        free = shutil.disk_usage(settings.PIXSTUDIO.data).free
    except OSError:
        return _bad("disk", "storage-missing")
    return _good("disk", free=free) if free >= LEAST_FREE else _bad("disk", "disk-full", free=free)


def clock() -> list[Finding]:
    """Our clock against the `Date` headers of the provider's answers in the last day."""
    since = timezone.now() - timedelta(days=1)
    measured = ProviderAccount.objects.filter(kind=AccountKind.DASHSCOPE, clock_measured_at__gte=since)
    offsets = list(measured.values_list("clock_offset", flat=True))
    if not offsets:
        return [Finding(part="clock", code="clock-unmeasured", good=True)]
    away = max(map(abs, offsets))
    return _good("clock") if away <= MOST_AWAY else _bad("clock", "clock-off", away=away)


def key_ring() -> list[Finding]:
    box = Box(settings.KEYRING)
    closed = [key for key in _keys() if not box.opens(key.sealed)]
    return _bad("keyring", "keyring-broken", count=len(closed)) if closed else _good("keyring")


def provider_keys() -> list[Finding]:
    """What the provider last said to each key; `doctor` asks it anew."""
    keys = _keys()
    if not keys:
        missing = Finding(part="provider-key", code="provider-key-missing", good=False)
        return [Finding(part="provider-key", code="provider-key-none", good=True)] if practice_now() else [missing]
    return [_provider_key(key) for key in keys]


def _provider_key(key: ProviderKey) -> Finding:
    good = key.state == KeyState.ACTIVE
    code = "provider-key-ok" if good else "provider-key-refused"
    return Finding(part="provider-key", code=code, good=good, params={"label": key.label})


def _keys() -> list[ProviderKey]:
    return list(ProviderKey.objects.exclude(state=KeyState.RETIRED).select_related("account"))


NEEDED: dict[str, Check] = {
    "database": database,
    "broker": broker,
    "beat": beat,
    "worker": worker,
    "storage": storage,
}
"""Without one of these no film is made."""

REST: dict[str, Check] = {"disk": disk, "clock": clock, "keyring": key_ring, "provider-key": provider_keys}


def look(checks: dict[str, Check]) -> list[Finding]:
    """All findings of these checks; where one needs a database that does not answer, that is its finding."""
    findings: list[Finding] = []
    for part, check in checks.items():
        try:
            findings += check()
        except DatabaseError:
            findings += _bad(part, "database-down")
            connection.close()
    return findings
