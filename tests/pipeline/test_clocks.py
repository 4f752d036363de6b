"""Our clock jumps by two hours, the provider's does not: nothing is given up early and nothing sleeps."""

import pytest

from jobs.models import Render, User
from jobs.states import State
from tests.desk import orders
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, look
from tests.pipeline.provider import Provider, changed, hangs_up, unknown


def test_a_clock_that_jumps_ahead_expires_nothing(provider: Provider, journey: Journey, pending: Render) -> None:
    """Only ours jumps: the provider's own goes on as before."""
    provider.lie("query", unknown, times=4)
    provider.lie("list", changed(lambda page: page.update(data=[], total=0)), times=9)
    journey.passes(20)
    journey.tick()
    jump(journey, provider, 7200)
    journey.run(200)
    assert look(pending).state == State.PENDING
    provider.honest()
    journey.until(pending, State.SUCCEEDED)
    invariants.hold(provider.sandbox.ledger.path)


def test_a_clock_that_is_set_back_lets_nothing_sleep(provider: Provider, journey: Journey, pending: Render) -> None:
    jump(journey, provider, -7200)
    journey.run(60)
    assert look(pending).state == State.SUCCEEDED
    invariants.hold(provider.sandbox.ledger.path, in_order=False)


@pytest.mark.parametrize("seconds", [7200, -7200])
def test_an_unclear_create_survives_a_jump_of_the_clock(
    provider: Provider, journey: Journey, lin: User, pending: Render, seconds: float
) -> None:
    journey.until(pending, State.SUCCEEDED)
    provider.lie("create", hangs_up(made=True))
    provider.lie("list", changed(lambda page: page.update(data=[], total=0)), times=3)
    film = journey.until(orders(lin), State.CONFIRMING)
    jump(journey, provider, seconds)
    film = journey.until(film, State.SUCCEEDED, State.UNCERTAIN)
    assert (film.state, film.task_id) == (State.SUCCEEDED, provider.made[1])
    invariants.hold(provider.sandbox.ledger.path, in_order=False)


def jump(journey: Journey, provider: Provider, seconds: float) -> None:
    theirs = provider.sandbox.clock
    provider.sandbox.clock = lambda: theirs() - seconds
    journey.passes(seconds)
