"""Which road a film takes home depends on its account."""

from dataclasses import replace

from pytest_django import Settings

from jobs.models import ProviderAccount
from jobs.pipeline.save import road_to
from tests.desk import practice_account


def test_an_admins_media_host_is_added_to_the_providers_own(account: ProviderAccount, settings: Settings) -> None:
    settings.PIXSTUDIO = replace(settings.PIXSTUDIO, media_hosts=("films.example.com",))
    rules = road_to(account).rules
    assert rules.allow("media.pixverseai.cn")
    assert rules.allow("films.example.com")
    assert not rules.allow("example.com")


def test_only_an_account_on_this_machine_may_send_links_to_it(account: ProviderAccount) -> None:
    far = ProviderAccount(base_url="https://dashscope.aliyuncs.com/api/v1")
    assert road_to(account).rules.allow_loopback
    assert not road_to(far).rules.allow_loopback


def test_only_practice_follows_links_into_the_sandbox(account: ProviderAccount) -> None:
    assert road_to(practice_account()).rules.sandbox
    assert not road_to(account).rules.sandbox
