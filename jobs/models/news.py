"""What arrives at a person's bell. How much of it is unseen stands with the person, whom every page reads anyway."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from jobs.models.fields import uuid7
from jobs.models.people import User
from jobs.models.render import Render
from jobs.models.shares import GUEST_MAX, Comment, Pick, Share
from jobs.states import NewsKind

AT_ONCE = 500
"""Rows named in one statement; SQLite takes no more than some thousands."""


class NewsQuerySet(models.QuerySet["News"]):
    @transaction.atomic
    def tell(self, people: Iterable[UUID], **what: object) -> None:
        """The same piece of news to each of these."""
        told = sorted(set(people))
        self.bulk_create([self.model(user_id=pk, **what) for pk in told])
        User.objects.filter(pk__in=told).update(unseen=F("unseen") + 1)

    @transaction.atomic
    def see(self, user: User, now: datetime) -> None:
        """All that had arrived then has been looked at."""
        seen = self.filter(user=user, seen_at=None, at__lte=now).update(seen_at=now)
        if seen:
            User.objects.filter(pk=user.pk).update(unseen=F("unseen") - seen)

    @transaction.atomic
    def drop(self) -> None:
        """Take back: gone for everybody, also as a figure. What arrives meanwhile is not among it, or it would go
        uncounted.
        """
        rows = list(self.select_for_update().values_list("pk", "user", "seen_at"))
        unseen = Counter(user for _, user, seen_at in rows if seen_at is None)
        for start in range(0, len(rows), AT_ONCE):
            self.model.objects.filter(pk__in=[pk for pk, *_ in rows[start : start + AT_ONCE]]).delete()
        for pk, number in sorted(unseen.items()):
            User.objects.filter(pk=pk).update(unseen=F("unseen") - number)


class News(models.Model):
    """One thing for one person. `kind` decides what of the rest is set."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="news", db_index=False)
    kind = models.CharField(max_length=20, choices=NewsKind.choices)
    render = models.ForeignKey(Render, on_delete=models.CASCADE, related_name="news")
    share = models.ForeignKey(Share, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    pick = models.ForeignKey(Pick, null=True, on_delete=models.CASCADE, related_name="news")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="news")
    guest = models.CharField(max_length=GUEST_MAX, blank=True)
    at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)

    objects: ClassVar = NewsQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user", "-id"], name="news_newest"),
            models.Index(fields=["user"], condition=models.Q(seen_at=None), name="news_unseen"),
        ]
