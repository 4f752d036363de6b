"""Why a render waits: its own hold, or the one it inherits from its account, its lane or the studio."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings

from jobs.models import Holdable, Lane, ProviderAccount, ProviderKey, Render, Studio
from jobs.queries.memory import Glance
from jobs.states import (
    ASKED,
    HOLD_SLOWS_QUERIES,
    HOLD_STOPS_QUERIES,
    HOLD_STOPS_SAVES,
    AccountKind,
    Door,
    HoldCode,
    KeyState,
    State,
)

_TOLD = HOLD_STOPS_QUERIES | HOLD_SLOWS_QUERIES
_SAVES = frozenset({State.SUCCEEDED, State.SAVING})


@dataclass(frozen=True, kw_only=True)
class HoldView:
    """A hold as one render sees it. `own` holds wait for a person's "try again" on this render."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    raw: str = ""
    since: datetime | None
    until: datetime | None = None
    own: bool


@dataclass(frozen=True, kw_only=True)
class Standing:
    """All holds above single renders, read once for a whole page of cards (three queries, four where one waits)."""

    studio: Studio | None
    accounts: tuple[ProviderAccount, ...]
    lanes: Iterable[Lane]
    """Read when a waiting render asks."""
    keyed: frozenset[Any]
    """Accounts that have a key somebody could still use."""
    open: frozenset[Any]
    """Accounts with a key the provider takes, as far as we know."""

    @property
    def real_keys(self) -> bool:
        return any(not account.practice and account.pk in self.keyed for account in self.accounts)

    @property
    def practice(self) -> bool:
        """What `practice_now()` asks."""
        return not settings.PIXSTUDIO.production and not self.real_keys

    def of(self, render: Render) -> HoldView | None:
        """What keeps this render waiting now, or None. A film of a demonstration is at nobody's account but its own."""
        if render.held:
            return _view(render, own=True)
        if render.order.door == Door.DEMO:
            return None
        if render.state == State.QUEUED:
            return self._before_sending(render)
        if render.state in _SAVES and self.studio and self.studio.hold_code in HOLD_STOPS_SAVES:
            return _view(self.studio)
        account = render.submission.account if render.submission else None
        if render.state in ASKED and account:
            return _view(account) if account.hold_code in _TOLD else self._locked(account)
        return None

    def site(self) -> HoldView | None:
        """The hold of the whole studio."""
        if self.studio and self.studio.held:
            return _view(self.studio)
        if settings.PIXSTUDIO.production and not self.keyed:
            return HoldView(code=HoldCode.NO_KEY, since=None, own=False)
        return None

    def lock(self, account: ProviderAccount) -> HoldView | None:
        """The hold of an account, or that all of its keys are refused."""
        return _view(account) if account.held else self._locked(account)

    def _before_sending(self, render: Render) -> HoldView | None:
        if self.studio and self.studio.held:
            return _view(self.studio)
        if render.practice and self.real_keys:
            return HoldView(code=HoldCode.PRACTICE_OVER, since=None, own=False)
        known = [one for one in self.accounts if one.practice == render.practice]
        if not render.practice:
            known = [one for one in known if one.pk in self.keyed]
        accounts = [one for one in known if one.is_active]
        if not accounts:
            return HoldView(code=HoldCode.PAUSED if known else HoldCode.NO_KEY, since=None, own=False)
        holds = [self._at(account, render.family) for account in accounts]
        return holds[0] if all(holds) else None

    def _at(self, account: ProviderAccount, family: str) -> HoldView | None:
        if account.held:
            return _view(account)
        lane = next((one for one in self.lanes if (one.account_id, one.family) == (account.pk, family)), None)
        return _view(lane) if lane and lane.held else self._locked(account)

    def _locked(self, account: ProviderAccount) -> HoldView | None:
        """All that is left of the keys are refused ones: the account waits although nobody has held it."""
        if account.practice or account.pk in self.open:
            return None
        return HoldView(
            code=HoldCode.KEY_REFUSED if account.pk in self.keyed else HoldCode.NO_KEY, since=None, own=False
        )


def _view(held: Holdable, *, own: bool = False) -> HoldView:
    return HoldView(
        code=held.hold_code,
        params=held.hold_params,
        raw=held.hold_raw,
        since=held.hold_since,
        until=held.hold_until,
        own=own,
    )


def standing() -> Standing:
    """Read all shared holds."""
    keys = list(ProviderKey.objects.exclude(state=KeyState.RETIRED).values_list("account_id", "state"))
    return Standing(
        studio=next(iter(Studio.objects.filter(pk=1)), None),
        accounts=tuple(ProviderAccount.objects.order_by("created_at")),
        lanes=Lane.objects.all(),  # a query is read once, and then known
        keyed=frozenset(account for account, _ in keys),
        open=frozenset(account for account, state in keys if state == KeyState.ACTIVE),
    )


glance = Glance(standing)
"""The shared holds as every page shows them."""


def of(render: Render) -> HoldView | None:
    """The hold of one render; for many, read `standing()` once."""
    return standing().of(render)


def practice_now() -> bool:
    """New orders are practice: no real key is stored, and this is not production."""
    if settings.PIXSTUDIO.production:
        return False
    keys = ProviderKey.objects.filter(account__kind=AccountKind.DASHSCOPE)
    return not keys.exclude(state=KeyState.RETIRED).exists()
