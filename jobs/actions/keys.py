"""Provider keys: added once, sealed at once, tested for free, replaced, retired instead of deleted; and their accounts:
opened, paused, resumed, proven by a film.
"""

import re
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jobs.actions import audit, orders
from jobs.catalogue import FAMILIES, OrderSpec
from jobs.dashscope import Client, ProviderError, RetryClass, read_models, read_page
from jobs.dashscope.hosts import host_is_near, host_is_plain
from jobs.limiter import query_permit
from jobs.models import Lane, ProviderAccount, ProviderKey, User, no_hold
from jobs.queries.keys import sole_account
from jobs.states import HOLD_STOPS_QUERIES, AccountKind, Door, KeyState
from jobs.vault import keyring
from jobs.vault.box import Unreadable, fingerprint

_KEY = re.compile(r"sk-\S+")
_URL = re.compile(r"[^\s?#%\x00-\x20\x7f-\U0010ffff]+")
_LIKE_A_KEY = re.compile(r"\bsk-\S{12,}")

PROOF = OrderSpec(
    prompt="A candle flame in a dark room, quite still", model="v6", tier="360P", ratio="16:9", duration=1
)
"""The cheapest film there is."""


@dataclass(frozen=True, kw_only=True)
class BadKey(Exception):
    """A key or base URL that cannot be taken; `jobs.words` has the sentence for `code`."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One line of a key test: what was asked (`part`), whether it went well, and why not (`cause`)."""

    part: str
    good: bool
    cause: str = ""
    raw: str = ""


def clean(pasted: str) -> str:
    """A key as people paste it, without blanks, quotes and the word Bearer.

    :raises BadKey: nothing that looks like a key is left.
    """
    text = pasted.strip().strip("\"'“”‘’`").strip()
    text = re.sub(r"^(authorization\s*:\s*)?bearer\s+", "", text, flags=re.IGNORECASE).strip().strip("\"'“”‘’`")
    if not text:
        raise BadKey(code="key-empty")
    if not _KEY.fullmatch(text) or not text.isascii() or not text.isprintable():
        raise BadKey(code="key-shape")
    return text


def check_base_url(url: str) -> str:
    """The base URL of an account.

    :raises BadKey: not https (or, where allowed, loopback), this machine, or another path than /api/v1.
    """
    text = url.strip().rstrip("/")
    try:
        parts = urlsplit(text)
        _ = parts.port  # reading it is the check
    except ValueError:
        raise BadKey(code="base-url-https", params={"url": text[:200]}) from None
    host = parts.hostname or ""
    near = host_is_near(host)
    if near and not settings.PIXSTUDIO.allow_loopback:
        raise BadKey(code="base-url-here", params={"url": text[:200]})
    plain = bool(_URL.fullmatch(text)) and parts.username is None and host_is_plain(host)
    if not (parts.scheme == "https" or (near and parts.scheme == "http")) or not plain:
        raise BadKey(code="base-url-https", params={"url": text[:200]})
    if parts.path != "/api/v1":
        raise BadKey(code="base-url-path", params={"url": text[:200]})
    return text


def check_workspace(text: str) -> str:
    """The workspace id of an account, which travels in a header; may be empty.

    :raises BadKey: a header cannot carry it, or a key was pasted here.
    """
    text = text.strip()
    if _LIKE_A_KEY.search(text):
        raise BadKey(code="workspace-is-key")
    if not re.fullmatch(r"[!-~]*", text):
        raise BadKey(code="workspace-shape")
    return text


def check_label(text: str) -> str:
    """What people call a key: everybody who manages reads it, and the audit log keeps it.

    :raises BadKey: a key was pasted here.
    """
    if _LIKE_A_KEY.search(text):
        raise BadKey(code="label-is-key")
    return text


def first_real_account() -> ProviderAccount:
    """The oldest real account; made from the settings when there is none."""
    return _oldest_real_account() or open_account("DashScope", settings.PIXSTUDIO.dashscope_base_url)


def _oldest_real_account() -> ProviderAccount | None:
    return ProviderAccount.objects.filter(kind=AccountKind.DASHSCOPE).order_by("created_at").first()


def open_account(name: str, base_url: str, *, workspace: str = "", actor: User | None = None) -> ProviderAccount:
    """:raises BadKey: the base URL or the workspace cannot be taken."""
    with transaction.atomic():
        account = ProviderAccount.objects.create(
            name=name, base_url=check_base_url(base_url), workspace=check_workspace(workspace)
        )
        open_lanes(account)
        audit.note("account.opened", actor=actor, target=account, after={"base_url": account.base_url})
    return account


def open_lanes(account: ProviderAccount) -> None:
    """One lane per model family."""
    for family in FAMILIES:
        Lane.objects.get_or_create(account=account, family=family)


def add(*, account: ProviderAccount | None, secret: str, label: str, actor: User | None) -> ProviderKey:
    """Seal a key and store it; what waited for a key goes on by itself.

    :raises BadKey: it is no key, this account has it already, or the label is one.
    """
    secret, label = clean(secret), check_label(label)
    with transaction.atomic():
        account = account or first_real_account()
        ProviderAccount.objects.select_for_update().get(pk=account.pk)  # a refusal being noted comes before or after
        if known(account, secret):
            raise BadKey(code="key-known", params={"last_four": secret[-4:]})
        key = ProviderKey.objects.create(
            account=account, label=label or "Key", created_by=actor, **keyring.seal(secret)
        )
        ProviderAccount.objects.filter(pk=account.pk, hold_code__in=HOLD_STOPS_QUERIES).update(**no_hold())
        audit.note("key.added", actor=actor, target=key, after={"label": key.label, "last_four": key.last_four})
    return key


def add_to_new(base_url: str, *, workspace: str, secret: str, label: str, actor: User | None) -> ProviderKey:
    """Open one more account with its first key.

    :raises BadKey: the key, the base URL or the workspace cannot be taken, or the key is stored for this base URL.
    """
    with transaction.atomic():
        if known_at(base_url, secret):
            raise BadKey(code="key-known", params={"last_four": clean(secret)[-4:]})
        number = ProviderAccount.objects.filter(kind=AccountKind.DASHSCOPE).count() + 1
        name = "DashScope" if number == 1 else f"DashScope {number}"
        account = open_account(name, base_url, workspace=workspace, actor=actor)
        return add(account=account, secret=secret, label=label, actor=actor)


def known_at(base_url: str, secret: str) -> bool:
    """Whether any account at this base URL has this very key; retired ones not counted."""
    keys = ProviderKey.objects.exclude(state=KeyState.RETIRED).filter(fingerprint=fingerprint(clean(secret)))
    return keys.filter(account__base_url=check_base_url(base_url)).exists()


def known(account: ProviderAccount | None, secret: str) -> bool:
    """Whether this account, or the one a key goes to without one, has this very key; retired ones not counted."""
    account = account or _oldest_real_account()
    return (
        account is not None
        and account.keys.exclude(state=KeyState.RETIRED).filter(fingerprint=fingerprint(secret)).exists()
    )


def retire(key: ProviderKey, *, actor: User | None) -> None:
    """Stop using a key. Its row stays: films and ledger lines point to it.

    With the last one goes what was said of it: what holds the account then is that it has no key.
    """
    now = timezone.now()
    with transaction.atomic():
        changed = ProviderKey.objects.filter(pk=key.pk).exclude(state=KeyState.RETIRED)
        if changed.update(state=KeyState.RETIRED, state_since=now):
            if not ProviderKey.objects.filter(account=key.account_id).exclude(state=KeyState.RETIRED).exists():
                held = ProviderAccount.objects.filter(pk=key.account_id, hold_code__in=HOLD_STOPS_QUERIES)
                held.update(**no_hold())
            audit.note("key.retired", actor=actor, target=key, before={"state": key.state})
    key.state = KeyState.RETIRED


def replace(key: ProviderKey, *, secret: str, label: str, actor: User | None) -> ProviderKey:
    """A new key for the same account; the old one is not used any more.

    :raises BadKey: it is no key, or this account has it already.
    """
    with transaction.atomic():
        added = add(account=key.account, secret=secret, label=label or key.label, actor=actor)
        retire(key, actor=actor)
    return added


def pause(account: ProviderAccount, *, actor: User | None) -> None:
    """Send nothing new to this account; what is under way there goes on."""
    with transaction.atomic():
        if ProviderAccount.objects.filter(pk=account.pk, is_active=True).update(is_active=False):
            audit.note("account.paused", actor=actor, target=account)
    account.is_active = False


def resume(account: ProviderAccount, *, actor: User | None) -> None:
    with transaction.atomic():
        if ProviderAccount.objects.filter(pk=account.pk, is_active=False).update(is_active=True):
            audit.note("account.resumed", actor=actor, target=account)
    account.is_active = True


def prove(account: ProviderAccount, *, actor: User, token: str) -> orders.Placed:
    """Order the cheapest film, which proves bill and activation of this account, or refutes them.

    :raises BadKey: it might go to another account, or could not go anywhere.
    :raises orders.Refused: this person cannot order.
    """
    if sole_account() != account.pk:
        raise BadKey(code="proof-elsewhere")
    with transaction.atomic():
        placed = orders.order(actor, PROOF, token=token, door=Door.PAGE)
        if placed.created:
            audit.note("account.proven", actor=actor, target=account, after={"order": str(placed.order.pk)})
    return placed


def test(key: ProviderKey, *, actor: User | None) -> list[Finding]:
    """Ask the provider what can be asked for free: does it take the key, and may the key read tasks.

    Whether the bill is paid and PixVerse activated is proven by a film only.
    """
    findings = _findings(key)
    now = timezone.now()
    good = all(finding.good for finding in findings)
    columns: dict[str, Any] = {"tested_at": now, "test_result": {"findings": [asdict(one) for one in findings]}}
    if good:
        columns["last_success_at"] = now
    with transaction.atomic():
        ProviderKey.objects.filter(pk=key.pk).update(**columns)
        if good:
            _trust_again(key)
        audit.note("key.tested", actor=actor, target=key, after={"good": good})
    for name, value in columns.items():
        setattr(key, name, value)
    return findings


def _trust_again(key: ProviderKey) -> None:
    """A good test is a person's word that the cause is mended; whether bill and activation are, the next film shows."""
    now = timezone.now()
    states = (KeyState.REFUSED, KeyState.UNREADABLE)
    ProviderKey.objects.filter(pk=key.pk, state__in=states).update(state=KeyState.ACTIVE, state_since=now)
    ProviderAccount.objects.filter(pk=key.account_id).exclude(hold_code="").update(**no_hold())
    Lane.objects.filter(account=key.account_id).exclude(hold_code="").update(**no_hold())


def _findings(key: ProviderKey) -> list[Finding]:
    try:
        client = keyring.client(key.account, key)
    except Unreadable:
        return [Finding(part="key", good=False, cause="key-unreadable")]
    findings = [_ask(key.account, "key", client)]
    if findings[0].good:
        findings.append(_ask(key.account, "tasks", client))
    return findings


def _ask(account: ProviderAccount, part: str, client: Client) -> Finding:
    try:
        query_permit(account)
        if part == "key":
            read_models(client.models())
        else:
            read_page(client.tasks(page_size=1))
    except ProviderError as error:
        cause = error.cause
        if error.retry is RetryClass.UNKNOWN and error.status and error.status < 500:
            cause = "not-dashscope"
        return Finding(part=part, good=False, cause=cause, raw=error.message[:500])
    return Finding(part=part, good=True)
