"""People, the spaces they share, and the tokens with which their programs come in.

People are deactivated or anonymised, never deleted: films and ledger lines keep their author.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from jobs.models.fields import uuid7
from jobs.models.written import Written, blank_id
from jobs.states import Role, Theme

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=fold_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=fold_email(username or ""))

    def owner(self) -> "User | None":
        """The first admin who can still sign in; shell orders are theirs unless another is named."""
        return self.filter(is_admin=True, is_active=True).order_by("created_at").first()


def fold_email(email: str) -> str:
    """The one spelling under which an address is stored and compared."""
    return email.strip().casefold()


class User(AbstractBaseUser):
    """A person. The e-mail address, case-folded, is the sign-in name."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True, max_length=254)
    display_name = models.CharField(_("name"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    theme = models.CharField(_("theme"), max_length=10, choices=Theme.choices, default=Theme.SYSTEM)
    letter_keys = models.BooleanField(_("single letters are shortcuts"), default=True)
    notices = models.BooleanField(_("the browser tells of ended orders"), default=False)
    seen_at = models.DateTimeField(null=True, editable=False)
    """When one of this person's pages last asked for news; kept to about half a minute."""
    unseen = models.PositiveIntegerField(default=0, editable=False)
    """News this person has not looked at, counted as they arrive."""
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_admin = models.BooleanField(_("looks after the studio"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    if TYPE_CHECKING:
        memberships: RelatedManager["Membership"]

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_folded")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.email = fold_email(self.email)

    @property
    def name(self) -> str:
        return self.display_name or self.email.split("@")[0]

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def seats(self) -> "dict[UUID, Seat]":
        """This person's spaces by id, as they are listed. Read once: this object lives as long as one answer."""
        found = _seats().rows(person=self.pk)
        return {pk: Seat(role=role, name=name, films=films) for pk, role, name, films in found}

    @property
    def is_staff(self) -> bool:
        """Django admin's word for who may enter it."""
        return self.is_admin

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_admin

    def has_perms(self, perm_list: object, obj: object = None) -> bool:
        return self.is_active and self.is_admin

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_admin


@cache
def _seats() -> Written:
    person = blank_id(1)
    rows = Membership.objects.filter(user=person).order_by("-space__is_default", "space__name", "space")
    return Written(rows.values_list("space_id", "role", "space__name", "space__films"), person=person)


@dataclass(frozen=True, kw_only=True)
class Seat:
    """What a person is in a space, its name, and how many films are saved there."""

    role: str
    name: str
    films: int


class Space(models.Model):
    """Who is in a space sees all of its films; for everybody else they do not exist."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=80)
    is_default = models.BooleanField(default=False)
    films = models.PositiveIntegerField(default=0, editable=False)
    """Saved films that are not in the trash, counted when they are saved: counting 100,000 rows takes too long."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    members: "models.ManyToManyField[User, Membership]" = models.ManyToManyField(
        User, through="Membership", related_name="spaces"
    )

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="space_one_default"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    ROLES: ClassVar = [(Role.CREATOR, _("Creator")), (Role.ADMIN, _("Admin"))]

    user = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.PROTECT, related_name="memberships")
    space = models.ForeignKey(Space, verbose_name=_("space"), on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=ROLES, default=Role.CREATOR)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["user", "space"], name="membership_once")]


class AccessToken(models.Model):
    """A token to our own API. Only its SHA-256 is kept: 32 random bytes need no slow hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    last_four = models.CharField(max_length=4, editable=False)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    def good(self, now: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at) and self.user.is_active
