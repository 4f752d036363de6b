"""What a person keeps at their desk: films they like, and the order they are writing."""

from django.db import models
from django.utils import timezone

from jobs.models.people import User
from jobs.models.render import Render


class Favourite(models.Model):
    """A film one person likes; everybody has favourites of their own."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="favourites")
    render = models.ForeignKey(Render, on_delete=models.CASCADE, related_name="favourites")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "render"], name="favourite_once")]


class Draft(models.Model):
    """The order a person is writing, as the form's own fields: it survives a reload and follows them to other devices.

    `edition` rises with every write, so that an older page does not overwrite what a newer one wrote.
    """

    user = models.OneToOneField(User, primary_key=True, on_delete=models.PROTECT, related_name="draft")
    fields = models.JSONField(default=dict)
    edition = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
