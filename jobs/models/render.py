"""A render: one film from wish to file, and the one door through which its state changes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.models.event import Event
from jobs.models.fields import uuid7
from jobs.models.holds import Holdable, hold_columns, no_hold
from jobs.models.order import Order
from jobs.models.people import Space, User
from jobs.models.querysets import FREED, RenderQuerySet, leased
from jobs.models.submission import Submission
from jobs.models.trash import Trashable
from jobs.states import AT_PROVIDER, FINAL, MOVES, Happening, HoldCode, Outcome, State

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from jobs.models.asset import Asset
    from jobs.models.money import LedgerLine


class IllegalMove(Exception):
    """The table of moves has no such move: a mistake in the program."""


class Overtaken(Exception):
    """The row is no longer what the caller believed: somebody else moved it, or the lease ran out."""


class Render(Holdable, Trashable):
    """One take of an order.

    `due_at` is the moment its next step may be taken (null: nothing left to do). `lease` names the step that works on
    it until `lease_until`. `deadline_at` is the end of the provider's 24 hours, null before the create. `version`
    rises with every visible change.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="renders")
    take = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    # copied from the order: what lists filter and sort by
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="renders")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="renders")
    model = models.CharField(max_length=80)
    family = models.CharField(max_length=40)
    practice = models.BooleanField()

    seed = models.BigIntegerField(null=True)  # another program's order does not tell it
    state = models.CharField(max_length=20, choices=State.choices, default=State.QUEUED)
    version = models.PositiveIntegerField(default=1)
    submission = models.OneToOneField(Submission, null=True, on_delete=models.PROTECT, related_name="+")
    estimate = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    cost = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, default="CNY")

    due_at = models.DateTimeField(null=True, default=timezone.now)
    woken_until = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    crashes = models.PositiveSmallIntegerField(default=0)
    """Steps begun and not ended since the last one that ended."""
    tries = models.PositiveIntegerField(default=0)
    """Submits in a row that the provider surely did not take: drives the back-off."""
    deadline_at = models.DateTimeField(null=True)

    cancel_requested_at = models.DateTimeField(null=True)
    cancel_requested_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    cancel_asked_at = models.DateTimeField(null=True)
    """When the provider was last asked to cancel."""

    error_code = models.CharField(max_length=40, blank=True)
    error_params = models.JSONField(default=dict)
    error_raw = models.TextField(blank=True)
    charged = models.BooleanField(null=True)

    bytes_here = models.BigIntegerField(default=0)
    bytes_total = models.BigIntegerField(null=True)
    derive_tries = models.PositiveSmallIntegerField(default=0)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)
    final_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField(null=True)

    liked: bool = False
    """Whether the reader likes this film, where `liked_by()` asked."""

    objects = RenderQuerySet.as_manager()

    if TYPE_CHECKING:
        assets: RelatedManager[Asset]
        events: RelatedManager[Event]
        submissions: RelatedManager[Submission]
        ledger: RelatedManager[LedgerLine]

    class Meta:
        verbose_name = _("film")
        verbose_name_plural = _("films")
        constraints: ClassVar = [models.UniqueConstraint(fields=["order", "take"], name="take_once")]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="render_due"),
            models.Index(
                fields=["space", "-saved_at", "-id"],
                condition=Q(trashed_at__isnull=True, saved_at__isnull=False),
                name="render_gallery",
            ),
            models.Index(
                fields=["-trashed_at", "-id"],
                condition=Q(trashed_at__isnull=False, purged_at__isnull=True),
                name="render_trash",
            ),
            models.Index(fields=["purged_at"], condition=Q(purged_at__isnull=False), name="render_purged"),
            models.Index(fields=["space", "-created_at", "-id"], name="render_newest"),
            models.Index(fields=["seed", "space", "model"], name="render_alike"),
            # SQLite takes a partial index only where the query repeats its condition word for word: no lists of states
            models.Index(fields=["state", "deadline_at"], condition=Q(final_at__isnull=True), name="render_live"),
        ]

    @property
    def final(self) -> bool:
        return self.state in FINAL

    @property
    def at_provider(self) -> bool:
        return self.state in AT_PROVIDER

    @property
    def task_id(self) -> str | None:
        return self.submission.task_id if self.submission else None

    def asset(self, kind: str) -> "Asset | None":
        """The stored file of this kind; uses the prefetched rows where a page brought them."""
        return next((asset for asset in self.assets.all() if asset.kind == kind), None)

    # the door

    def move(
        self,
        to: State,
        happening: Happening,
        *,
        now: datetime,
        lease: UUID | None = None,
        new_lease: UUID | None = None,
        params: dict[str, Any] | None = None,
        raw: str = "",
        actor: User | None = None,
        **columns: Any,
    ) -> Event:
        """Change the state by compare-and-set and write the event, in one transaction.

        With `lease` the caller must still hold the row. The lease ends, unless `new_lease` (with the column
        `lease_until`) takes the row on; the crash counter is cleared; `columns` are written along. Give `due_at`
        unless the move is final.

        :raises IllegalMove: the table has no such move.
        :raises Overtaken: the row was moved meanwhile; nothing was written.
        """
        if to not in MOVES[State(self.state)]:
            raise IllegalMove(f"{self.state} → {to}")
        if to in FINAL:
            columns = {"due_at": None, "final_at": now, "hold_code": "", "hold_since": None, **columns}
        if self.practice and "charged" in columns:
            columns["charged"] = False  # nothing ever is
        elif columns.get("charged") is False:
            columns.setdefault("cost", Decimal(0))
        columns = {**FREED, "lease": new_lease, **columns}
        return self._write(happening, to, now=now, lease=lease, params=params, raw=raw, actor=actor, columns=columns)

    def note(
        self,
        happening: Happening,
        *,
        now: datetime,
        lease: UUID | None = None,
        params: dict[str, Any] | None = None,
        raw: str = "",
        actor: User | None = None,
        only: Q | None = None,
        **columns: Any,
    ) -> Event:
        """Write an event and columns without changing the state; guarded like `move`, and by `only` where it is given.

        :raises Overtaken: the row was moved meanwhile, or is not like that; nothing was written.
        """
        said: dict[str, Any] = {"params": params, "raw": raw, "actor": actor}
        return self._write(happening, State(self.state), now=now, lease=lease, only=only, **said, columns=columns)

    def finish(self, happening: Happening, *, now: datetime, lease: UUID, **columns: Any) -> Event:
        """End a step that leaves the state as it is: an event, and the row is free again.

        `params` may be given among `columns`. :raises Overtaken: the row was moved meanwhile; nothing was written.
        """
        params, to = columns.pop("params", None), State(self.state)
        columns = {**FREED, **columns}
        return self._write(happening, to, now=now, lease=lease, params=params, raw="", actor=None, columns=columns)

    def _write(
        self,
        happening: Happening,
        to: State,
        *,
        now: datetime,
        lease: UUID | None,
        params: dict[str, Any] | None,
        raw: str,
        actor: User | None,
        columns: dict[str, Any],
        only: Q | None = None,
    ) -> Event:
        was = self.state
        with transaction.atomic():
            self._set({**columns, "state": to}, now=now, lease=lease, only=only)
            if to == State.SAVED != was:
                Space.objects.filter(pk=self.space_id).update(films=F("films") + 1)
            return Event.objects.create(
                render=self,
                submission=self.submission,
                at=now,
                happening=happening,
                from_state=was,
                to_state=to,
                params=params or {},
                raw=raw,
                actor=actor,
            )

    def _set(self, columns: dict[str, Any], *, now: datetime, lease: UUID | None, only: Q | None) -> None:
        """Guarded update of this row, then the same values on this object."""
        rows = Render.objects.filter(only or Q(), pk=self.pk, state=self.state)
        if lease is not None:
            rows = rows.filter(lease=lease)
        if rows.update(version=F("version") + 1, changed_at=now, **columns) != 1:
            raise Overtaken(f"render {self.pk} is no longer {self.state}")
        for name, value in {**columns, "changed_at": now}.items():
            setattr(self, name, value)
        self.version += 1

    # leases

    @classmethod
    def claim(
        cls, pk: UUID, states: Iterable[State], *, now: datetime, seconds: float, due_in: float | None = None
    ) -> "Render | None":
        """Take this row into one worker's hands for `seconds`; None when it is not due, held or in other hands.

        The row stays claimable again after the lease. `due_in` sets the next due moment with the claim.
        """
        lease, columns = leased(now, seconds, due_in)
        taken = cls.objects.due(now).filter(pk=pk, state__in=list(states)).update(**columns)
        return cls.objects.with_submission().get(pk=pk, lease=lease) if taken == 1 else None

    def renew(self, lease: UUID, *, now: datetime, seconds: float, **columns: Any) -> bool:
        """Hold on for `seconds` more; False when the row is no longer ours."""
        until = now + timedelta(seconds=seconds)
        mine = Render.objects.filter(pk=self.pk, lease=lease)
        return mine.update(lease_until=until, due_at=until, version=F("version") + 1, changed_at=now, **columns) == 1

    def let_go(self, lease: UUID, *, now: datetime, due_at: datetime | None, **columns: Any) -> bool:
        """End the step without a change worth telling; False when the row is no longer ours."""
        mine = Render.objects.filter(pk=self.pk, lease=lease)
        return mine.update(lease=None, lease_until=None, woken_until=None, crashes=0, due_at=due_at, **columns) == 1

    def hold(
        self,
        code: HoldCode,
        *,
        now: datetime,
        lease: UUID | None = None,
        params: dict[str, Any] | None = None,
        raw: str = "",
        **columns: Any,
    ) -> Event:
        """Wait for a person; the state stays and the provider's clock runs on. The lease ends."""
        columns = {**FREED, **hold_columns(code, now, params=params, raw=raw), **columns}
        params = {"code": code, **(params or {})}
        to = State(self.state)
        return self._write(
            Happening.HELD, to, now=now, lease=lease, params=params, raw=raw, actor=None, columns=columns
        )

    def release(self, *, now: datetime, actor: User | None = None, **columns: Any) -> Event:
        """Clear the hold and try again at once."""
        columns = {**no_hold(), "crashes": 0, "due_at": now, "woken_until": None, **columns}
        return self.note(Happening.HOLD_CLEARED, now=now, actor=actor, params={"code": self.hold_code}, **columns)

    @property
    def possibly_made(self) -> bool:
        """A create may be on its way or lost: nothing may be sent again without a proof or a person."""
        return bool(self.submission and self.submission.outcome in (Outcome.OPEN, Outcome.UNCLEAR))
