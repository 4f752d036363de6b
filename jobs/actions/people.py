"""People come in: the owner by the set-up link, others by invitation, programs by tokens."""

import hmac
import secrets
from datetime import datetime
from urllib.parse import urljoin
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.validators import EmailValidator
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from jobs.actions import audit
from jobs.models import AccessToken, Membership, Space, Studio, User, fold_email
from jobs.models.fields import uuid7
from jobs.states import Role, Scope

ACCESS_PREFIX = "pix_"
_is_email = EmailValidator(message=_("This is no e-mail address. Write it like name@example.com."))


class OwnerExists(Exception):
    """The studio is set up already."""


class BadLink(Exception):
    """A set-up link or invitation that was used, has run out or never was one."""


def owner_exists() -> bool:
    return User.objects.filter(is_admin=True).exists()


def only_admin(user: User) -> bool:
    """Whether the studio would have nobody to look after it without this person."""
    others = User.objects.filter(is_admin=True, is_active=True).exclude(pk=user.pk)
    return user.is_admin and not others.exists()


# the owner


def setup_link(base_url: str) -> str | None:
    """The one-time link to the set-up page; None once an owner exists."""
    if owner_exists():
        return None
    return urljoin(base_url, f"/setup/{_setup_token()}/")


def _setup_token() -> str:
    """Made from the secret key and a stored nonce, so that every start prints the same link and no row tells it."""
    nonce = str(Studio.objects.get(pk=1).setup_nonce)
    return salted_hmac("pixstudio.setup", nonce, algorithm="sha256").hexdigest()[:40]


def setup_token_good(token: str) -> bool:
    return not owner_exists() and hmac.compare_digest(token.encode(), _setup_token().encode())


def set_up(token: str, *, email: str, password: str, name: str = "") -> User:
    """Make the owner from the set-up page. Of two at once, one wins.

    :raises BadLink: the link is wrong or an owner exists.
    :raises ValidationError: the address or the password cannot be taken.
    """
    if not setup_token_good(token):
        raise BadLink
    try:
        return make_owner(email, password, name=name)
    except OwnerExists:
        raise BadLink from None


def make_owner(email: str, password: str, *, name: str = "") -> User:
    """:raises OwnerExists: somebody was first. :raises ValidationError: address or password cannot be taken."""
    email = fold_email(email)
    _is_email(email)
    validate_password(password, User(email=email, display_name=name))
    with transaction.atomic():
        Studio.objects.select_for_update().get(pk=1)
        if owner_exists():
            raise OwnerExists
        owner = User.objects.create_user(email, password, display_name=name, is_admin=True)
        Studio.objects.filter(pk=1).update(setup_nonce=uuid7())  # if no owner is left one day, old links stay dead
        join_default_space(owner, Role.ADMIN)
        audit.note("owner.made", actor=owner, target=owner)
    return owner


def join_default_space(user: User, role: Role) -> None:
    space = Space.objects.get(is_default=True)
    Membership.objects.update_or_create(user=user, space=space, defaults={"role": role})


# everybody else


def signed_in(user: User) -> None:
    """Note that somebody came in with address and password."""
    audit.note("person.signed-in", actor=user, target=user)


def invite(email: str, role: Role, *, actor: User | None, base_url: str) -> str:
    """A one-time link to join, or for somebody who is here already to choose a new password.

    :raises ValidationError: this is no e-mail address.
    """
    email = fold_email(email)
    _is_email(email)
    with transaction.atomic():
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, None, is_admin=role is Role.ADMIN)
            join_default_space(user, role)
        audit.note("person.invited", actor=actor, target=user, after={"email": email, "role": role})
    return urljoin(base_url, f"/invite/{_invitation(user)}/")


def _invitation(user: User) -> str:
    """Django's own one-time token: it dies with the password it replaces, after a sign-in, and with time."""
    return f"{user.pk.hex}.{default_token_generator.make_token(user)}"


def invited(token: str) -> User | None:
    """Whom this invitation is for; None when it is used, out of date or wrong."""
    name, _, proof = token.partition(".")
    try:
        user = User.objects.filter(pk=UUID(hex=name), is_active=True).first()
    except ValueError:
        return None
    return user if user and default_token_generator.check_token(user, proof) else None


def accept(token: str, *, password: str, name: str = "") -> User:
    """Choose the password that an invitation asks for.

    :raises BadLink: the invitation cannot be used (any more). :raises ValidationError: the password cannot be taken.
    """
    with transaction.atomic():
        user = invited(token)
        if user is None:
            raise BadLink
        user = User.objects.select_for_update().get(pk=user.pk)
        validate_password(password, user)
        if invited(token) is None:
            raise BadLink
        user.set_password(password)
        user.display_name = name or user.display_name
        user.save(update_fields=["password", "display_name"])
        audit.note("person.joined", actor=user, target=user)
    return user


# programs


def issue_token(
    user: User,
    *,
    name: str = "",
    scopes: tuple[Scope, ...] = (Scope.RENDER, Scope.READ),
    expires_at: datetime | None = None,
    actor: User | None = None,
) -> str:
    """A new access token; this is the only time anybody sees it."""
    token = ACCESS_PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        row = AccessToken.objects.create(
            user=user,
            name=name,
            digest=AccessToken.digest_of(token),
            last_four=token[-4:],
            scopes=[str(scope) for scope in scopes],
            expires_at=expires_at,
        )
        audit.note("token.issued", actor=actor or user, target=row, after={"name": name, "scopes": row.scopes})
    return token


def bearer(token: str, *, now: datetime | None = None) -> AccessToken | None:
    """The good token row behind a bearer text; notes its use at most once a minute."""
    now = now or timezone.now()
    row = AccessToken.objects.select_related("user").filter(digest=AccessToken.digest_of(token)).first()
    if row is None or not row.good(now):
        return None
    if row.last_used_at is None or (now - row.last_used_at).total_seconds() > 60:
        AccessToken.objects.filter(pk=row.pk).update(last_used_at=now)
    return row
