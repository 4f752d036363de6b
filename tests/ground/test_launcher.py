"""The launcher: one per data folder, nothing left behind, the dead replaced, the end clean."""

import os
import signal
import socket
import stat
import time
from pathlib import Path

import pytest

from tests.studio import CHILDREN, OWNER, Launch, Studio, status

pytestmark = pytest.mark.processes
EVERYWHERE = "0.0.0.0"  # noqa: S104 - what these tests are about


def test_a_first_start_answers_and_offers_the_setup_link_once(launch: Launch) -> None:
    studio = launch(first=True)
    assert f"PixStudio is ready at {studio.url}/\n" in studio.said
    assert studio.said.count(f"{studio.url}/setup/") == 1
    studio.wait_working()
    assert status(f"{studio.url}/healthz") == 200


def test_what_is_made_at_first_start_is_for_this_user_alone(launch: Launch) -> None:
    studio = launch(first=True)
    for path in [studio.data, *studio.data.rglob("*")]:
        assert stat.S_IMODE(path.lstat().st_mode) & 0o077 == 0 or path.is_symlink(), path
    assert stat.S_IMODE((studio.data / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE((studio.data / "keyring").stat().st_mode) == 0o600


def test_a_second_start_keeps_the_secrets_and_takes_seconds(launch: Launch) -> None:
    first = launch()
    secrets = [(first.data / name).read_text() for name in ("secret-key", "keyring")]
    assert first.stop() == 0
    begun = time.monotonic()
    launch(data=first.data)
    assert time.monotonic() - begun < 10
    assert secrets == [(first.data / name).read_text() for name in ("secret-key", "keyring")]


@pytest.mark.parametrize("child", CHILDREN)
def test_a_child_that_dies_is_started_again_and_said(studio: Studio, child: str) -> None:
    before = studio.pids()[child]
    os.kill(before, signal.SIGKILL)
    studio.wait_until(lambda: f"The {child} ended (signal 9)" in studio.said)
    studio.wait_until(lambda: (studio.data / "run" / f"{child}.pid").exists() and studio.pid(child) != before)
    studio.wait_working()


def test_a_taken_port_is_named(launch: Launch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = launch("--port", str(port), ready=False)
        assert refused.process.wait(30) != 0
    assert f"Port {port} on 127.0.0.1 is taken" in refused.said
    assert "Traceback" not in refused.said


def test_a_data_folder_that_cannot_be_made_is_named(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    refused = launch(data=tmp_path / "file" / "data", ready=False)
    assert refused.process.wait(30) != 0
    assert f"{tmp_path / 'file' / 'data'} cannot be used" in refused.said
    assert "Traceback" not in refused.said


def test_a_public_address_needs_an_owner(launch: Launch) -> None:
    refused = launch("--host", EVERYWHERE, "--port", "0", ready=False)
    assert refused.process.wait(30) != 0
    assert "has no owner with a password yet" in refused.said


def test_a_public_address_says_that_it_is_public(launch: Launch) -> None:
    studio = launch("--host", EVERYWHERE, "--port", "0", environment=OWNER)
    assert "can be reached from outside" in studio.said
    assert "/setup/" not in studio.said


def test_debug_is_refused_on_a_public_address(launch: Launch) -> None:
    refused = launch("--host", EVERYWHERE, "--port", "0", ready=False, environment={**OWNER, "PIXSTUDIO_DEBUG": "1"})
    assert refused.process.wait(30) != 0
    assert "PIXSTUDIO_DEBUG" in refused.said


def test_a_lost_key_ring_is_said_and_the_studio_starts(launch: Launch, studio: Studio) -> None:
    studio.stop()
    (studio.data / "keyring").unlink()
    again = launch(data=studio.data)
    assert "The key ring" in again.said
    assert "is gone" in again.said


def test_the_doctor_finds_a_running_studio_well_and_a_stopped_one_ill(studio: Studio) -> None:
    studio.wait_working()
    assert studio.manage("doctor").returncode == 0, studio.manage("doctor").stdout
    studio.stop()
    ill = studio.manage("doctor")
    assert ill.returncode == 1
    assert "The broker does not answer" in ill.stdout
