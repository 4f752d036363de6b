"""How many films twenty questions a second carry, and how many are refused for haste, beside what others do.

A film is carried while its state is told every thirty seconds and no question is refused. The official SDK is measured
twice: where nothing is refused, to see how often it asks; and at the provider's limits, which end its waits.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.house import open_house

os.environ["PIXSTUDIO_ALLOW_LOOPBACK"] = "1"
open_house()

from django.db import connection  # noqa: E402 - the app, after its settings

from jobs.actions.people import make_owner  # noqa: E402
from jobs.management.preparing import prepare  # noqa: E402
from jobs.models import User  # noqa: E402
from tests.bench.afloat import afloat, key_of, longest_unseen  # noqa: E402
from tests.bench.figures import Figure, tell  # noqa: E402
from tests.bench.hands import STUDIO, hands  # noqa: E402
from tests.bench.rival_timers import timers  # noqa: E402
from tests.bench.toll import Tally, Toll, toll_at_work  # noqa: E402
from tests.sandbox import official  # noqa: E402
from tests.studio import OWNER, ROOT  # noqa: E402

LIMIT = 20
"""Questions a second."""
POLL = 15.0
SINGLY, LISTED = 270, 2000
WARM, WATCHED, LOOKS = 20.0, 45.0, 15
UNSEEN = 30.0
WAITS, RAMP, STEADY = 60, 22.0, 15.0
"""Of the SDK: after its first twenty seconds it asks every five."""
LOST = 30
UNLIMITED = 10_000
TWO_WORKERS = {**STUDIO, "second": STUDIO["worker"]}


def main() -> None:
    cadence = _cadence()
    rival = LIMIT / cadence
    tell(Figure(what="carried by the SDK, if its questions never met", value=rival, unit="films"))
    tell(Figure(what=f"{LOST} waits of the SDK begun at once: lost to a refusal", value=_lost(), unit=""))
    prepare()
    user = make_owner(OWNER["PIXSTUDIO_OWNER_EMAIL"], OWNER["PIXSTUDIO_OWNER_PASSWORD"])
    for films, lists, least in ((SINGLY, False, 2.5), (LISTED, True, 20.0)):
        how = "with the list" if lists else "one by one"
        tally, unseen = _carried(user, films, lists=lists)
        tell(
            Figure(what=f"{films:,} films {how}, two workers: refused for haste", value=tally.refused, unit="", most=0)
        )
        tell(Figure(what=f"{films:,} films {how}: longest without news", value=unseen, unit="s", most=UNSEEN))
        tell(
            Figure(
                what=f"{films:,} films {how}: questions", value=tally.answered / WATCHED, unit="a second", most=LIMIT
            )
        )
        kept = not tally.refused and unseen <= UNSEEN
        tell(Figure(what=f"carried {how}, to the SDK", value=films / rival if kept else 0.0, least=least))
    naive = _timers()
    tell(Figure(what=f"{SINGLY} films, a timer each: refused for haste", value=naive.refused, unit=f"of {naive.asked}"))


def _carried(user: User, films: int, *, lists: bool) -> tuple[Tally, float]:
    """What the provider counted, and the longest that any film was without news."""
    with _provider() as toll:
        toll.lists = lists
        afloat(toll, user, films=films, accounts=1, due=(3 * POLL, 4 * POLL) if lists else (0.0, POLL))
        connection.close()
        with hands(TWO_WORKERS, {"PIXSTUDIO_POLL_SECONDS": str(POLL)}):
            time.sleep(WARM)
            before, unseen = toll.so_far(), 0.0
            for _ in range(LOOKS):
                time.sleep(WATCHED / LOOKS)
                unseen = max(unseen, longest_unseen(POLL))
            return toll.so_far().since(before), unseen


def _timers() -> Tally:
    with _provider() as toll:
        timers(toll.base_url, key_of(0), toll.make(key_of(0), SINGLY), every=POLL, seconds=WATCHED)
        return toll.so_far()


def _cadence() -> float:
    """Questions of one wait in a second."""
    with _provider(query_rate=UNLIMITED) as toll, _sdk(toll, WAITS, RAMP + STEADY + 5):
        time.sleep(RAMP)
        before = toll.so_far()
        time.sleep(STEADY)
        return toll.so_far().since(before).answered / STEADY / WAITS


def _lost() -> float:
    """Waits that ended although every task goes on."""
    with _provider() as toll, _sdk(toll, LOST, RAMP) as waits:
        return float(waits.communicate()[0])


@contextmanager
def _sdk(toll: Toll, waits: int, seconds: float) -> "Iterator[subprocess.Popen[str]]":
    tasks = toll.make(key_of(0), waits)
    words = [str(ROOT / "tests" / "bench" / "rival_sdk.py"), toll.base_url, key_of(0), str(seconds), *tasks]
    surroundings = official.surroundings()
    with subprocess.Popen(
        [sys.executable, *words], env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        begun = time.monotonic()
        while not toll.so_far().asked and time.monotonic() - begun < RAMP:
            time.sleep(0.1)
        yield process
        process.terminate()


@contextmanager
def _provider(*, query_rate: int = LIMIT) -> Iterator[Toll]:
    with TemporaryDirectory(prefix="pixstudio-bench-") as name, toll_at_work(Path(name), query_rate=query_rate) as toll:
        yield toll


if __name__ == "__main__":
    main()
