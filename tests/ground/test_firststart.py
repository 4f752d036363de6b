"""The data folder and its secrets."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from pixstudio import accepted, broker, firststart
from pixstudio.environment import Environment
from pixstudio.refusal import RefusalError


@pytest.fixture
def fresh(tmp_path: Path) -> Environment:
    firststart.open_data(tmp_path / "data")
    chosen: Environment = settings.PIXSTUDIO
    return replace(chosen, data=tmp_path / "data", secret_key="", keyring=())


def test_the_folders_are_for_this_user_alone(fresh: Environment) -> None:
    for folder in [fresh.data, *fresh.data.iterdir()]:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_others_could_read_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    firststart.open_data(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_a_folder_of_everybody_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    with pytest.raises(RefusalError, match="Choose a folder of its own"):
        firststart.open_data(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777
    assert list(tmp_path.iterdir()) == []


def test_the_root_of_all_is_refused() -> None:
    with pytest.raises(RefusalError, match="Choose a folder of its own"):
        firststart.open_data(Path("/"))


def test_secret_and_ring_are_made_once_and_private(fresh: Environment) -> None:
    assert firststart.secret_key(fresh) == firststart.secret_key(fresh)
    assert firststart.keyring(fresh) == firststart.keyring(fresh)
    for name in (firststart.SECRET_FILE, firststart.KEYRING_FILE):
        assert stat.S_IMODE((fresh.data / name).stat().st_mode) == 0o600


def test_an_empty_file_left_by_a_crash_is_made_again(fresh: Environment) -> None:
    (fresh.data / firststart.SECRET_FILE).touch()
    assert len(firststart.secret_key(fresh)) >= 50


def test_the_environment_wins_over_the_folder(fresh: Environment) -> None:
    assert firststart.secret_key(replace(fresh, secret_key="given")) == "given"
    assert not (fresh.data / firststart.SECRET_FILE).exists()


def test_a_ring_lost_beside_its_database_is_said(fresh: Environment, capsys: pytest.CaptureFixture[str]) -> None:
    (fresh.data / firststart.DATABASE_FILE).touch()
    assert len(firststart.keyring(fresh)) == 1
    assert "is gone" in capsys.readouterr().err


def test_a_spoilt_ring_is_said_and_kept_below_a_new_key(fresh: Environment, capsys: pytest.CaptureFixture[str]) -> None:
    (fresh.data / firststart.KEYRING_FILE).write_text("spoilt\n")
    ring = firststart.keyring(fresh)
    assert all(map(accepted.fernet_keys, ring))
    assert (fresh.data / firststart.KEYRING_FILE).read_text().split() == [*ring, "spoilt"]
    assert "no keys" in capsys.readouterr().err


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(RefusalError, match=r"data cannot be used"):
        firststart.open_data(tmp_path / "data")


@pytest.mark.parametrize("depth", [1, 40])
def test_the_socket_path_is_always_short_enough(depth: int) -> None:
    path = broker.socket_path(Path("/srv") / ("long-" * depth))
    assert len(os.fsencode(path)) < 108
