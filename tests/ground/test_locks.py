"""The lock files say everything: each wanted package, its version and its hashes, and no address."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
WANTED = {
    "requirements.lock": PROJECT["dependencies"],
    "requirements-prod.lock": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["prod"],
    "requirements-dev.lock": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"],
}
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def pinned(name: str) -> dict[str, str]:
    """Package to version."""
    return {canonicalize_name(package): version for package, version in PINNED.findall((ROOT / name).read_text())}


@pytest.mark.parametrize("name", WANTED)
def test_every_wanted_package_is_locked_in_a_version_that_is_wanted(name: str) -> None:
    locked = pinned(name)
    for line in WANTED[name]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(locked[canonicalize_name(wanted.name)]), line


@pytest.mark.parametrize("name", WANTED)
def test_every_package_has_a_hash(name: str) -> None:
    for entry in re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text().split("\n", 2)[2]):
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("name", WANTED)
def test_no_lock_holds_an_address(name: str) -> None:
    assert not re.search(r"https?:|file:|--index|--find-links|/tmp|/home", (ROOT / name).read_text())


@pytest.mark.parametrize("larger", ["requirements-prod.lock", "requirements-dev.lock"])
def test_the_larger_locks_hold_the_runtime_unchanged(larger: str) -> None:
    assert pinned("requirements.lock").items() <= pinned(larger).items()
