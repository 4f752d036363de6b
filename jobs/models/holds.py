"""A hold: work waits, nothing changes state, and the cause is kept as a code."""

from datetime import datetime
from typing import Any

from django.db import models


class Holdable(models.Model):
    """The four columns of a hold. `hold_until` is set where the hold clears by itself."""

    hold_code = models.CharField(max_length=40, blank=True, default="")
    hold_params = models.JSONField(default=dict, blank=True)
    hold_raw = models.TextField(blank=True, default="")
    hold_since = models.DateTimeField(null=True, blank=True)
    hold_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def held(self) -> bool:
        return bool(self.hold_code)


def hold_columns(
    code: str,
    now: datetime,
    *,
    params: dict[str, Any] | None = None,
    raw: str = "",
    until: datetime | None = None,
) -> dict[str, Any]:
    """Column values that set a hold, for a guarded `update()`."""
    return {
        "hold_code": code,
        "hold_params": params or {},
        "hold_raw": raw,
        "hold_since": now,
        "hold_until": until,
    }


def no_hold() -> dict[str, Any]:
    """Column values that clear a hold."""
    return {"hold_code": "", "hold_params": {}, "hold_raw": "", "hold_since": None, "hold_until": None}
