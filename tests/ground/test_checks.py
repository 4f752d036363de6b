"""What production refuses to start with."""

from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.core import checks
from pytest_django import Settings

GOOD: dict[str, Any] = {"SECRET_KEY": "k9" + "x7q-p2v" * 8, "ALLOWED_HOSTS": ["studio.example.com"]}


def found(wrapper: Settings, public_url: str = "https://studio.example.com", **changed: Any) -> set[str | None]:
    wrapper.PIXSTUDIO = replace(settings.PIXSTUDIO, production=True, public_url=public_url)
    for name, value in (GOOD | changed).items():
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


def test_the_embedded_studio_has_nothing_to_say() -> None:
    assert checks.run_checks(tags=["pixstudio"]) == []
