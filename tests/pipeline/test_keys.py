"""Keys and bills go bad in the middle of a day: who is blamed, who waits, and how it goes on."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from jobs.actions import keys
from jobs.dashscope import ProviderError, RetryClass
from jobs.models import ProviderAccount, ProviderKey, User
from jobs.pipeline import holds as stops
from jobs.queries import holds
from jobs.states import HoldCode, KeyState, State
from tests.desk import KEY, orders
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, look
from tests.pipeline.provider import Provider, meanwhile, says

REFUSED = says(401, {"code": "InvalidApiKey", "message": "Invalid API-key provided.", "request_id": "r-401"})


def second_key(account: ProviderAccount) -> ProviderKey:
    return keys.add(account=account, secret="sk-test-lin-2", label="Second", actor=None)


def hold_code(account: ProviderAccount) -> str:
    return ProviderAccount.objects.get(pk=account.pk).hold_code


def key_states(account: ProviderAccount) -> list[str]:
    return list(account.keys.order_by("created_at").values_list("state", flat=True))


def test_another_key_of_the_account_asks_on(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    second_key(account)
    film = journey.until(orders(lin), State.PENDING)
    provider.lie("query", REFUSED)
    journey.saving = False
    journey.until(film, State.SUCCEEDED)
    assert key_states(account) == [KeyState.ACTIVE, KeyState.REFUSED]
    assert hold_code(account) == ""
    assert {call.key for call in provider.calls if call.kind == "query"} == {"Bearer sk-test-lin-2", f"Bearer {KEY}"}


@pytest.mark.django_db(transaction=True)
def test_only_the_key_that_was_sent_is_blamed(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    newer = ProviderKey.objects.filter(pk=second_key(account).pk)
    film = journey.until(orders(lin), State.PENDING)
    # another worker hears of the same refusal a moment earlier
    provider.lie("query", meanwhile(lambda: newer.update(state=KeyState.REFUSED), REFUSED))
    journey.passes(16)
    journey.tick()
    assert key_states(account) == [KeyState.ACTIVE, KeyState.REFUSED]
    assert (hold_code(account), look(film).state) == ("", State.PENDING)


def test_a_refused_key_outweighs_an_unpaid_bill(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    stops.hold_account(account, HoldCode.ARREARAGE, now=account.created_at)
    stops.hold_account(account, HoldCode.KEY_REFUSED, now=account.created_at)
    stops.hold_account(account, HoldCode.ARREARAGE, now=account.created_at)
    assert hold_code(account) == "key-refused"


def test_a_queue_without_a_good_key_says_why_it_waits(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    film = orders(lin)
    account.keys.update(state=KeyState.REFUSED)
    journey.run(30)
    seen = holds.of(look(film))
    assert seen is not None
    assert (seen.code, provider.count("create")) == ("key-refused", 0)


def test_an_unpaid_bill_is_tried_again_by_itself(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    provider.lie("create", says(400, {"code": "Arrearage", "message": "good standing", "request_id": "r-1"}), times=2)
    journey.saving = False
    film = journey.until(orders(lin), State.SUCCEEDED)
    assert provider.count("create") == 3
    assert hold_code(account) == ""
    assert (film.changed_at - film.created_at).total_seconds() > 600
    invariants.hold(provider.sandbox.ledger.path)


@pytest.mark.parametrize("code", ["CommodityNotPurchased", "PostpaidBillOverdue"])
def test_a_bill_is_no_throttling_although_it_comes_as_429(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User, code: str
) -> None:
    provider.lie("create", says(429, {"code": code, "message": "", "request_id": "r-1"}), times=9)
    orders(lin)
    journey.run(60)
    assert provider.count("create") == 1
    assert hold_code(account) in {"not-purchased", "bill-overdue"}


def test_a_film_that_was_taken_proves_the_account_and_its_key_until_one_refutes_it(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    journey.until(orders(lin), State.PENDING)
    account.refresh_from_db()
    proven_at = account.proven_at
    assert proven_at is not None
    assert account.keys.get().last_success_at == proven_at
    journey.until(orders(lin, "A storm [not-activated]"), State.FAILED)
    assert hold_code(account) == "not-activated"
    assert not ProviderAccount.objects.filter(pk=account.pk, proven_at__isnull=False).exists()


def test_a_paused_account_waits_for_whoever_paused_it(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    keys.pause(account, actor=None)
    film = orders(lin)
    journey.run(10)
    seen = holds.of(look(film))
    assert seen is not None
    assert (seen.code, provider.count("create")) == ("paused", 0)
    keys.resume(account, actor=None)
    journey.saving = False
    journey.until(film, State.SUCCEEDED)


def test_an_inactive_product_found_out_by_a_task_does_not_burn_the_queue(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    journey.until(orders(lin, "A storm [not-activated]"), State.FAILED)
    waiting = orders(lin)
    journey.run(1800)
    assert (look(waiting).state, hold_code(account)) == (State.QUEUED, "not-activated")
    key = account.keys.get()
    assert all(finding.good for finding in keys.test(key, actor=lin))
    journey.saving = False
    journey.until(waiting, State.SUCCEEDED)
    invariants.hold(provider.sandbox.ledger.path)


def test_a_wrong_base_url_keeps_the_queue(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    said = {"code": "InvalidParameter", "message": "url error, please check url!", "request_id": "r-1"}
    provider.lie("create", says(400, said))
    film = orders(lin)
    journey.run(10)
    seen = holds.of(look(film))
    assert seen is not None
    assert (seen.code, look(film).state) == ("wrong-url", State.QUEUED)


def test_a_model_nobody_has_holds_its_own_lane_alone(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    provider.lie("create", says(404, {"code": "ModelNotFound", "message": "no such model", "request_id": "r-1"}))
    first = orders(lin)
    journey.run(6)
    other = journey.until(orders(lin, model="c1"), State.PENDING)
    seen = holds.of(look(first))
    assert seen is not None
    assert (seen.code, other.family, hold_code(account)) == ("model-not-found", "c1", "")


def test_a_lost_key_ring_holds_the_account_and_a_new_key_frees_it(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    film = orders(lin)
    account.keys.update(sealed="gAAAAABnot-from-this-ring")
    journey.run(30)
    seen = holds.of(look(film))
    assert seen is not None
    assert (seen.code, provider.count("create"), look(film).state) == ("key-unreadable", 0, State.QUEUED)
    second_key(account)
    journey.until(film, State.PENDING)
    invariants.hold(provider.sandbox.ledger.path)


def test_a_lost_key_ring_under_a_running_film_only_makes_it_wait(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    film = journey.until(orders(lin), State.PENDING)
    sealed = account.keys.get().sealed
    account.keys.update(sealed="gAAAAABnot-from-this-ring")
    journey.run(60)
    assert (look(film).state, hold_code(account)) == (State.PENDING, "key-unreadable")
    account.keys.update(sealed=sealed)
    journey.saving = False
    journey.until(film, State.SUCCEEDED)


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_a_key_added_while_another_is_refused_leaves_no_hold_behind(
    account: ProviderAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, added, hold = Event(), Event(), stops.hold_account

    def slow_hold(*args: Any, **kwargs: Any) -> None:
        reached.set()
        added.wait(0.5)  # it comes only where nobody waits for us
        hold(*args, **kwargs)

    def add() -> None:
        reached.wait(10)
        try:
            second_key(account)
        finally:
            added.set()
            connection.close()

    monkeypatch.setattr(stops, "hold_account", slow_hold)
    refusal = ProviderError(retry=RetryClass.KEY, cause="key-refused", status=401)
    with ThreadPoolExecutor() as pool:
        other = pool.submit(add)
        stops.blame(account, account.keys.get(), refusal, family="v6", now=timezone.now())
        other.result(20)
    assert (hold_code(account), sorted(key_states(account))) == ("", ["active", "refused"])
