"""Every mark of the sandbox ends as its table says, and leaves a trace that can be told."""

from pathlib import Path

import pytest

from jobs.models import ProviderAccount, User
from jobs.pipeline import handout
from jobs.queries import holds
from jobs.states import State
from tests.desk import orders, practice_account, real_account
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, look, story
from tests.pipeline.provider import Provider, ledger_rows

pytestmark = pytest.mark.servers

BEGUN = ["ordered", "claimed", "accepted", "started"]
HOME = ["finished", "save-started", "saved", "derived"]


@pytest.fixture
def ledger(house: Path) -> Path:
    """The practice provider's own."""
    return house / "sandbox" / "ledger.sqlite3"


def test_a_film_is_ordered_rendered_and_brought_home(journey: Journey, lin: User, ledger: Path) -> None:
    film = journey.until(orders(lin, audio=True), State.SAVED)
    journey.run(10)
    assert story(film) == [*BEGUN, *HOME]
    assert {asset.kind for asset in film.assets.all()} == {"film", "poster", "preview"}
    stored = film.assets.get(kind="film")
    assert (stored.width, stored.height, round(stored.seconds or 0), stored.has_audio) == (640, 360, 1, True)
    invariants.hold(ledger)


def test_a_failed_film_says_so_and_costs_nothing(journey: Journey, lin: User, ledger: Path) -> None:
    film = journey.until(orders(lin, "A storm [fail]"), State.FAILED)
    assert (film.error_code, film.error_params["code"]) == ("service-fault", "InternalError.Algo")
    assert story(film) == [*BEGUN, "provider-failed"]
    assert film.charged is False
    invariants.hold(ledger)


def test_a_moderated_prompt_is_refused_at_once(journey: Journey, lin: User, ledger: Path) -> None:
    film = journey.until(orders(lin, "A storm [moderated]"), State.FAILED)
    assert (film.error_code, film.charged) == ("content-prompt", False)
    assert film.error_raw.startswith("Input data")
    assert story(film) == ["ordered", "claimed", "refused"]
    assert ledger_rows(ledger) == []
    invariants.hold(ledger)


def test_a_withheld_film_says_that_the_film_was_withheld(journey: Journey, lin: User, ledger: Path) -> None:
    film = journey.until(orders(lin, "A storm [withheld]"), State.FAILED)
    assert film.error_code == "content-output"
    assert film.error_raw.startswith("Output data")
    invariants.hold(ledger)


def test_an_inactive_product_holds_practice_for_half_a_minute(journey: Journey, lin: User, ledger: Path) -> None:
    failed = journey.until(orders(lin, "A storm [not-activated]"), State.FAILED)
    waiting = orders(lin)
    hold = holds.of(waiting)
    assert hold is not None
    assert (failed.error_code, hold.code, hold.own) == ("not-activated", "not-activated", False)
    journey.run(20)
    assert look(waiting).state == State.QUEUED
    journey.run(14)
    assert look(waiting).state != State.QUEUED
    assert practice_account().hold_code == ""
    invariants.hold(ledger)


def test_a_busy_provider_is_asked_again_until_it_takes_the_film(journey: Journey, lin: User, ledger: Path) -> None:
    film = journey.until(orders(lin, "A storm [busy]"), State.SAVED)
    assert story(film).count("throttled") == 3
    assert len(ledger_rows(ledger)) == 1
    invariants.hold(ledger)


def test_a_slow_film_takes_five_times_as_long(journey: Journey, lin: User, ledger: Path) -> None:
    film = journey.until(orders(lin, "A storm [slow]"), State.SAVED)
    assert film.saved_at is not None
    assert (film.saved_at - film.created_at).total_seconds() > 5 * 22 * 0.8
    invariants.hold(ledger)


def test_a_lost_answer_is_found_in_the_list(journey: Journey, lin: User, ledger: Path) -> None:
    film = journey.until(orders(lin, "A storm [lost]"), State.SAVED)
    assert story(film)[:4] == ["ordered", "claimed", "answer-lost", "adopted"]
    assert film.submission is not None
    assert film.submission.confirmed
    assert len(ledger_rows(ledger)) == 1
    invariants.hold(ledger)


def test_a_film_cut_on_its_way_is_continued(journey: Journey, lin: User, ledger: Path) -> None:
    film = journey.until(orders(lin, "A storm [cut]"), State.SAVED)
    assert story(film).count("save-started") == 2
    assert "save-broken" in story(film)
    invariants.hold(ledger)


def test_a_forgotten_film_is_expired(journey: Journey, lin: User, ledger: Path) -> None:
    film = journey.until(orders(lin, "A storm [expired]"), State.EXPIRED)
    assert (film.error_code, film.charged, story(film)[-1]) == ("expired", False, "gone")
    invariants.hold(ledger)


@pytest.mark.parametrize(
    ("secret", "code"),
    [
        ("sk-test-revoked-1", "key-refused"),
        ("sk-test-denied-1", "no-right"),
        ("sk-test-arrears-1", "arrearage"),
        ("sk-test-inactive-1", "not-activated"),
    ],
)
def test_a_key_with_a_fate_holds_its_account_and_keeps_the_queue(
    provider: Provider, journey: Journey, lin: User, secret: str, code: str
) -> None:
    account = real_account(provider.base_url, secret=secret)
    film = orders(lin)
    journey.run(10)
    hold = holds.of(look(film))
    assert hold is not None
    assert (hold.code, look(film).state, provider.count("create")) == (code, State.QUEUED, 1)
    assert ProviderAccount.objects.get(pk=account.pk).held
    assert handout.pick(look(film).changed_at) == []
    invariants.hold(provider.sandbox.ledger.path)


def test_a_throttled_key_waits_longer_each_time_and_fails_nothing(
    provider: Provider, journey: Journey, lin: User
) -> None:
    real_account(provider.base_url, secret="sk-test-throttled-1")
    film = orders(lin)
    journey.run(300)
    assert look(film).state == State.QUEUED
    assert 5 <= provider.count("create") <= 15
    assert holds.of(look(film)) is None
    invariants.hold(provider.sandbox.ledger.path)
