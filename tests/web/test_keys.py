"""Keys & health: keys go in and never come out, every act is written down, and the page says what is wrong first."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from jobs.actions import keys
from jobs.models import AuditEntry, Order, ProviderAccount, ProviderKey, User
from jobs.states import KeyState, State
from tests.desk import orders, real_account
from tests.pipeline.provider import Provider
from tests.web.desk import BEIJING, CANARY, Desk, moved, text


def add(office: Desk, secret: str = CANARY, **more: str) -> Any:
    sent = {"label": "Team", "account": "new", "base_url": BEIJING, "workspace": "", "secret": secret, **more}
    return office.client.post("/keys/add/", sent, follow=True)


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("at", "pk").values_list("action", flat=True))


# ------------------------------------------------------------------ keys go in


def test_without_a_key_the_page_offers_to_add_one(office: Desk) -> None:
    page = office.see("/keys/")
    assert "No key yet" in page
    assert "The studio runs in practice" in page


def test_a_key_is_trimmed_sealed_and_shown_by_its_end_only(office: Desk) -> None:
    page = text(add(office, f'  Bearer "{CANARY}" '))
    assert "Team ••••7f3a is stored" in page
    assert "trimmed off" in page
    assert "Beijing" in page
    key = ProviderKey.objects.get()
    pages = page + office.see(f"/keys/{key.pk}/replace/") + office.see(f"/keys/{key.pk}/retire/")
    assert CANARY not in pages
    assert key.sealed not in pages
    assert actions()[-2:] == ["account.opened", "key.added"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"secret": ""}, "The key is empty"),
        ({"secret": f"{CANARY} and more"}, "begins with “sk-”"),
        ({"base_url": "http://example.com/api/v1"}, "must be an https address"),
        ({"base_url": "https://example.com/v2"}, "must be /api/v1"),
        ({"workspace": "a b"}, "A workspace id has no blanks"),
        ({"workspace": CANARY}, "This looks like a key"),
        ({"label": f"Team {CANARY}"}, "This looks like a key"),
        ({"base_url": "https://exa mple.com/api/v1"}, "must be an https address"),
        ({"base_url": "https://example.com/api/v1?"}, "must be an https address"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_the_key_is_not_repeated(
    office: Desk, sent: dict[str, str], sentence: str
) -> None:
    answer = add(office, **sent)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert CANARY not in text(answer)
    assert not ProviderKey.objects.exists()


@pytest.mark.parametrize("host", ["127.1", "2130706433", "[::ffff:127.0.0.1]", "localhost.", "169.254.169.254"])
def test_no_way_of_writing_this_machine_is_taken(office: Desk, host: str, settings: Settings) -> None:
    settings.PIXSTUDIO = replace(settings.PIXSTUDIO, allow_loopback=False)
    assert "points to this machine" in text(add(office, base_url=f"https://{host}/api/v1"))
    assert not ProviderAccount.objects.filter(base_url__contains=host).exists()


def test_the_same_key_twice_is_refused_whichever_account_is_chosen(office: Desk, key: ProviderKey) -> None:
    for account in ("new", str(key.account_id)):
        assert "stored already" in text(add(office, account=account))
    assert ProviderKey.objects.count() == 1


def test_a_second_key_can_go_to_the_same_account_or_open_another(office: Desk, key: ProviderKey) -> None:
    add(office, "sk-test-second-2222", account=str(key.account_id))
    add(office, "sk-other-third-3333", base_url="https://ws.ap-southeast-1.maas.aliyuncs.com/api/v1")
    assert [account.keys.count() for account in ProviderAccount.objects.filter(kind="dashscope")] == [2, 1]
    assert "Singapore" in office.see("/keys/")


def test_a_replaced_key_gives_its_place_to_the_new_one(office: Desk, key: ProviderKey) -> None:
    office.press(f"/keys/{key.pk}/replace/", label="", secret="sk-test-canary-9999")
    assert list(ProviderKey.objects.values_list("last_four", "label", "state")) == [
        ("7f3a", "Lin's key", KeyState.RETIRED),
        ("9999", "Lin's key", KeyState.ACTIVE),
    ]
    assert actions()[-2:] == ["key.added", "key.retired"]


def test_a_bad_replacement_leaves_the_old_key_in_use(office: Desk, key: ProviderKey) -> None:
    answer = office.press(f"/keys/{key.pk}/replace/", label="", secret=CANARY)
    assert "stored already" in text(answer)
    assert ProviderKey.objects.get().state == KeyState.ACTIVE


def test_retiring_asks_first_and_says_what_it_means(office: Desk, ada: User, key: ProviderKey) -> None:
    film = moved(orders(ada), State.RUNNING)
    film.submission.account = key.account  # type: ignore[union-attr]  # every order has one
    film.submission.save()  # type: ignore[union-attr]
    question = office.see(f"/keys/{key.pk}/retire/")
    assert "the last working key of this account" in question
    assert "1 film is on its way there" in question
    assert ProviderKey.objects.get().state == KeyState.ACTIVE


def test_a_retired_key_stays_on_record_and_does_nothing_any_more(office: Desk, key: ProviderKey) -> None:
    office.press(f"/keys/{key.pk}/retire/")
    assert "Retired: Lin's key ••••7f3a" in office.see("/keys/")
    for deed in ("test", "replace"):
        answer = office.client.post(f"/keys/{key.pk}/{deed}/", {"secret": "sk-x-1"}, follow=True)
        assert "This key is retired" in text(answer)
    assert actions().count("key.retired") == 1
    assert "key.tested" not in actions()


# ------------------------------------------------------------------ tests


@pytest.mark.parametrize(
    ("secret", "lines"),
    [
        ("sk-test-lin-1", ["accepted the key", "may read", "was reached", "is not throttled"]),
        ("sk-test-revoked-1", ["refused this key: wrong", "not asked", "was reached", "is not throttled"]),
        ("sk-test-denied-1", ["accepted the key", "no right to do this", "was reached", "is not throttled"]),
        ("sk-test-throttled-1", ["not judged", "not asked", "was reached", "throttled at the moment"]),
        ("sk-test-arrears-1", ["accepted the key", "not asked", "was reached", "is not throttled", "bill is unpaid"]),
        ("sk-test-inactive-1", ["accepted the key", "may read", "was reached", "is not throttled"]),
    ],
)
def test_a_free_test_is_told_line_by_line(office: Desk, provider: Provider, secret: str, lines: list[str]) -> None:
    key = real_account(provider.base_url, secret=secret).keys.get()
    page = text(office.client.post(f"/keys/{key.pk}/test/", follow=True))
    told = page.split('<ul class="lines"')[1].split("</ul>")[0].split("</li>")
    assert all(line in said for line, said in zip(lines, told, strict=False)), told
    assert provider.count("create") == 0
    assert actions()[-1] == "key.tested"
    assert secret not in page


def test_nobody_at_the_address_is_told_as_a_service_that_was_not_reached(office: Desk) -> None:
    key = real_account("http://127.0.0.1:9/api/v1").keys.get()
    page = text(office.client.post(f"/keys/{key.pk}/test/", follow=True))
    assert "The service could not be reached." in page
    assert "The key was not judged." in page


# ------------------------------------------------------------------ accounts


def test_a_paused_account_takes_no_new_films_and_says_so(office: Desk, ada: User, key: ProviderKey) -> None:
    film = orders(ada)
    office.press(f"/keys/accounts/{key.account_id}/pause/")
    office.press(f"/keys/accounts/{key.account_id}/pause/")
    assert "The provider account is paused. New films wait" in office.see("/keys/")
    assert "The provider account is paused" in office.see(f"/renders/{film.pk}/")
    office.press(f"/keys/accounts/{key.account_id}/resume/")
    assert ProviderAccount.objects.get(pk=key.account_id).is_active
    assert actions()[-2:] == ["account.paused", "account.resumed"]


def test_proving_asks_for_its_price_and_orders_the_cheapest_film_once(office: Desk, key: ProviderKey) -> None:
    path = f"/keys/accounts/{key.account_id}/prove/"
    assert "Prove with 1 s · ¥0.15" in office.see("/keys/")
    assert "Order 1 s · ¥0.15" in office.see(path)
    for _ in range(2):
        office.press(path, price="¥0.15", token="once")
    order = Order.objects.get()
    asked = (order.model, order.tier, order.duration, order.audio, order.practice)
    assert asked == ("pixverse/pixverse-v6-t2v", "360P", 1, False, False)
    assert actions().count("account.proven") == 1


def test_another_price_than_the_one_shown_asks_again(office: Desk, key: ProviderKey) -> None:
    answer = office.press(f"/keys/accounts/{key.account_id}/prove/", price="¥0.10")
    assert "Order 1 s · ¥0.15" in text(answer)
    assert not Order.objects.exists()


def test_no_film_proves_an_account_it_might_not_go_to(office: Desk, key: ProviderKey) -> None:
    other = real_account("https://ws.cn-beijing.maas.aliyuncs.com/api/v1", secret="sk-other-2222", name="Other")
    assert "Prove with" not in office.see("/keys/")
    answer = office.client.post(f"/keys/accounts/{key.account_id}/prove/", {"price": "¥0.15"}, follow=True)
    assert "Nothing was ordered" in text(answer)
    keys.pause(other, actor=None)
    assert "Prove with" in office.see("/keys/")


def test_a_proven_account_says_since_when(office: Desk, key: ProviderKey) -> None:
    ProviderAccount.objects.filter(pk=key.account_id).update(proven_at=timezone.now() - timedelta(days=40))
    page = office.see("/keys/")
    assert "Bill and activation were in order with the last film" in page
    assert "Prove with" not in page
