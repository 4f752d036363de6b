"""What an answer of the provider says, once it is read. All times are UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jobs.dashscope.errors import RetryClass

Scalar = str | int | float | bool | None
STATUSES = frozenset({"PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED", "UNKNOWN"})


@dataclass(frozen=True, kw_only=True)
class Created:
    task_id: str
    status: str
    request_id: str


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What the provider counted; `duration` in seconds, `resolution` its `SR` ("720"). None or "": it did not say."""

    duration: float | None
    size: str
    resolution: str
    fps: float | None
    audio: bool | None
    shot_type: str
    video_count: int | None


@dataclass(frozen=True, kw_only=True)
class TaskReading:
    """One task as the provider tells it.

    `known` is False for a status word we do not know: such a task is unfinished. `cause`, `retry` and `by_model` are
    set for a FAILED task only; `retry` is ACCOUNT or KEY when others of the account must wait too, else FINAL.
    `raw_times` has the provider's own texts by its own names.
    """

    task_id: str
    status: str
    known: bool
    code: str
    message: str
    cause: str
    retry: RetryClass | None
    by_model: bool
    orig_prompt: str
    video_url: str
    usage: Usage | None
    submitted_at: datetime | None
    scheduled_at: datetime | None
    ended_at: datetime | None
    raw_times: Mapping[str, str]
    request_id: str


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """A line of the list; `request_id` is that of the submit, `raw` its plain values for the record."""

    task_id: str
    status: str
    model: str
    request_id: str
    created_at: datetime
    raw: Mapping[str, Scalar]


@dataclass(frozen=True, kw_only=True)
class TaskPage:
    rows: tuple[TaskRow, ...]
    total: int
    total_pages: int
    page: int
