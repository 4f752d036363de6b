"""`make bench`, or `python -m tests.bench [names]`: what is promised about speed, measured in one run of a few minutes.

Each claim runs in a process of its own, the gallery on both databases. The exit status says whether a bound is broken.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pixstudio import environment
from tests import machine, servers
from tests.bench.figures import Figure, table
from tests.studio import ROOT

CLAIMS = (
    "gallery",
    "gallery-postgresql",
    "weight",
    "browser",
    "films",
    "production",
    "pages",
    "pipeline",
    "downloads",
    "archive",
    "rivals",
    "carried",
)
PATIENCE = 420.0  # seconds for one claim


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in CLAIMS]
    if unknown:
        sys.stdout.write(f"There is no {', '.join(unknown)}. Known: {', '.join(CLAIMS)}.\n")
        return 2
    figures: list[Figure] = []
    for name in names or CLAIMS:
        found = list(_measured(name))
        sys.stdout.write(f"\n{name}\n{table(found)}\n")
        figures += found
    broken = [figure.what for figure in figures if not figure.kept]
    sys.stdout.write(f"\n{len(figures)} figures, {len(broken)} broken.\n")
    return 1 if broken else 0


def _measured(name: str) -> Iterator[Figure]:
    """Figures as the claim's process tells them."""
    sys.stdout.write(f"Measuring {name} …\n")
    sys.stdout.flush()
    module, _, database = name.partition("-")
    with tempfile.TemporaryDirectory(prefix="pixstudio-bench-") as folder, _database(database) as url:
        surroundings = _surroundings(Path(folder), url)
        try:
            ended = subprocess.run(
                [sys.executable, "-m", f"tests.bench.{module}"],
                cwd=ROOT,
                env=surroundings,
                stdout=subprocess.PIPE,
                text=True,
                timeout=PATIENCE,
                check=False,
            )
            lines, whole = ended.stdout, ended.returncode == 0
        except subprocess.TimeoutExpired as late:
            lines, whole = (late.stdout or b"").decode(), False
    yield from (Figure(**json.loads(line)) for line in lines.splitlines() if line.startswith("{"))
    if not whole:
        yield Figure(what=f"{name} did not come to its end", value=1, unit="", most=0)


def _surroundings(data: Path, database_url: str) -> dict[str, str]:
    """Nothing of the developer's own settings."""
    data.chmod(0o700)
    blank = dict.fromkeys(environment.known_names(), "")
    return {**os.environ, **blank, "PIXSTUDIO_DATA": str(data), "DATABASE_URL": database_url}


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind != "postgresql":
        yield ""
    elif not machine.POSTGRES.path():
        raise SystemExit("PostgreSQL is not installed, so the gallery cannot be measured on it.")
    else:
        with servers.postgres() as server:
            yield servers.new_database(server)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
