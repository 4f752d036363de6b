"""What a studio has from its first minute: a space, the practice provider, prices, and the key from the environment.

Every part is made once and left alone afterwards; the whole may be called as often as one likes.
"""

from datetime import UTC, datetime, time

from django.conf import settings
from django.db import transaction

from jobs.actions.keys import add, first_real_account, open_lanes
from jobs.catalogue import LIST_PRICES, PRICE_DATE
from jobs.models import Price, ProviderAccount, ProviderKey, Space, Studio
from jobs.states import AccountKind
from jobs.vault.keyring import PRACTICE_BASE_URL


def found() -> None:
    """Make what is missing.

    :raises BadKey: DASHSCOPE_API_KEY holds something that is no key.
    """
    lay_first_rows()
    _take_key_from_environment()


def lay_first_rows() -> None:
    """Everything that does not depend on the environment."""
    with transaction.atomic():
        Studio.objects.get_or_create(pk=1)
        Space.objects.get_or_create(is_default=True, defaults={"name": "Studio"})
        practice, _ = ProviderAccount.objects.get_or_create(
            kind=AccountKind.SANDBOX, defaults={"name": "Practice", "base_url": PRACTICE_BASE_URL}
        )
        open_lanes(practice)
        _set_prices()


def _set_prices() -> None:
    if Price.objects.exists():
        return
    start = datetime.combine(PRICE_DATE, time(), tzinfo=UTC)
    Price.objects.bulk_create(
        Price(
            model=listed.model,
            tier=listed.tier,
            audio=listed.audio,
            per_second=listed.per_second,
            valid_from=start,
            source=listed.source,
        )
        for listed in LIST_PRICES
    )


def _take_key_from_environment() -> None:
    secret = settings.PIXSTUDIO.dashscope_api_key
    if secret and not ProviderKey.objects.exists():
        add(account=first_real_account(), secret=secret, label="DASHSCOPE_API_KEY", actor=None)
