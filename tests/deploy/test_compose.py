"""docker-compose.yml: what an engine would accept, and what a careful person would."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pixstudio import environment
from tests.deploy.compose import ROOT, document, services

SET = {"PIXSTUDIO_PUBLIC_URL": "https://studio.example.com"}
SERVICES = services(SET)
STUDIO = {"web", "worker-quick", "worker-save", "beat", "prepare"}
RUNNING = sorted(SERVICES.keys() - {"prepare"})


def entry(name: str) -> dict[str, Any]:
    return dict(SERVICES[name].entry)


def test_it_is_a_compose_file_by_the_specifications_own_schema() -> None:
    schema = json.loads((Path(__file__).parent / "schema/compose-spec.json").read_text(encoding="utf-8"))
    faults = jsonschema.Draft202012Validator(schema).iter_errors(document(SET))
    assert [f"{fault.json_path}: {fault.message}" for fault in faults] == []


def test_all_of_the_studio_is_in_it() -> None:
    assert SERVICES.keys() == STUDIO | {"proxy", "database", "redis"}


def test_it_does_not_start_without_its_address() -> None:
    with pytest.raises(KeyError, match="PIXSTUDIO_PUBLIC_URL"):
        services({})


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_no_container_can_more_than_it_needs(name: str) -> None:
    found = entry(name)
    assert (found["read_only"], found["cap_drop"]) == (True, ["ALL"])
    assert found["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in found
    assert found["user"] == "999:999" if "build" not in found else "USER ${UID}:${UID}" in dockerfile(name)


def dockerfile(name: str) -> str:
    target = entry(name)["build"]["target"]
    return (ROOT / "Dockerfile").read_text().split(f" AS {target}\n")[1].split("\nFROM ")[0]


@pytest.mark.parametrize("name", RUNNING)
def test_every_container_comes_back_and_tells_how_it_is(name: str) -> None:
    found = entry(name)
    assert found["restart"] == "unless-stopped"
    assert SERVICES[name].health
    assert found["stop_grace_period"].endswith("s")


def test_the_database_is_prepared_once_and_before_all_who_use_it() -> None:
    assert entry("prepare")["restart"] == "no"
    for name in STUDIO - {"prepare"}:
        assert SERVICES[name].waits_for["prepare"] == "service_completed_successfully"
    assert SERVICES["prepare"].waits_for == {"database": "service_healthy"}


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert [name for name in SERVICES if "ports" in entry(name)] == ["proxy"]
    assert document(SET)["networks"]["records"] == {"internal": True}
    assert {name for name in SERVICES if list(entry(name)["networks"]) == ["records"]} >= {"database", "redis"}


def test_the_proxy_sees_films_and_neither_keys_nor_database() -> None:
    assert entry("proxy")["volumes"] == ["films:/srv/films:ro"]
    assert entry("proxy")["secrets"] == ["certificate", "certificate-key"]
    assert list(entry("proxy")["networks"]) == ["front"]


def test_the_studio_believes_the_proxy_alone() -> None:
    address = entry("proxy")["networks"]["front"]["ipv4_address"]
    trusted = SERVICES["web"].environment["PIXSTUDIO_TRUSTED_PROXIES"]
    assert [word for word in trusted.split(",") if word] == [address]
    outer = services(SET | {"OUTER_PROXY": "10.0.0.7"})["web"].environment["PIXSTUDIO_TRUSTED_PROXIES"]
    assert outer.split(",") == [address, "10.0.0.7"]


def test_other_containers_are_never_given_the_proxys_address() -> None:
    (pool,) = document(SET)["networks"]["front"]["ipam"]["config"]
    assert (pool["subnet"], pool["ip_range"]) == ("172.28.9.0/24", "172.28.9.128/25")


def test_proxy_and_studio_agree_where_films_are_kept() -> None:
    proxy, web = SERVICES["proxy"].environment, SERVICES["web"].environment
    assert proxy["PIXSTUDIO_ACCEL"] == web["PIXSTUDIO_ACCEL"]
    assert f"films:{web['PIXSTUDIO_DATA']}/media" in entry("web")["volumes"]


@pytest.mark.parametrize("name", sorted(STUDIO))
def test_every_setting_is_one_of_pixstudios(name: str) -> None:
    given = {word for word in SERVICES[name].environment if word != "WEB_CONCURRENCY"}
    assert given <= environment.known_names()


def test_the_workers_share_the_two_queues() -> None:
    asked = [word for name in ("worker-quick", "worker-save") for word in SERVICES[name].command]
    assert [queue for queue in asked if queue in ("quick", "save")] == ["quick", "save"]


def test_no_secret_is_written_into_it() -> None:
    for service in SERVICES.values():
        assert not [name for name in service.environment if "PASSWORD" in name and not name.endswith("_FILE")]
    assert SERVICES["web"].environment["DATABASE_URL"] == ""
