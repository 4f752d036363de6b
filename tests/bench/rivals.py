"""What it costs to know how two thousand films get on: processor's time for each state of a task that was told.

Beside the studio stands one Celery message for each question, delivered when it is time. Both ask through the same
client and write the same row. What the provider takes does not count. Asked one by one are films whose account has no
readable list. No film is watched for as long as the list is trusted: most are home by then.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.house import open_house

os.environ["PIXSTUDIO_ALLOW_LOOPBACK"] = "1"
open_house()

from django.db import connection  # noqa: E402 - the app, after its settings

from jobs.actions.people import make_owner  # noqa: E402
from jobs.management.preparing import prepare  # noqa: E402
from jobs.models import User  # noqa: E402
from tests.bench import rival_eta  # noqa: E402
from tests.bench.afloat import afloat  # noqa: E402
from tests.bench.figures import Figure, tell  # noqa: E402
from tests.bench.hands import STUDIO, Hands, Words, hands  # noqa: E402
from tests.bench.toll import Toll, toll_at_work  # noqa: E402
from tests.studio import OWNER  # noqa: E402

FILMS = 2000
POLL = 15.0
SLOWLY = 30.0
"""Seconds between two questions about one film where each is asked for by itself: two cores answer no more."""
WARM, WATCHED = 15.0, 25.0
"""Each film has been asked after once before: a first answer has more to tell."""
SWEEPS = 3 * 16.0
"""Seconds of three surveys: one follows the other at the first tick after fifteen seconds."""
UNLIMITED = 1000


def main() -> None:
    prepare()
    user = make_owner(OWNER["PIXSTUDIO_OWNER_EMAIL"], OWNER["PIXSTUDIO_OWNER_PASSWORD"])
    rival = _measured(_rival, user, lists=False, query_rate=UNLIMITED, every=SLOWLY, watched=WATCHED)
    tell(Figure(what="a state seen by a message of its own", value=rival, unit="ms"))
    singly = _measured(_studio, user, lists=False, query_rate=UNLIMITED, every=SLOWLY, watched=WATCHED)
    tell(Figure(what="a state seen by a question of its own", value=singly, unit="ms"))
    swept = _measured(_studio, user, lists=True, query_rate=20, every=POLL, watched=SWEEPS)
    tell(Figure(what="a state seen with the list", value=swept, unit="ms"))
    tell(Figure(what=f"{FILMS:,} films: asked one by one, to a message each", value=singly / rival, most=1 / 3))
    tell(Figure(what=f"{FILMS:,} films: asked with the list, to a message each", value=swept / rival, most=1 / 30))


Begin = Callable[[float], tuple[Words, dict[str, str], Callable[[str], object]]]


def _rival(every: float) -> tuple[Words, dict[str, str], Callable[[str], object]]:
    words = {"worker": ["-m", "tests.bench.rival_eta", "12"]}
    return words, {rival_eta.EVERY: str(every)}, lambda broker: rival_eta.plant(broker, every)


def _studio(every: float) -> tuple[Words, dict[str, str], Callable[[str], object]]:
    return STUDIO, {"PIXSTUDIO_POLL_SECONDS": str(every)}, lambda broker: None


def _measured(begin: Begin, user: User, *, lists: bool, query_rate: int, every: float, watched: float) -> float:
    """Milliseconds for each state that was told."""
    words, environment, first = begin(every)
    environment["PIXSTUDIO_QUERY_RATE"] = str(query_rate * 9 // 10)
    with TemporaryDirectory(prefix="pixstudio-bench-") as name, toll_at_work(Path(name), query_rate=query_rate) as toll:
        toll.lists = lists
        due = (3 * every, 4 * every) if lists else (0.0, every)  # the list comes first
        afloat(toll, user, films=FILMS, accounts=1, due=due)
        connection.close()
        with hands(words, environment, first=first) as at_work:
            time.sleep(WARM + (4 * every if lists else every))
            return _cost(toll, at_work, watched)


def _cost(toll: Toll, at_work: Hands, watched: float) -> float:
    taken, before = at_work.taken(), toll.so_far()
    time.sleep(watched)
    return (at_work.taken() - taken) * 1000 / max(toll.so_far().since(before).shown, 1)


if __name__ == "__main__":
    main()
