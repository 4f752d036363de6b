"""Every duration of the pipeline, in seconds, in one place.

`PIXSTUDIO_TIME_SCALE` divides them for tests and demonstrations, each down to a floor below which the
machine itself is slower than the clock. What is a rate, a promise to people or a number of heartbeats is not scaled.
"""

from dataclasses import dataclass

HOUR = 3600.0
DAY = 24 * HOUR


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Durations after scaling; build with `Pace.of`."""

    scale: float
    tick: float
    tick_most: float
    """After so long a tick that has not ended is taken for dead: as long as the rows it had marked stay marked."""
    poll: float
    poll_round: float
    """After so long no further film of a round is asked after: a lease outlives this and the longest answer."""
    create_connect: float
    create_read: float
    create_total: float
    query_total: float
    submit_lease: float
    poll_lease: float
    save_lease: float
    derive_lease: float
    woken: float
    confirm_steps: tuple[float, ...]
    confirm_every: float
    absent_after: float
    list_unreadable_after: float
    confirm_ends: float
    margin_measured: float
    margin_unmeasured: float
    offset_fresh: float
    unknown_pause: float
    unknown_min_age: float
    window: float
    window_end: float
    late_poll: float
    list_every: float
    backoff_first: float
    backoff_most: float
    slow_retry: float
    download_idle: float
    save_turn: float
    sandbox_hold: float
    hold_recheck: float
    breaker_first: float
    breaker_most: float
    last_hours: float
    survey_trust: float
    alarms: tuple[float, ...]

    @classmethod
    def of(cls, *, scale: float = 1.0, poll_seconds: float = 15.0) -> "Pace":
        def s(seconds: float, floor: float = 0.0) -> float:
            return max(seconds / scale, floor)

        create_total = s(45, 3)
        query_total = s(20, 3)
        return cls(
            scale=scale,
            tick=s(2, 0.2),
            tick_most=s(10, 2),
            poll=s(poll_seconds, 0.2),
            poll_round=s(8, 1),
            create_connect=s(5, 1),
            create_read=s(30, 3),
            create_total=create_total,
            query_total=query_total,
            submit_lease=s(60, create_total + 2),
            poll_lease=s(30, query_total + 2),
            save_lease=s(60, s(30, 3) + 2),
            derive_lease=s(180, 62),
            woken=s(10, 2),
            confirm_steps=tuple(s(step, 0.2) for step in (5, 15, 30, 60, 120, 300)),
            confirm_every=s(300, 0.2),
            absent_after=s(600, 2),
            list_unreadable_after=s(1800, 2),
            confirm_ends=s(23 * HOUR, 2),
            margin_measured=s(10, 2),
            margin_unmeasured=s(120, 2),
            offset_fresh=s(HOUR, 2),
            unknown_pause=s(60, 2),
            unknown_min_age=s(600, 2),
            window=s(DAY),
            window_end=s(2 * DAY),
            late_poll=s(HOUR),
            list_every=s(HOUR, 2),
            backoff_first=s(1, 0.1),
            backoff_most=s(60, 0.1),
            slow_retry=s(300, 0.1),
            download_idle=s(30, 3),
            save_turn=s(60, 3),
            sandbox_hold=s(30, 0.1),
            hold_recheck=s(300, 0.1),
            breaker_first=s(15, 0.2),
            breaker_most=s(120, 0.2),
            last_hours=s(2 * HOUR),
            survey_trust=s(600),
            alarms=(s(6 * HOUR), s(HOUR)),
        )
