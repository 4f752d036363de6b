"""The list of an account's tasks.

https://www.alibabacloud.com/help/en/model-studio/manage-asynchronous-tasks
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from jobs.sandbox.faults import invalid
from jobs.sandbox.looking import STATUS
from jobs.sandbox.stamps import epoch
from jobs.sandbox.tasks import Task

DAY = 24 * 3600.0
PAGE_MOST = 100
REGION = "cn-beijing"

_KEPT = f"SELECT *, {STATUS} AS status FROM tasks WHERE account = :account"  # noqa: S608 - put together from constants
_WHERE = """
WHERE status <> 'UNKNOWN' AND created BETWEEN :since AND :until
  AND (:task_id = '' OR id = :task_id) AND (:model_name = '' OR model = :model_name)
  AND (:status = '' OR status = :status) AND (:api_key_id = '' OR key = :api_key_id)
  AND (:region = '' OR :region = 'cn-beijing')
"""
_COUNT = f"SELECT count(*) FROM ({_KEPT}) {_WHERE}"  # noqa: S608 - put together from constants
_PAGE = f"SELECT * FROM ({_KEPT}) {_WHERE} ORDER BY created DESC, id LIMIT :size OFFSET :skip"  # noqa: S608 - likewise
_FILTERS = ("task_id", "model_name", "status", "api_key_id", "region")


@dataclass(frozen=True, kw_only=True)
class Page:
    """Newest first; `number` counts from 1, `total` is over all pages."""

    tasks: tuple[Task, ...]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        return -(-self.total // self.size)


def page(book: sqlite3.Connection, account: str, asked: Mapping[str, str], now: float) -> Page:
    """One page of what is still kept. Raises `Refusal` for a page or a time that cannot be read.

    More than 100 rows a page are not given however many were asked for.
    """
    number, size = paging(asked)
    since, until = _span(asked, now)
    values: dict[str, object] = {name: asked.get(name, "") for name in _FILTERS}
    values |= {"account": account, "now": now, "since": since, "until": until, "size": size}
    (total,) = book.execute(_COUNT, values).fetchone()
    rows = book.execute(_PAGE, values | {"skip": (number - 1) * size}).fetchall()
    return Page(tasks=tuple(map(Task.of, rows)), total=total, number=number, size=size)


def paging(asked: Mapping[str, str]) -> tuple[int, int]:
    """Number of the page and rows on it. Raises `Refusal` for what is no positive number."""
    return _count(asked, "page_no", 1), min(_count(asked, "page_size", 10), PAGE_MOST)


def _count(asked: Mapping[str, str], name: str, default: int) -> int:
    text = asked.get(name, "") or str(default)
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
        raise invalid(name)
    return int(text)


def _span(asked: Mapping[str, str], now: float) -> tuple[float, float]:
    """The last 24 h, or 24 h from or up to the one time that is given."""
    start, end = _moment(asked, "start_time"), _moment(asked, "end_time")
    if start is None and end is None:
        return now - DAY, now
    since = (end or 0) - DAY if start is None else start
    until = since + DAY if end is None else end
    if not 0 <= until - since <= DAY:
        raise invalid("end_time")
    return since, until


def _moment(asked: Mapping[str, str], name: str) -> float | None:
    text = asked.get(name, "")
    try:
        return epoch(text) if text else None
    except ValueError:
        raise invalid(name) from None
