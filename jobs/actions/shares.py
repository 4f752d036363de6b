"""Share links: made over films of one space, changed, given a new address, ended. What is told once is returned here
and stored nowhere.
"""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from jobs.actions import audit
from jobs.catalogue import TITLE_MAX, unsafe_text
from jobs.models import News, Render, Share, Shared, User
from jobs.models.shares import FILMS_MAX, NOTE_MAX
from jobs.states import State

USUAL_DAYS = 7
LONGEST_DAYS = 90
"""Nobody thinks of a link for longer; films that are still to be seen then get a new one, or the old one new days."""
KEPT_DAYS = 90
"""Days after its end for which a link is listed and says that it has ended; then it is as if it had never been."""
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 200
_TOKEN_BYTES = 24
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for others when they are read out: 12 of them are 59 bits."""


class Unfit(Exception):
    """Something that no link can be made of; `code` and `params` have the words. Nothing was changed."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a link says and allows."""

    title: str
    note: str
    ends_at: datetime
    allows_download: bool
    shows_prompt: bool
    takes_picks: bool
    takes_comments: bool


@dataclass(frozen=True, kw_only=True)
class Told:
    """The link and what is told of it this once. `password` is empty where it asks for none."""

    share: Share
    token: str
    password: str


def make(
    films: Sequence[Render],
    terms: Terms,
    *,
    actor: User,
    once: str,
    locked: bool = False,
    password: str = "",
    now: datetime | None = None,
) -> Told:
    """One link over these films, in their order. `locked` asks for a password: this one, or one that is made here.

    :raises Unfit: no link can be made of this, or this form has made one already.
    """
    now = now or timezone.now()
    showable(films)
    columns = _columns(terms, now)
    token, password = _token(), _password(locked, password)
    share = Share(space_id=films[0].space_id, made_by=actor, made_at=now, once=once, **columns)
    share.digest, share.password = Share.digest_of(token), make_password(password) if password else ""
    try:
        with transaction.atomic():
            share.save(force_insert=True)
            rows = [Shared(share=share, render=film, place=place) for place, film in enumerate(films, start=1)]
            Shared.objects.bulk_create(rows)
            audit.note("share.made", actor=actor, target=share, after={**_told(share), "films": len(rows)})
    except IntegrityError as error:
        raise Unfit("share-made") from error
    return Told(share=share, token=token, password=password)


def change(share: Share, terms: Terms, *, actor: User, now: datetime | None = None) -> None:
    """Other words, another end, other switches; at once for everybody who has it open.

    :raises Unfit: the terms cannot be kept, or somebody has ended the link for good.
    """
    now = now or timezone.now()
    before = _told(share)
    for name, value in _columns(terms, now).items():
        setattr(share, name, value)
    with transaction.atomic():
        if not Share.objects.filter(pk=share.pk, revoked_at=None).update(**_columns(terms, now)):
            raise Unfit("share-revoked")
        if _told(share) != before:
            audit.note("share.changed", actor=actor, target=share, before=before, after=_told(share))


def renew(share: Share, *, actor: User, locked: bool, password: str = "") -> Told:
    """A new address, and a new password or none. The old address opens nothing from now on.

    :raises Unfit: the password is too short, or somebody has ended the link for good.
    """
    token, password = _token(), _password(locked, password)
    secret = make_password(password) if password else ""
    with transaction.atomic():
        rows = Share.objects.filter(pk=share.pk, revoked_at=None)
        if not rows.update(digest=Share.digest_of(token), password=secret):
            raise Unfit("share-revoked")
        before = _told(share)
        share.digest, share.password = Share.digest_of(token), secret
        audit.note("share.renewed", actor=actor, target=share, before=before, after=_told(share))
    return Told(share=share, token=token, password=password)


def revoke(share: Share, *, actor: User, now: datetime | None = None) -> None:
    """It opens nothing any more, also for whoever is in the middle of a film. Twice is once."""
    now = now or timezone.now()
    with transaction.atomic():
        if Share.objects.filter(pk=share.pk, revoked_at=None).update(revoked_at=now, revoked_by=actor):
            audit.note("share.revoked", actor=actor, target=share)


def clean(now: datetime) -> None:
    """Links that ended long ago, and news of that age; what guests said stays with the films."""
    old = now - timedelta(days=KEPT_DAYS)
    Share.objects.filter(Q(ends_at__lte=old) | Q(revoked_at__lte=old)).delete()
    News.objects.filter(at__lte=old).drop()


def showable(films: Sequence[Render]) -> None:
    """
    :raises Unfit: no link shows just these films.
    """
    if not films:
        raise Unfit("share-empty")
    if len(films) > FILMS_MAX:
        raise Unfit("share-many", most=FILMS_MAX)
    if len({film.space_id for film in films}) > 1:
        raise Unfit("share-spaces")
    if any(film.state != State.SAVED or film.trashed_at for film in films):
        raise Unfit("share-unsaved")


def _columns(terms: Terms, now: datetime) -> dict[str, Any]:
    title, note = " ".join(terms.title.split()), terms.note.replace("\r\n", "\n").strip()
    if unsafe_text(title) or unsafe_text(note):
        raise Unfit("share-unfit")
    if len(title) > TITLE_MAX:
        raise Unfit("share-title-long", most=TITLE_MAX)
    if len(note) > NOTE_MAX:
        raise Unfit("share-note-long")
    if terms.ends_at <= now:
        raise Unfit("share-past")
    if terms.ends_at > now + timedelta(days=LONGEST_DAYS + 1):
        raise Unfit("share-far", most=LONGEST_DAYS)
    return {**asdict(terms), "title": title, "note": note}


def _token() -> str:
    return secrets.token_urlsafe(_TOKEN_BYTES)


def _password(locked: bool, wanted: str) -> str:
    """Without the blanks around it, which the door does not read either."""
    if not locked:
        return ""
    wanted = wanted.strip()
    if not wanted:
        return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
    if unsafe_text(wanted):
        raise Unfit("share-unfit")
    if not SHORTEST_PASSWORD <= len(wanted) <= LONGEST_PASSWORD:
        raise Unfit("share-password", least=SHORTEST_PASSWORD)
    return wanted


def _told(share: Share) -> dict[str, Any]:
    """For the audit log: no word that somebody wrote, no secret."""
    return {
        "ends_at": share.ends_at.isoformat(timespec="seconds"),
        "password": bool(share.password),
        "download": share.allows_download,
        "prompt": share.shows_prompt,
        "picks": share.takes_picks,
        "comments": share.takes_comments,
    }
