"""An order: one click. Its films are its takes, accepted all or none."""

from django.db import models
from django.utils import timezone

from jobs.catalogue import SHOT_TYPES, TITLE_MAX, find
from jobs.models.batch import Batch
from jobs.models.fields import uuid7
from jobs.models.people import Space, User
from jobs.states import Door


class Order(models.Model):
    """What was asked for. Nothing here changes after the click but the title.

    `token` makes the click idempotent per person; `digest` tells another order under the same token apart.
    `seed` is the wish (null: the studio draws one per take). `batch` where one click ordered more than this.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="orders", db_index=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="orders")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="orders")
    door = models.CharField(max_length=10, choices=Door.choices)
    token = models.CharField(max_length=280)
    digest = models.CharField(max_length=64)
    practice = models.BooleanField()
    title = models.CharField(max_length=TITLE_MAX, blank=True)
    prompt = models.TextField()
    model = models.CharField(max_length=80)
    size = models.CharField(max_length=20)
    tier = models.CharField(max_length=10)
    ratio = models.CharField(max_length=10)
    duration = models.PositiveSmallIntegerField()
    audio = models.BooleanField()
    watermark = models.BooleanField()
    shot_type = models.CharField(max_length=10, blank=True, choices=[(kind, kind) for kind in SHOT_TYPES])
    seed = models.BigIntegerField(null=True)
    takes = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "token"], name="order_token_once")]
        indexes = [
            models.Index(fields=["author", "-id"], name="order_by_author"),  # ids rise with time
            models.Index(fields=["space", "-created_at", "-id"], name="order_by_space"),
            models.Index(fields=["batch"], condition=models.Q(batch__isnull=False), name="order_by_batch"),
        ]

    @property
    def short_model(self) -> str:
        model = find(self.model)
        return model.short if model else self.model

    @property
    def family(self) -> str:
        model = find(self.model)
        return model.family if model else self.model
