"""Long troubles: meanwhile every page says what is the matter, afterwards all films come home with nobody's help."""

import errno

import pytest

from jobs.actions import keys
from jobs.media.faults import LocalFault
from jobs.models import ProviderAccount, Render, User
from jobs.states import State
from jobs.web.frame import banners
from tests.desk import orders
from tests.pipeline.journey import Journey, look
from tests.pipeline.provider import HTML, Provider, says

HOUR = 3600.0
DOWN = says(502, HTML)
REFUSED = says(401, {"code": "InvalidApiKey", "message": "Invalid API-key provided.", "request_id": "r-401"})


def told(user: User) -> str:
    """What stands above every page, but that it is no practice."""
    return " ".join(notice.message for notice in banners(user))


def all_home(journey: Journey, *films: Render) -> None:
    for film in films:
        journey.until(film, State.SAVED)


def test_row_18_an_hour_without_the_provider(provider: Provider, journey: Journey, pending: Render, lin: User) -> None:
    journey.saving = True
    for kind in ("create", "query", "list", "cancel", "film"):
        provider.habits[kind] = DOWN
    journey.run(120)
    waiting = orders(lin)
    journey.run(HOUR)
    assert "DashScope does not answer." in told(lin)
    assert provider.count("create") == 1
    provider.habits.clear()
    all_home(journey, pending, waiting)
    assert told(lin) == ""


def test_row_25_ten_minutes_without_room(
    provider: Provider, journey: Journey, finished: Render, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def breaks(*_: object) -> None:
        raise LocalFault(OSError(errno.ENOSPC, "No space left on device"))

    with monkeypatch.context() as patch:
        patch.setattr("jobs.media.stock.try_writing", full)
        patch.setattr("jobs.pipeline.save.stock.put", breaks)
        journey.tick()
        waiting = orders(lin)
        journey.run(600)
        assert "The studio's disk is full. Nothing is lost" in told(lin)
        assert (look(finished).state, look(waiting).state) == (State.SUCCEEDED, State.QUEUED)
    all_home(journey, finished, waiting)
    assert told(lin) == ""


def test_row_09_a_key_that_is_revoked_and_replaced_a_quarter_of_an_hour_later(
    provider: Provider, account: ProviderAccount, journey: Journey, pending: Render, lin: User
) -> None:
    journey.saving = True
    provider.habits["query"] = provider.habits["create"] = REFUSED
    journey.run(60)
    waiting = orders(lin)
    journey.run(HOUR / 4)
    assert "The provider refused this key" in told(lin)
    assert (look(pending).state, look(waiting).state) == (State.PENDING, State.QUEUED)
    provider.habits.clear()
    keys.replace(account.keys.get(), secret="sk-test-lin-2", label="Second", actor=None)
    all_home(journey, pending, waiting)
    assert told(lin) == ""
