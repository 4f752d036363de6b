"""The one door to the audit log."""

from collections.abc import Iterable
from typing import Any

from jobs.models import AuditEntry, User
from jobs.trail import visitor


def note(
    action: str,
    *,
    actor: User | None,
    target: object = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Add an entry, in the caller's transaction. `before` and `after` must not hold secrets."""
    AuditEntry.objects.create(
        actor=actor,
        action=action,
        target_kind=type(target).__name__ if target is not None else "",
        target_id=str(getattr(target, "pk", "")),
        before=before or {},
        after=after or {},
        address=visitor.get() or None,
    )


def note_all(action: str, *, actor: User | None, targets: Iterable[object]) -> None:
    """An entry for each of these."""
    address = visitor.get() or None
    AuditEntry.objects.bulk_create(
        AuditEntry(
            actor=actor,
            action=action,
            target_kind=type(target).__name__,
            target_id=str(getattr(target, "pk", "")),
            address=address,
        )
        for target in targets
    )
