"""Not a byte of the order left the house: it is sent again, later each time, and nothing is unclear."""

from itertools import pairwise
from pathlib import Path

import pytest

from jobs.models import ProviderAccount, User
from jobs.queries import holds
from jobs.states import HoldCode, Outcome, State
from tests.desk import orders, real_account
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, look, story
from tests.pipeline.provider import Provider, provider_at_work, says
from tests.servers import free_port

TRIES = ("never-sent", "not-sent")
"""The latter once the circuit breaker is open: a question that costs nothing found nobody either."""


@pytest.mark.parametrize("place", ["http://127.0.0.1:{port}", "https://nowhere.invalid"])
def test_a_provider_that_cannot_be_reached_is_tried_again_and_again(journey: Journey, lin: User, place: str) -> None:
    real_account(place.format(port=free_port()) + "/api/v1")
    film = orders(lin)
    journey.run(300)
    film = look(film)
    assert film.submission is not None
    hold = holds.of(film)
    assert hold is not None
    assert (film.state, film.submission.outcome, hold.code) == (State.QUEUED, Outcome.PLANNED, HoldCode.NO_ANSWER)
    assert 5 <= sum(story(film).count(tried) for tried in TRIES) <= 15
    invariants.hold()


def test_the_waits_grow(journey: Journey, lin: User) -> None:
    real_account(f"http://127.0.0.1:{free_port()}/api/v1")
    film = orders(lin)
    journey.run(600)
    tries = [event.at for event in film.events.filter(happening__in=TRIES).order_by("at")]
    waits = [(later - earlier).total_seconds() for earlier, later in pairwise(tries)]
    assert max(waits[:2]) < 15 <= min(waits[-3:])


def test_when_it_is_back_the_film_is_sent_once(provider: Provider, journey: Journey, lin: User) -> None:
    account = real_account(f"http://127.0.0.1:{free_port()}/api/v1")
    film = orders(lin)
    journey.run(60)
    ProviderAccount.objects.filter(pk=account.pk).update(base_url=provider.base_url)
    journey.saving = False
    film = journey.until(film, State.SUCCEEDED)
    assert (provider.count("create"), film.tries) == (1, 0)
    invariants.hold(provider.sandbox.ledger.path)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_way_elsewhere_is_not_followed_and_the_key_stays(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User, house: Path, status: int
) -> None:
    with provider_at_work(house / "elsewhere") as elsewhere:
        provider.lie("create", says(status, b"", Location=elsewhere.base_url))
        provider.lie("list", says(status, b"", Location=f"{elsewhere.base_url}/tasks"))
        film = journey.until(orders(lin), State.CONFIRMING)
        journey.run(30)
        assert elsewhere.calls == []
    assert "answer-lost" in story(film)
