"""What `/readyz` and the doctor see."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from jobs.actions import founding
from jobs.models import Heartbeat, ProviderAccount
from jobs.queries import health
from jobs.queries.codecs import codecs
from jobs.states import AccountKind


def codes(check: Callable[[], list[health.Finding]]) -> list[str]:
    return [finding.code for finding in check()]


@pytest.fixture
def founded(db: None) -> None:
    founding.found()


def test_the_process_is_up_for_anybody_who_asks(client: Client) -> None:
    assert client.get("/healthz").status_code == 200


def test_health_is_told_by_whatever_name_it_is_asked_and_nothing_else_is(founded: None, client: Client) -> None:
    assert client.get("/healthz", HTTP_HOST="172.17.0.2:8000").status_code == 200
    assert client.get("/readyz", HTTP_HOST="web").status_code == 503
    assert client.get("/accounts/login/", HTTP_HOST="web").status_code == 400


def test_what_is_missing_is_named_to_anybody_who_asks(founded: None, client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["worker"] == "worker-silent"
    assert answer.json()["parts"]["database"] == "database-ok"


@pytest.mark.parametrize(("seconds", "code"), [(3, "worker-ok"), (60, "worker-silent")])
def test_a_worker_that_was_not_heard_lately_is_silent(founded: None, seconds: int, code: str) -> None:
    Heartbeat.objects.create(name="w", kind="worker", at=timezone.now() - timedelta(seconds=seconds))
    assert codes(health.worker) == [code]


def test_a_broker_that_is_away_is_said(settings: Settings, tmp_path: Path) -> None:
    settings.BROKER_URL = f"unix://{tmp_path / 'nobody.sock'}"
    assert codes(health.broker) == ["broker-down"]


def test_a_media_folder_that_is_gone_is_said(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "unmounted"
    assert codes(health.storage) == ["storage-missing"]


def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE", 10**18)
    assert codes(health.disk) == ["disk-full"]


@pytest.mark.parametrize(("offset", "code"), [(2.0, "clock-ok"), (-95.0, "clock-off")])
def test_a_clock_that_is_away_from_the_provider_is_said(founded: None, offset: float, code: str) -> None:
    now = timezone.now()
    ProviderAccount.objects.create(kind=AccountKind.DASHSCOPE, name="Main", clock_offset=offset, clock_measured_at=now)
    assert codes(health.clock) == [code]


def test_production_without_a_key_is_a_fault_and_practice_is_not(founded: None, settings: Settings) -> None:
    assert codes(health.provider_keys) == ["provider-key-none"]
    settings.PIXSTUDIO = replace(settings.PIXSTUDIO, production=True)
    assert codes(health.provider_keys) == ["provider-key-missing"]


def test_a_database_that_does_not_answer_is_a_finding_not_a_crash() -> None:
    def gone() -> list[health.Finding]:
        raise OperationalError("the server closed the connection")

    found = health.look({"database": gone, "beat": gone})
    assert [(finding.part, finding.code) for finding in found] == [
        ("database", "database-down"),
        ("beat", "database-down"),
    ]


def test_this_machine_has_the_codecs() -> None:
    assert codes(codecs) == ["codecs-ok"]
