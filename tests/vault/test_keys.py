"""Keys come in as people paste them, are sealed at once, and are tested for free."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pytest_django import Settings

from jobs.actions import keys
from jobs.actions.keys import BadKey
from jobs.models import ProviderAccount, ProviderKey, User
from jobs.states import KeyState
from jobs.vault import keyring
from jobs.vault.box import Box, Unreadable, fingerprint
from tests.desk import KEY, practice_account, real_account
from tests.pipeline.provider import HTML, Provider, hangs_up, says


@pytest.mark.parametrize(
    "pasted",
    [
        "sk-test-1234",
        "  sk-test-1234\n",
        '"sk-test-1234"',
        "“sk-test-1234”",
        "Bearer sk-test-1234",
        "bearer  'sk-test-1234'",
        "Authorization: Bearer sk-test-1234",
    ],
)
def test_a_key_is_taken_as_people_paste_it(pasted: str) -> None:
    assert keys.clean(pasted) == "sk-test-1234"


@pytest.mark.parametrize(
    ("pasted", "code"),
    [("", "key-empty"), ('""', "key-empty"), ("pk-1", "key-shape"), ("sk-a b", "key-shape"), ("sk-ключ", "key-shape")],
)
def test_what_is_no_key_is_refused_in_words(pasted: str, code: str) -> None:
    with pytest.raises(BadKey) as refusal:
        keys.clean(pasted)
    assert refusal.value.code == code


def test_a_stored_key_tells_its_end_and_a_fingerprint_only(account: ProviderAccount) -> None:
    key = account.keys.get()
    assert (key.last_four, key.fingerprint) == (KEY[-4:], fingerprint(KEY))
    assert KEY not in key.sealed
    assert KEY not in str(key)


def test_the_same_key_is_not_stored_twice(account: ProviderAccount, lin: User) -> None:
    with pytest.raises(BadKey) as refusal:
        keys.add(account=account, secret=f" {KEY} ", label="again", actor=lin)
    assert refusal.value.code == "key-known"
    keys.retire(account.keys.get(), actor=lin)
    assert keys.add(account=account, secret=KEY, label="again", actor=lin).state == KeyState.ACTIVE


def test_a_good_key_passes_both_questions(account: ProviderAccount, provider: Provider, lin: User) -> None:
    key = account.keys.get()
    findings = keys.test(key, actor=lin)
    assert [(finding.part, finding.good) for finding in findings] == [("key", True), ("tasks", True)]
    assert (provider.count("create"), key.last_success_at is not None) == (0, True)


@pytest.mark.parametrize(("secret", "cause"), [("sk-test-revoked-1", "key-refused"), ("sk-test-denied-1", "no-right")])
def test_a_bad_key_is_told_why(provider: Provider, lin: User, secret: str, cause: str) -> None:
    key = real_account(provider.base_url, secret=secret).keys.get()
    [finding] = keys.test(key, actor=lin)
    assert (finding.good, finding.cause) == (False, cause)
    assert key.last_success_at is None


def test_a_base_url_that_is_somebody_elses_is_found_out(
    account: ProviderAccount, provider: Provider, lin: User
) -> None:
    provider.lie("models", says(200, HTML))
    [finding] = keys.test(account.keys.get(), actor=lin)
    assert finding.cause == "not-dashscope"


def test_a_line_that_drops_is_no_verdict_on_the_key(account: ProviderAccount, provider: Provider, lin: User) -> None:
    provider.lie("models", hangs_up(made=False))
    key = account.keys.get()
    [finding] = keys.test(key, actor=lin)
    assert (finding.good, ProviderKey.objects.get(pk=key.pk).state) == (False, KeyState.ACTIVE)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://dashscope.aliyuncs.com/api/v1", "base-url-https"),
        ("https://dashscope.aliyuncs.com/", "base-url-path"),
        ("https://user@dashscope.aliyuncs.com/api/v1", "base-url-https"),
        ("https:///api/v1", "base-url-https"),
        ("https://dashscope.aliyuncs.com/api/v1?x=1", "base-url-https"),
    ],
)
def test_a_base_url_that_cannot_be_right_is_refused(house: Path, url: str, code: str) -> None:
    with pytest.raises(BadKey) as refusal:
        keys.open_account("Odd", url)
    assert refusal.value.code == code


def test_an_old_ring_opens_what_it_sealed_and_a_strange_one_does_not() -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    sealed = Box([old]).seal(KEY)
    assert Box([new, old]).open(sealed) == KEY
    with pytest.raises(Unreadable) as failure:
        Box([new]).open(sealed)
    assert sealed not in repr(failure.value.__context__)


def test_after_rotation_stored_keys_stay_readable(
    account: ProviderAccount, provider: Provider, lin: User, settings: Settings
) -> None:
    settings.KEYRING = [Fernet.generate_key().decode(), *settings.KEYRING]
    assert all(finding.good for finding in keys.test(account.keys.get(), actor=lin))


def test_a_lost_ring_is_a_finding_and_not_an_error(account: ProviderAccount, lin: User, settings: Settings) -> None:
    settings.KEYRING = [Fernet.generate_key().decode()]
    [finding] = keys.test(account.keys.get(), actor=lin)
    assert finding.cause == "key-unreadable"


def test_practice_needs_no_key(house: Path) -> None:
    assert keyring.access(practice_account()).key is None


def test_an_account_without_a_key_has_no_client(house: Path) -> None:
    empty = keys.open_account("Empty", "https://dashscope.aliyuncs.com/api/v1")
    with pytest.raises(keyring.NoKey):
        keyring.access(empty)
