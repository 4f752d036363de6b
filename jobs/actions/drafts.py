"""The half-written order of a person: kept as they type, on whatever device, and never overwritten unseen."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jobs.models import Draft, User

MOST = 100_000
"""Characters of all fields together; no order is a tenth as long."""


class TooLong(Exception):
    """Nothing that could be ordered, so it is not kept."""


@dataclass(frozen=True, kw_only=True)
class Newer:
    """Another page has written since this one was drawn; nothing was overwritten."""

    at: datetime


def keep(user: User, fields: dict[str, str], *, edition: int, force: bool = False) -> Draft | Newer:
    """Keep these fields if `edition` is the one stored, or with `force` in any case.

    :raises TooLong: more than `MOST` characters.
    """
    if sum(map(len, fields.values())) > MOST:
        raise TooLong
    with transaction.atomic():
        draft, _ = Draft.objects.select_for_update().get_or_create(user=user)
        if draft.fields == fields:
            return draft
        if draft.edition != edition and not force:
            return Newer(at=draft.changed_at)
        draft.fields, draft.edition, draft.changed_at = fields, draft.edition + 1, timezone.now()
        draft.save(update_fields=["fields", "edition", "changed_at"])
        return draft
