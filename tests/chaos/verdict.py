"""What must be true afterwards, asked of the provider's own ledger and of the studio's database."""

import json
from collections import Counter
from pathlib import Path

from tests.chaos.people import KEY, People
from tests.pipeline.provider import Provider
from tests.studio import Studio

QUERIES = ("query", "list")
MOST = 20
_ASKED = """
import json, traceback
from pathlib import Path
from tests.pipeline import invariants
wrong = []
try:
    invariants.hold(Path({ledger!r}))
except AssertionError as error:
    place = traceback.extract_tb(error.__traceback__)[-1]
    wrong.append(f"{{place.name}}: {{' '.join(str(error).split())[:300] or place.line}}")
print(json.dumps(wrong))
"""


def of_the_uncertain(people: People, provider: Provider) -> list[str]:
    """Whoever is asked "send again?" must have no film at the provider that nobody mentions: they would pay twice."""
    made = Counter(row["seed"] for row in provider.rows())
    return [
        f"film {row['id']} waits for a person who knows of no task, and the provider has made one: {people.story(row)}"
        for row in people.renders()
        if row["state"] == "uncertain" and not row["candidates"] and made[row["seed"]]
    ]


def of_all(studio: Studio, provider: Provider) -> list[str]:
    """Empty when nothing was lost and nothing paid twice."""
    return [*_tasks(studio, provider), *_invariants(studio, provider), *_rate(provider), *_secrets(studio)]


def busiest(provider: Provider) -> int:
    """Queries and lists in any second, as they arrived."""
    arrived = sorted(call.at for call in provider.calls if call.kind in QUERIES)
    most = first = 0
    for last, at in enumerate(arrived):
        while arrived[first] <= at - 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


def _tasks(studio: Studio, provider: Provider) -> list[str]:
    """One film, one task, one charge; all of them are home."""
    people = People(studio)
    rows = people.renders()
    made = Counter(row["seed"] for row in provider.rows())
    twice = [row for row in rows if made[row["seed"]] > 1]
    lost = [row for row in rows if row["state"] != "saved"]
    return [
        *(f"film {row['id']} was made {made[row['seed']]} times: {people.story(row)}" for row in twice),
        *(f"film {row['id']} ended as {row['state']}: {people.story(row)}" for row in lost),
    ]


def _invariants(studio: Studio, provider: Provider) -> list[str]:
    ledger: Path = provider.sandbox.ledger.path
    asked = studio.manage("shell", "--verbosity", "0", "-c", _ASKED.format(ledger=str(ledger)))
    if asked.returncode:
        return [f"the invariants could not be asked: {asked.stderr[-300:]}"]
    return [str(line) for line in json.loads(asked.stdout.strip().splitlines()[-1])]


def _rate(provider: Provider) -> list[str]:
    most = busiest(provider)
    return [f"{most} queries in one second"] if most > MOST else []


def _secrets(studio: Studio) -> list[str]:
    """The key is in no log and no spooled answer."""
    places = [studio.log, *(studio.data / "run").glob("*.log"), *(studio.data / "spool").glob("*")]
    return [f"the key stands in {path.name}" for path in places if KEY.encode() in path.read_bytes()]
