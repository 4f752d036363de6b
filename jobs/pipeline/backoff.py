"""How long to wait before trying again; pure but for the drawn number."""

import random

from jobs.pace import Pace


def full_jitter(pace: Pace, tries: int, *, least: float = 0.0) -> float:
    """Seconds until try `tries` (from 1): anything between `least` and a bound that doubles up to `pace.backoff_most`.

    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    """
    bound = min(pace.backoff_first * 2 ** min(tries, 16), pace.backoff_most)
    return max(least, random.uniform(bound / 4, bound))  # noqa: S311 - spreads load, guards nothing


def confirm_delay(pace: Pace, since_intent: float) -> float:
    """Seconds until the list is read again, `since_intent` seconds after the create was tried."""
    following = (step - since_intent for step in pace.confirm_steps if step > since_intent)
    return next(following, pace.confirm_every)
