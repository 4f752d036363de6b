"""The images, as far as they can be read: nothing here builds one."""

import os
import re
import stat
import subprocess
from pathlib import Path

from tests.deploy.compose import ROOT
from tests.deploy.production import copied, secrets

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()


def stage(name: str) -> str:
    return DOCKERFILE.split(f" AS {name}\n")[1].split("\nFROM ")[0]


def test_packages_are_wheels_with_known_hashes() -> None:
    (install,) = re.findall(r"pip .*install .*", DOCKERFILE)
    assert {"--require-hashes", "--no-deps", "--only-binary"} <= set(install.split())
    assert "-r requirements-prod.lock" in install


def test_no_stage_that_is_shipped_runs_as_root_or_carries_the_build_along() -> None:
    for name in ("studio", "proxy"):
        assert re.findall(r"^USER (.+)$", stage(name), re.MULTILINE) == ["${UID}:${UID}"]
        assert "HEALTHCHECK" in stage(name)
        assert set(re.findall(r"--from=build (\S+)", stage(name))) <= {"/opt/venv", "/app", "/app/staticfiles"}


def test_only_what_is_copied_reaches_the_builder() -> None:
    let_in = {line[1:] for line in IGNORED if line.startswith("!")}
    assert IGNORED[1] == "*"
    assert let_in == {*copied(), "deploy/nginx"}


def test_every_folder_of_the_program_is_in_the_image() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    folders = {line.split("/")[0] for line in tracked.splitlines() if "/" in line}
    assert folders - {"tests", "docs", "deploy", ".ci"} <= set(copied())


def test_what_is_secret_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    secrets(tmp_path)
    made = {path.name: path.read_text() for path in (tmp_path / "deploy/secrets").iterdir()}
    assert made.keys() == {"database-password", "database-url", "certificate.pem", "certificate-key.pem"}
    assert made["database-password"] in made["database-url"]
    assert len(made["database-password"]) == 64
    secrets(tmp_path)
    assert made == {path.name: path.read_text() for path in (tmp_path / "deploy/secrets").iterdir()}
    assert stat.S_IMODE((tmp_path / "deploy/secrets").stat().st_mode) == 0o700


def test_containers_of_another_user_can_read_each_secret(tmp_path: Path) -> None:
    old = os.umask(0o077)
    try:
        secrets(tmp_path)
    finally:
        os.umask(old)
    assert all(path.stat().st_mode & 0o004 for path in (tmp_path / "deploy/secrets").iterdir())
