"""What guests of a share link do: look, pick, comment. The people behind the film hear of it at once."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jobs.actions import audit
from jobs.actions.shares import Unfit
from jobs.catalogue import unsafe_text
from jobs.models import Comment, Membership, News, Pick, Render, Share, User
from jobs.models.shares import COMMENT_MAX, GUEST_MAX
from jobs.states import NewsKind

MOST_COMMENTS = 500
MOST_PICKS = 2000
"""Under one link. Guests name themselves, so nothing but such a bound ends what one of them can do."""
LONGEST_MS = 3_600_000
"""Milliseconds into a film; none is an hour long."""
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Controls, marks of direction, letters without a shape: a name stands inside of sentences and turns none round."""


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Somebody without an account. `key` tells two of one name apart."""

    key: str
    name: str


def welcome(name: str, *, key: str = "") -> Guest:
    """
    :raises Unfit: that is no name.
    """
    if unsafe_text(name):
        raise Unfit("share-unfit")
    name = " ".join(_UNSEEN.sub("", name).split())
    if not name:
        raise Unfit("guest-nameless")
    if len(name) > GUEST_MAX:
        raise Unfit("guest-long", most=GUEST_MAX)
    return Guest(key=key or secrets.token_hex(16), name=name)


def look(share: Share, *, now: datetime | None = None) -> None:
    """Somebody has come to the page."""
    Share.objects.filter(pk=share.pk).update(views=F("views") + 1, viewed_at=now or timezone.now())


def pick(share: Share, render: Render, guest: Guest) -> None:
    """Twice is once.

    :raises Unfit: there are too many picks under this link.
    """
    with transaction.atomic():
        if Pick.objects.filter(share=share).count() >= MOST_PICKS:
            raise Unfit("picks-many")
        made, new = Pick.objects.get_or_create(
            share=share, render=render, guest_key=guest.key, defaults={"guest": guest.name}
        )
        if new:
            _tell(share, render, NewsKind.PICK, guest, pick=made)


def unpick(share: Share, render: Render, guest: Guest) -> None:
    """Nobody needs to hear of it any more. Twice is once."""
    with transaction.atomic():
        rows = Pick.objects.select_for_update().filter(share=share, render=render, guest_key=guest.key)
        made = list(rows.values_list("pk", flat=True))  # one that is made meanwhile is another one
        News.objects.filter(pick__in=made).drop()
        Pick.objects.filter(pk__in=made).delete()


def comment(share: Share, render: Render, guest: Guest, text: str, at_ms: int | None) -> None:
    """Plain text, at a place in the film or about all of it. The same words twice are said once.

    :raises Unfit: the text cannot be kept, or there are too many comments under this link.
    """
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Unfit("comment-empty")
    if unsafe_text(text):
        raise Unfit("share-unfit")
    if len(text) > COMMENT_MAX:
        raise Unfit("comment-long", over=len(text) - COMMENT_MAX)
    at_ms = at_ms if at_ms is not None and 0 <= at_ms <= LONGEST_MS else None
    told = {"guest": guest.name, "text": text, "at_ms": at_ms}
    with transaction.atomic():
        if Comment.objects.filter(share=share).count() >= MOST_COMMENTS:
            raise Unfit("comments-many")
        mark = Comment.mark_of(text, at_ms)
        made, new = Comment.objects.get_or_create(
            share=share, render=render, guest_key=guest.key, mark=mark, defaults=told
        )
        if new:
            _tell(share, render, NewsKind.COMMENT, guest, comment=made)


def remove(share: Share, comment: UUID, *, actor: User) -> bool:
    """Take a guest's comment away for good, and what the bell says of it; False when it was gone already. The audit log
    tells whose it was, about which film, and not what it said.
    """
    with transaction.atomic():
        found = Comment.objects.select_related("render").filter(share=share, pk=comment, author=None).first()
        if found is None:
            return False
        audit.note("comment.removed", actor=actor, target=found.render, before={"guest": found.guest})
        News.objects.filter(comment=found).drop()
        found.delete()
    return True


def _tell(share: Share, render: Render, kind: NewsKind, guest: Guest, **about: Pick | Comment) -> None:
    """Who made the film and who sent the link, as far as they are still in its space; once where that is one person."""
    people: set[UUID] = {render.author_id, share.made_by_id}
    there = Membership.objects.filter(space=share.space_id, user__in=people).values_list("user", flat=True)
    News.objects.tell(there, kind=kind, render=render, share=share, guest=guest.name, **about)
