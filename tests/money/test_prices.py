"""Each price is the published one; a price nobody has published is not zero."""

from datetime import timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from django.db.utils import IntegrityError
from django.utils import timezone

from jobs import money
from jobs.actions.founding import found
from jobs.catalogue import OrderSpec
from jobs.models import Price
from tests.catalogue.published import MODELS, TIERS, per_second, seconds

LONG_AGO = timedelta(days=10_000)


@pytest.mark.parametrize(("model", "tier", "sound"), list(product(MODELS, TIERS, (False, True))))
def test_every_price_is_the_published_one(house: Path, model: str, tier: str, sound: bool) -> None:
    listed = per_second(model, tier, sound=sound)
    for duration, takes in product(seconds(model, tier), (1, 3)):
        quote = money.quote(MODELS[model], tier, duration, sound, takes=takes)
        assert quote.per_second == listed
        assert quote.amount == (None if listed is None else listed * duration * takes)


def test_an_order_is_quoted_as_its_model_and_size(house: Path) -> None:
    spec = OrderSpec(prompt="A heron", model="v6", size="1184*1776", duration=7, audio=True, takes=2)
    assert money.quote_order(spec).amount == Decimal("9.52")


def test_watermark_and_shots_cost_nothing(house: Path) -> None:
    plain = OrderSpec(prompt="A heron", model="v6")
    dressed = OrderSpec(prompt="A heron", model="v6", watermark=True, shot_type="multi")
    assert money.quote_order(plain).amount == money.quote_order(dressed).amount == Decimal("1.35")


def test_the_newest_valid_price_counts(house: Path) -> None:
    now = timezone.now()
    for at, amount in ((now - timedelta(hours=1), "0.40"), (now + timedelta(hours=1), "0.90")):
        Price.objects.create(
            model=MODELS["v6"], tier="720P", audio=False, per_second=Decimal(amount), valid_from=at, source="Ada"
        )
    assert money.quote(MODELS["v6"], "720P", 5, False).amount == Decimal("2.00")
    assert money.quote(MODELS["v6"], "720P", 5, False, at=now + timedelta(hours=2)).amount == Decimal("4.50")


def test_before_any_price_was_valid_there_is_none(house: Path) -> None:
    assert money.quote(MODELS["v6"], "720P", 5, False, at=timezone.now() - LONG_AGO).amount is None


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_a_price_of_nothing_cannot_be_stored(house: Path, amount: str) -> None:
    row = Price(
        model="m", tier="720P", audio=False, per_second=Decimal(amount), valid_from=timezone.now(), source="Ada"
    )
    with pytest.raises(IntegrityError):
        row.save()


def test_founding_again_leaves_edited_prices_alone(house: Path) -> None:
    Price.objects.update(per_second=Decimal(9))
    found()
    assert set(Price.objects.values_list("per_second", flat=True)) == {Decimal(9)}


def test_a_broken_order_has_no_price(house: Path) -> None:
    with pytest.raises(ValueError, match="has no price"):
        money.quote_order(OrderSpec(prompt="A heron", model="v9"))
