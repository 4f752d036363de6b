"""The named questions about many renders."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import BooleanField, F, Func, Q, UUIDField, Value

from jobs.models.people import User
from jobs.states import LIVE, PAID_UNSAVED, SEATED, State

if TYPE_CHECKING:
    from jobs.models.render import Render

FREED: dict[str, Any] = {"lease": None, "lease_until": None, "woken_until": None, "crashes": 0}


def leased(now: datetime, seconds: float, due_in: float | None) -> tuple[UUID, dict[str, Any]]:
    """A new lease for so many seconds, and the columns that give a row into its hands."""
    lease, until = uuid4(), now + timedelta(seconds=seconds)
    due = now + timedelta(seconds=due_in) if due_in is not None else until
    return lease, {"lease": lease, "lease_until": until, "due_at": due, "crashes": F("crashes") + 1}


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

    def set_free(self, **columns: Any) -> list[UUID]:
        """Update those of these rows that nobody is writing at this moment; which they were.

        Updates of many rows that wait for one another's locks can wait for ever: this one does not wait.
        https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS
        """
        with transaction.atomic():
            pks: list[UUID] = [row.pk for row in self.only("pk").select_for_update(skip_locked=True, of=("self",))]
            self.model.objects.filter(pk__in=pks).update(**columns)
        return pks

    def claim_all(
        self, pks: Iterable[UUID], states: Iterable[State], *, now: datetime, seconds: float, due_in: float
    ) -> "list[Render]":
        """Take those of these rows that can be had, under one lease, nearest deadline first; see `Render.claim`.

        They bring their submission along and nothing more: most of them are only asked after.
        """
        lease, columns = leased(now, seconds, due_in)
        taken = self.due(now).filter(pk__in=list(pks), state__in=list(states)).set_free(**columns)
        rows = self.select_related("submission").filter(pk__in=taken, lease=lease)
        return list(rows.order_by(F("deadline_at").asc(nulls_last=True), "pk")) if taken else []

    def let_go(self, pks: Iterable[UUID], lease: UUID, *, due_at: datetime) -> None:
        """End a step that changed nothing for all these rows that are still held by this lease."""
        self.filter(pk__in=list(pks), lease=lease).update(**FREED, due_at=due_at)

    def due(self, now: datetime, *, by: datetime | None = None) -> "RenderQuerySet":
        """Ready for their next step: due now, or `by` a moment ahead, without a hold of their own, in no hands."""
        return self.filter(due_at__lte=by or now, hold_code="").filter(unleased(now))

    def paid_unsaved(self) -> "RenderQuerySet":
        return self.filter(final_at=None, state__in=PAID_UNSAVED).order_by(F("deadline_at").asc(nulls_last=True))

    def visible_to(self, user: User) -> "RenderQuerySet":
        """The spaces are looked up first: joined, they would keep a page from being read off an index in its order."""
        return self.filter(space__in=list(user.seats))

    def in_gallery(self) -> "RenderQuerySet":
        """Newest film first: the keyset is (saved_at, id)."""
        return self.filter(saved_at__isnull=False, trashed_at=None).order_by("-saved_at", "-id")

    def in_trash(self) -> "RenderQuerySet":
        """What can still be brought back, the newest first: the keyset is (trashed_at, id)."""
        rows = self.filter(trashed_at__isnull=False, purged_at__isnull=True, doomed_at=None)
        return rows.order_by("-trashed_at", "-id")

    def for_card(self) -> "RenderQuerySet":
        """With everything a card shows, so that a page of cards is a handful of queries."""
        return self.select_related("order", "order__author", "submission", "submission__account").prefetch_related(
            "assets"
        )

    def with_submission(self) -> "RenderQuerySet":
        """With everything a step needs."""
        return self.select_related("order", "submission", "submission__account")

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


def unleased(now: datetime) -> Q:
    return Q(lease_until=None) | Q(lease_until__lte=now)
