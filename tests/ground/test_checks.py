"""What production refuses to start with."""

from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.core import checks
from pytest_django import Settings

GOOD: dict[str, Any] = {"SECRET_KEY": "k9" + "x7q-p2v" * 8, "ALLOWED_HOSTS": ["studio.example.com"]}
URL = "https://studio.example.com"
PROXY = ("172.28.9.2",)


def found(wrapper: Settings, public_url: str = URL, **changed: Any) -> set[str | None]:
    """What is refused; capital names are Django's settings, the others ours."""
    ours = {name: value for name, value in changed.items() if name.islower()}
    wrapper.PIXSTUDIO = replace(settings.PIXSTUDIO, production=True, public_url=public_url, **ours)
    for name, value in (GOOD | changed).items():
        if name.isupper():
            setattr(wrapper, name, value)
    return {issue.id for issue in checks.run_checks(tags=["pixstudio"])}


def test_good_settings_pass(settings: Settings) -> None:
    assert found(settings) == set()


@pytest.mark.parametrize("key", ["short", "a" * 60, "django-insecure-" + "x7q-p2v" * 8])
def test_a_guessable_secret_is_refused(settings: Settings, key: str) -> None:
    assert found(settings, SECRET_KEY=key) == {"pixstudio.E001"}


def test_no_host_is_refused(settings: Settings) -> None:
    assert found(settings, ALLOWED_HOSTS=[]) == {"pixstudio.E002"}


def test_every_host_is_refused(settings: Settings) -> None:
    assert found(settings, ALLOWED_HOSTS=["*"]) == {"pixstudio.E003"}


def test_a_plain_http_address_is_refused(settings: Settings) -> None:
    assert found(settings, public_url="http://studio.example.com") == {"pixstudio.E004"}


def test_a_missing_public_address_is_refused(settings: Settings) -> None:
    assert found(settings, public_url="") == {"pixstudio.E005"}


@pytest.mark.parametrize("everybody", ["0.0.0.0/0", "::/0"])
def test_trusting_everybody_as_a_proxy_is_refused(settings: Settings, everybody: str) -> None:
    assert found(settings, trusted_proxies=(*PROXY, everybody)) == {"pixstudio.E006"}


def test_films_are_not_left_to_a_proxy_that_nobody_named(settings: Settings) -> None:
    assert found(settings, accel="/_films") == {"pixstudio.E007"}
    assert found(settings, accel="/_films", trusted_proxies=PROXY) == set()


@pytest.mark.parametrize("path", ["/static", "/static/films", "/renders", "/gallery", "/accounts/login", "/admin"])
def test_films_do_not_hide_the_studios_own_pages(settings: Settings, path: str) -> None:
    assert found(settings, accel=path, trusted_proxies=PROXY) == {"pixstudio.E008"}


def test_the_embedded_studio_has_nothing_to_say() -> None:
    assert checks.run_checks(tags=["pixstudio"]) == []
