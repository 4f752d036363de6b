"""Links that lead inside: not a byte is sent there, and the film waits for a person with its clock running."""

import socket
from collections.abc import Callable
from dataclasses import replace

import pytest

from jobs.media.download import Road
from jobs.models import ProviderAccount, Render, User
from jobs.pipeline import save
from jobs.states import State
from tests.desk import orders
from tests.pipeline.journey import Journey, story
from tests.pipeline.provider import Provider, changed, says

pytestmark = pytest.mark.usefixtures("account")

TRUSTED = "https://media.pixverseai.cn/film.mp4"
ASTRAY = [
    "http://127.0.0.1/film.mp4",
    "https://169.254.169.254/latest/meta-data",
    "https://10.0.0.8.example.com/film.mp4",
    "https://[::ffff:10.0.0.8]/film.mp4",
    "https://2130706433/film.mp4",
    "file:///etc/passwd",
    "https://lin@media.pixverseai.cn/film.mp4",
    "http://media.pixverseai.cn/film.mp4",
]
INSIDE = ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::ffff:127.0.0.1", "::1"]


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address a film was looked for at. None can be reached."""
    called: list[str] = []

    def dial(address: tuple[str, int], timeout: float) -> socket.socket:
        called.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr("jobs.media.dial.socket.create_connection", dial)
    return called


def far_from_home(monkeypatch: pytest.MonkeyPatch, resolver: Callable[[str, int], list[str]] | None = None) -> None:
    """As in production, where nothing on this machine may be fetched; names lead to where the test says."""
    real = save.road_to

    def road(account: ProviderAccount) -> Road:
        usual = real(account)
        rules = replace(usual.rules, allow_loopback=False)
        return replace(usual, rules=rules, resolver=resolver or usual.resolver)

    monkeypatch.setattr(save, "road_to", road)


def held(provider: Provider, journey: Journey, lin: User, link: str) -> Render:
    """A film whose link is this one, however often it is asked for."""
    provider.lie("query", changed(lambda said: said["output"].update(video_url=link)), times=99)
    return journey.until_true(orders(lin), lambda film: film.held)


@pytest.mark.parametrize("link", ASTRAY)
def test_row_24_a_link_astray_is_not_followed(
    provider: Provider, journey: Journey, lin: User, link: str, dialled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    far_from_home(monkeypatch)
    film = held(provider, journey, lin, link)
    assert (film.hold_code, film.state, dialled) == ("link-blocked", State.SUCCEEDED, [])
    assert film.deadline_at is not None


@pytest.mark.parametrize("address", INSIDE)
def test_row_24_a_trusted_name_that_leads_inside_is_not_followed(
    provider: Provider, journey: Journey, lin: User, address: str, dialled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    far_from_home(monkeypatch, lambda host, port: ["8.8.8.8", address])
    film = held(provider, journey, lin, TRUSTED)
    assert (film.hold_code, dialled) == ("link-blocked", [])


def test_row_24_a_name_that_changes_its_mind_is_only_called_where_it_was_checked(
    provider: Provider, journey: Journey, lin: User, dialled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opinions = iter([["8.8.8.8"], *[["127.0.0.1"]] * 9])
    far_from_home(monkeypatch, lambda host, port: next(opinions))
    film = held(provider, journey, lin, TRUSTED)
    assert (film.hold_code, dialled) == ("link-blocked", ["8.8.8.8"])


@pytest.mark.parametrize("place", ["http://169.254.169.254/latest", "https://10.0.0.8/film.mp4", "file:///etc/passwd"])
def test_row_24_a_redirect_to_a_place_inside_is_not_followed(
    provider: Provider, journey: Journey, finished: Render, place: str
) -> None:
    provider.lie("film", says(302, b"", Location=place), times=99)
    film = journey.until_true(finished, lambda film: film.held)
    assert (film.hold_code, story(film).count("integrity")) == ("link-blocked", 5)
