"""Films shown outside: links over sets of them, and what guests and the team say about films."""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobs.catalogue import TITLE_MAX
from jobs.models.fields import uuid7
from jobs.models.people import Space, User
from jobs.models.render import Render

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

FILMS_MAX = 200
NOTE_MAX = 2000
GUEST_MAX = 60
COMMENT_MAX = 2000


class Share(models.Model):
    """A link over films of one space. Of its token only the SHA-256 is kept: 24 random bytes need no slow hash.

    The address is therefore told once; who lost it gives the link a new token. `password` is one of Django's hashes,
    or empty. `once` makes two posts of one form one link.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="shares")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="shares", db_index=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    once = models.CharField(max_length=64, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    password = models.CharField(max_length=128, blank=True, editable=False)
    title = models.CharField(max_length=TITLE_MAX, blank=True)
    note = models.TextField(blank=True)
    ends_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    allows_download = models.BooleanField(default=False)
    shows_prompt = models.BooleanField(default=False)
    takes_picks = models.BooleanField(default=False)
    takes_comments = models.BooleanField(default=False)
    views = models.PositiveIntegerField(default=0)
    viewed_at = models.DateTimeField(null=True)
    renders: "models.ManyToManyField[Render, Shared]" = models.ManyToManyField(
        Render, through="Shared", related_name="shares"
    )

    if TYPE_CHECKING:
        shared: RelatedManager["Shared"]

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["made_by", "once"], name="share_once")]

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()

    def ended_at(self, now: datetime) -> datetime | None:
        """The moment since which it opens nothing; None while it does."""
        return self.revoked_at or (self.ends_at if self.ends_at <= now else None)


class Shared(models.Model):
    """A film under a link. `place` counts from 1 and is the film's number for guests, whatever leaves the set."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="shared", db_index=False)
    render = models.ForeignKey(Render, on_delete=models.CASCADE, related_name="shared")
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["share", "render"], name="shared_once"),
            models.UniqueConstraint(fields=["share", "place"], name="shared_place"),
        ]


class Pick(models.Model):
    """A guest's choice. It stays with its film when the link has been cleared away."""

    share = models.ForeignKey(Share, null=True, on_delete=models.SET_NULL, related_name="picks", db_index=False)
    render = models.ForeignKey(Render, on_delete=models.CASCADE, related_name="picks")
    guest = models.CharField(max_length=GUEST_MAX)
    guest_key = models.CharField(max_length=32)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["share", "render", "guest_key"], name="pick_once")]


class Comment(models.Model):
    """Words about a film, `at_ms` milliseconds into it or about all of it: a guest's, or of somebody of the team.

    `mark` is made of what is said, so that a guest who sends it twice has said it once.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    render = models.ForeignKey(Render, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    share = models.ForeignKey(Share, null=True, on_delete=models.SET_NULL, related_name="comments", db_index=False)
    guest = models.CharField(max_length=GUEST_MAX, blank=True)
    guest_key = models.CharField(max_length=32, blank=True)
    text = models.TextField()
    at_ms = models.PositiveIntegerField(null=True)
    mark = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["share", "render", "guest_key", "mark"], name="comment_once"),
            models.CheckConstraint(
                condition=Q(author=None) ^ Q(guest=""),
                name="comment_of_somebody",
            ),
        ]

    @staticmethod
    def mark_of(text: str, at_ms: int | None) -> str:
        return hashlib.sha256(f"{at_ms}:{text}".encode()).hexdigest()
