"""Two polite limits, each a row in the database: queries per account, submits per lane.

GCRA without a burst: every permit is a moment of its own, one interval after the last. The row is the only truth, so
that no limit is forgotten when a broker restarts or is flushed, and a process whose clock runs ahead only makes the
others wait. https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.db import connection

from jobs.models import Lane, ProviderAccount

MICRO = 1_000_000
STALE = 0.05
"""A permit not used within this many seconds of its moment is thrown away: used late, it would crowd the next."""


MOST_AHEAD = 60 * MICRO
"""No honest queue is this long: a slot further ahead was written before a clock was set back."""


def next_slot(slot: int, now: int, interval: int) -> tuple[int, int]:
    """The moment of the permit and the row's new value, all in microseconds."""
    mine = max(slot, now) if slot - now <= MOST_AHEAD else now + MICRO
    return mine, mine + interval


def query_permit(
    account: ProviderAccount,
    *,
    clock: Callable[[], float] = time.time,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Wait for this account's next free query. Shared by query, list, cancel and key tests of all processes."""
    while True:
        moment = _reserve(account, int(clock() * MICRO)) / MICRO
        sleep(max(0.0, moment - clock()))
        if clock() - moment <= STALE:
            return


_RESERVE = """
    UPDATE jobs_provideraccount
    SET query_slot = %(interval)s + CASE
        WHEN query_slot <= %(now)s THEN %(now)s
        WHEN query_slot <= %(most)s THEN query_slot
        ELSE %(reset)s END
    WHERE id = %(account)s
    RETURNING query_slot
"""
"""`next_slot` as one statement, which is a transaction of its own: many questions a second are paced by it."""


def _reserve(account: ProviderAccount, now: int) -> int:
    """The moment of the next permit, in microseconds.

    :raises ProviderAccount.DoesNotExist: the account is gone.
    """
    interval = -(-MICRO // settings.PIXSTUDIO.query_rate)  # rounded up: never a touch faster than the setting
    named = {"interval": interval, "now": now, "most": now + MOST_AHEAD, "reset": now + MICRO}
    with connection.cursor() as cursor:
        pk = ProviderAccount._meta.pk.get_db_prep_value(account.pk, connection)
        cursor.execute(_RESERVE, {**named, "account": pk})
        row = cursor.fetchone()
    if row is None:
        raise ProviderAccount.DoesNotExist
    return int(row[0]) - interval


def submit_wait(lane: Lane, now: float) -> float:
    """Seconds until this lane may submit again; 0 takes the permit. Call with the lane's row locked."""
    mine, following = next_slot(lane.submit_slot, int(now * MICRO), int(MICRO / submit_rate(lane)))
    wait = max(0.0, mine / MICRO - now)
    slot = mine if wait else following
    if slot < lane.submit_slot or not wait:
        lane.submit_slot = slot
        lane.save(update_fields=["submit_slot"])
    return wait


def submit_rate(lane: Lane) -> float:
    """Submits per second this lane may make: the setting, or less after the provider has throttled it."""
    return min(lane.submit_rate or settings.PIXSTUDIO.submit_rate, settings.PIXSTUDIO.submit_rate)
