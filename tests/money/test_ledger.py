"""What is booked for a film: reserved at the click, settled or released at its end, each once."""

from decimal import Decimal
from itertools import product

import pytest
from django.utils import timezone

from jobs import money
from jobs.actions.renders import Choice, cancel, resolve
from jobs.models import LedgerLine, ProviderAccount, Render, User
from jobs.states import State
from tests.catalogue.published import MODELS, size
from tests.desk import orders, takes_in
from tests.pipeline import invariants
from tests.pipeline.journey import Journey
from tests.pipeline.provider import Provider, changed, hangs_up, says

pytestmark = pytest.mark.servers


def booked(render: Render) -> dict[str, Decimal | None]:
    return dict(render.ledger.values_list("kind", "amount"))


@pytest.fixture
def real(provider: Provider, account: ProviderAccount, journey: Journey) -> Journey:
    journey.saving = False
    return journey


def test_a_film_is_reserved_at_the_click_and_settled_by_what_was_counted(real: Journey, lin: User) -> None:
    film = orders(lin, tier="540P", ratio="1:1", duration=3, audio=True)
    assert booked(film) == {"reserve": Decimal("0.81")}
    film = real.until(film, State.SUCCEEDED)
    assert booked(film) == {"reserve": Decimal("0.81"), "settle": Decimal("0.81")}
    assert (film.estimate, film.cost, film.charged) == (Decimal("0.81"), Decimal("0.81"), True)
    assert not film.ledger.get(kind="settle").estimated


def test_every_take_is_booked_for_itself(real: Journey, lin: User) -> None:
    takes = takes_in(lin, takes=3)
    assert [booked(take) for take in takes] == [{"reserve": Decimal("0.15")}] * 3


def test_the_providers_own_count_is_what_is_settled(provider: Provider, real: Journey, lin: User) -> None:
    provider.lie("query", changed(lambda said: said.get("usage", {}).update(duration=10, SR="720")), times=9)
    film = real.until(orders(lin, duration=5), State.SUCCEEDED)
    assert booked(film) == {"reserve": Decimal("0.75"), "settle": Decimal("2.70")}


@pytest.mark.parametrize("gone", ["duration", "SR", "audio"])
def test_what_the_provider_does_not_say_is_taken_from_the_order(
    provider: Provider, real: Journey, lin: User, gone: str
) -> None:
    provider.lie("query", changed(lambda said: said.get("usage", {}).pop(gone, None)), times=9)
    film = real.until(orders(lin, duration=5), State.SUCCEEDED)
    assert booked(film)["settle"] == Decimal("0.75")
    assert film.ledger.get(kind="settle").estimated


def test_an_unknown_price_is_booked_as_unknown(real: Journey, lin: User) -> None:
    film = orders(lin, model="v5.6", duration=5, audio=True)
    assert film.estimate is None
    film = real.until(film, State.SUCCEEDED)
    assert booked(film) == {"reserve": None, "settle": None}
    assert (film.cost, film.charged) == (None, True)


@pytest.mark.parametrize("mark", ["[fail]", "[moderated]", "[withheld]"])
def test_a_film_that_fails_gives_its_money_back(real: Journey, lin: User, mark: str) -> None:
    film = real.until(orders(lin, f"A storm {mark}"), State.FAILED)
    assert booked(film) == {"reserve": Decimal("0.15"), "release": Decimal("0.15")}
    invariants.hold()


def test_a_film_canceled_here_gives_its_money_back(real: Journey, lin: User) -> None:
    film = orders(lin)
    cancel(film, actor=lin)
    cancel(film, actor=lin)
    assert booked(film) == {"reserve": Decimal("0.15"), "release": Decimal("0.15")}
    invariants.hold()


def test_a_refused_and_repeated_create_is_reserved_once(provider: Provider, real: Journey, lin: User) -> None:
    throttled = {"code": "Throttling", "message": "", "request_id": "r-1"}
    provider.lie("create", says(429, throttled), times=5)
    film = real.until(orders(lin), State.SUCCEEDED)
    assert film.submission is not None
    assert (film.submission.posts, film.ledger.count(), len(provider.made)) == (6, 2, 1)


def test_money_of_an_undecided_film_stays_reserved_until_it_is_proven(
    provider: Provider, real: Journey, lin: User
) -> None:
    provider.lie("create", hangs_up(made=False))
    film = real.until(orders(lin), State.UNCERTAIN)
    resolve(film, Choice.GIVE_UP, actor=lin)
    assert (booked(film), film.charged) == ({"reserve": Decimal("0.15")}, None)


def test_a_proven_absence_gives_the_money_back(provider: Provider, real: Journey, lin: User) -> None:
    real.until(orders(lin), State.SUCCEEDED)
    provider.lie("create", hangs_up(made=False))
    film = real.until(orders(lin), State.UNCERTAIN)
    resolve(film, Choice.GIVE_UP, actor=lin)
    assert (booked(film), film.charged) == ({"reserve": Decimal("0.15"), "release": Decimal("0.15")}, False)


def test_practice_is_never_booked(journey: Journey, lin: User) -> None:
    journey.saving = False
    film = journey.until(orders(lin), State.SUCCEEDED)
    failed = journey.until(orders(lin, "A storm [fail]"), State.FAILED)
    assert not LedgerLine.objects.exists()
    assert (film.charged, failed.charged, film.cost) == (False, False, None)


def test_booking_twice_changes_nothing(real: Journey, lin: User) -> None:
    submission = orders(lin).submission
    assert submission is not None
    for _ in range(2):
        money.release(submission, now=timezone.now(), because="canceled")
    assert submission.ledger.count() == 2


def test_a_sample_of_the_table_reaches_the_provider_and_is_settled_at_its_price(
    provider: Provider, real: Journey, lin: User
) -> None:
    sample = [("c1", "1080P", "21:9", 15), ("v6", "720P", "2:3", 1), ("v5.6", "1080P", "1:1", 8)]
    for (model, tier, ratio, duration), audio in product(sample, (False, True)):
        asked = orders(lin, model=model, tier=tier, ratio=ratio, duration=duration, audio=audio)
        film = real.until(asked, State.SUCCEEDED)
        sent = provider.rows()[-1]
        assert (sent["model"], sent["size"]) == (MODELS[model], size(model, tier, ratio))
        assert (sent["duration"], bool(sent["audio"])) == (duration, audio)
        assert booked(film)["settle"] == film.estimate
    assert len(provider.made) == 6
