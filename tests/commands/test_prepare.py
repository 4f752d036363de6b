"""`prepare`: what production runs once before web and workers start."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from jobs.models import ProviderAccount, ProviderKey, User
from tests.commands.conftest import Run

SAFE = {"production": True, "public_url": "https://studio.example.com", "trusted_proxies": ("172.28.9.2",)}


@pytest.fixture
def safe(settings: Settings) -> Settings:
    settings.SECRET_KEY = "k9" + "x7q-p2v" * 8
    settings.ALLOWED_HOSTS = ["studio.example.com", "testserver"]
    return chosen(settings)


def chosen(settings: Settings, **changed: Any) -> Settings:
    settings.PIXSTUDIO = replace(settings.PIXSTUDIO, **{**SAFE, **changed})
    return settings


def test_it_shows_the_way_in_until_somebody_owns_the_studio(run: Run, safe: Settings, client: Client) -> None:
    said = run("prepare")
    link = next(word for word in said.err.split() if "/setup/" in word)
    assert (said.code, link.startswith("https://studio.example.com/setup/")) == (0, True)
    assert client.get(link.removeprefix("https://studio.example.com")).status_code == 200


def test_it_makes_the_owner_whom_the_settings_name_once(run: Run, safe: Settings) -> None:
    chosen(safe, owner_email="ada@example.com", owner_password="a-long-quiet-river")
    assert "/setup/" not in run("prepare").err + run("prepare").err
    assert User.objects.get().email == "ada@example.com"


def test_it_refuses_what_is_unsafe_in_a_sentence(run: Run, safe: Settings) -> None:
    chosen(safe, public_url="http://studio.example.com")
    said = run("prepare")
    assert (said.code, "passwords would travel in the clear" in said.err) == (3, True)


def test_it_says_that_a_lost_key_ring_does_not_open_what_is_stored(run: Run, ada: User, safe: Settings) -> None:
    account = ProviderAccount.objects.create(kind="dashscope", name="Main", base_url="https://example.com/api/v1")
    ProviderKey.objects.create(account=account, label="old", sealed="gAAAA", last_four="tail", fingerprint="f")
    assert "Put the old key ring back" in run("prepare").err
