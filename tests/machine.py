"""The programs the tests need beside Python: installed where root on Debian, else named in one line.

`python -m tests.machine`, as `make test` does first. With REQUIRE_ALL=1 something missing is a failure.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Program:
    """A system program: Debian's package, how to find it, and what is not tested without it."""

    package: str
    names: tuple[str, ...]
    without: str

    def path(self) -> str | None:
        return next(filter(None, map(_found, self.names)), None)


REDIS = Program(
    package="redis-server", names=("redis-server", "valkey-server"), without="the pass on PostgreSQL and Redis"
)
POSTGRES = Program(package="postgresql", names=("initdb",), without="the pass on PostgreSQL and Redis")
CHROMIUM = Program(
    package="chromium", names=("chromium", "chromium-browser", "google-chrome"), without="journeys in a browser"
)
NGINX = Program(package="nginx", names=("nginx",), without="production behind its proxy")
PROGRAMS = (REDIS, POSTGRES, CHROMIUM, NGINX)


def _found(name: str) -> str | None:
    """On PATH, in the folder of servers, or where Debian hides PostgreSQL's programs; the newest version first."""
    hidden = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(hidden[0]) if hidden else shutil.which(name) or shutil.which(name, path="/usr/sbin")


def required() -> bool:
    """A skip is a failure: what CI asks for."""
    return os.environ.get("REQUIRE_ALL") == "1"


def _install(missing: list[Program]) -> None:
    packages = [program.package for program in missing]
    sys.stdout.write(f"Installing {', '.join(packages)} …\n")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", "--quiet=2", *words], env=quiet, check=False, stdout=subprocess.DEVNULL)


def main() -> int:
    missing = [program for program in PROGRAMS if not program.path()]
    if missing and os.geteuid() == 0 and Path("/etc/debian_version").exists():
        _install(missing)
        missing = [program for program in PROGRAMS if not program.path()]
    for program in missing:
        sys.stdout.write(f"{program.package} is not installed, so {program.without} will not run.\n")
    return 1 if missing and required() else 0


if __name__ == "__main__":
    sys.exit(main())
