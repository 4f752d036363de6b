"""The named questions about many renders."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import BooleanField, F, Func, Q, UUIDField, Value

from jobs.models.people import User
from jobs.states import LIVE, PAID_UNSAVED, SEATED

if TYPE_CHECKING:
    from jobs.models.render import Render  # noqa: F401 - named in the annotation below


class RenderQuerySet(models.QuerySet["Render"]):
    """Most rows are final for ever. Whatever a tick or a page asks says so first, and an index knows the few others."""

    def live(self) -> "RenderQuerySet":
        return self.filter(final_at=None, state__in=LIVE)

    def seated(self) -> "RenderQuerySet":
        """Those that occupy a seat of their family."""
        return self.filter(final_at=None, state__in=SEATED)

    def moving(self) -> "RenderQuerySet":
        """With a next step: only these can be in anybody's hands, or have been handed out."""
        return self.filter(due_at__isnull=False)

    def due(self, now: datetime) -> "RenderQuerySet":
        """Ready for their next step: due, without a hold of their own and in nobody's hands."""
        return self.filter(due_at__lte=now, hold_code="").filter(_unleased(now))

    def paid_unsaved(self) -> "RenderQuerySet":
        return self.filter(final_at=None, state__in=PAID_UNSAVED).order_by(F("deadline_at").asc(nulls_last=True))

    def visible_to(self, user: User) -> "RenderQuerySet":
        """The spaces are looked up first: joined, they would keep a page from being read off an index in its order."""
        return self.filter(space__in=list(user.seats))

    def in_gallery(self) -> "RenderQuerySet":
        """Newest film first: the keyset is (saved_at, id)."""
        return self.filter(saved_at__isnull=False, trashed_at=None).order_by("-saved_at", "-id")

    def for_card(self) -> "RenderQuerySet":
        """With everything a card shows, so that a page of cards is a handful of queries."""
        return self.select_related("order", "order__author", "submission", "submission__account").prefetch_related(
            "assets"
        )

    def liked_by(self, user: User) -> "RenderQuerySet":
        """Each with `liked`: whether it is among this person's favourites."""
        liked = _Liked(F("pk"), Value(user.pk, output_field=UUIDField()))
        named = {"liked": liked}  # a name that the class itself declares; as a word it would count as doubled
        return self.annotate(**named)


class _Liked(Func):
    """Whether a render is among a person's favourites: what `Exists` says of a query, which costs a page of the
    gallery a quarter of its time only to be written down anew.
    """

    template = 'EXISTS(SELECT 1 FROM "jobs_favourite" WHERE "render_id" = %(expressions)s)'
    arg_joiner = ' AND "user_id" = '
    output_field = BooleanField()


def _unleased(now: datetime) -> Q:
    return Q(lease_until=None) | Q(lease_until__lte=now)
