"""What the web of `manage.py studio` does before it lets anybody in: tables, first rows, owner, style sheets."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import connections

from jobs.actions import people
from jobs.management.preparing import prepare
from pixstudio.launcher import statics
from pixstudio.refusal import RefusalError


def lay_ground(url: str, *, public: bool) -> str:
    """The one-time set-up link, or nothing where the studio has an owner.

    Raises:
        RefusalError: the database cannot be prepared, or a public address has no owner.
    """
    try:
        prepare()
    except CommandError as error:
        raise RefusalError(str(error)) from error
    link = owned(url, public=public)
    statics.collect()
    connections.close_all()
    return link


def owned(url: str, *, public: bool) -> str:
    """Makes the owner the environment names, at first start; a public address needs one before it opens.

    Returns the one-time set-up link, or nothing where there is an owner (now).
    """
    chosen, link = settings.PIXSTUDIO, people.setup_link(url)
    if link is None:
        return ""
    if chosen.owner_email:
        _make_owner(chosen.owner_email, chosen.owner_password)
        return ""
    if public:
        raise RefusalError(
            "This address can be reached from outside, and the studio has no owner with a password yet. Start it on "
            "127.0.0.1 and set it up, or set PIXSTUDIO_OWNER_EMAIL and PIXSTUDIO_OWNER_PASSWORD."
        )
    return link


def _make_owner(email: str, password: str) -> None:
    try:
        people.make_owner(email, password)
    except ValidationError as error:
        raise RefusalError(f"The owner cannot be made: {' '.join(error.messages)}") from error
