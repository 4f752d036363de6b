"""A page of the provider's task list. It names the state `status` and counts its times in epoch milliseconds."""

import math
from itertools import islice

from jobs.dashscope import fields
from jobs.dashscope.fields import Json
from jobs.dashscope.readings import Scalar, TaskPage, TaskRow
from jobs.dashscope.times import epoch_ms


def page_of(data: Json) -> TaskPage | None:
    """None if the page, or one of its rows, cannot be read. `page` is 0 when the answer does not number it."""
    total, items = fields.whole(data, "total"), data.get("data")
    if items is None and total == 0:
        items = []
    if total is None or not isinstance(items, list):
        return None
    rows = [_row(item) for item in items]
    pages = _page_count(data, total)
    if pages is None or None in rows:
        return None
    return TaskPage(
        rows=tuple(row for row in rows if row), total=total, total_pages=pages, page=fields.whole(data, "page_no") or 0
    )


def _page_count(data: Json, total: int) -> int | None:
    pages, size = fields.whole(data, "total_page"), fields.whole(data, "page_size")
    if pages is not None:
        return pages
    return -(-total // size) if size else None


def _row(item: object) -> TaskRow | None:
    if not isinstance(item, dict):
        return None
    moment = fields.number(item, "gmt_create")
    created_at = epoch_ms(moment) if moment else None
    task_id = fields.text(item, "task_id")
    if not created_at or not task_id:
        return None
    return TaskRow(
        task_id=task_id,
        status=fields.text(item, "status", 40).upper(),
        model=fields.text(item, "model_name"),
        request_id=fields.text(item, "request_id"),
        created_at=created_at,
        raw={fields.clean(name)[:60]: _scalar(value) for name, value in islice(item.items(), 40)},
    )


def _scalar(value: object) -> Scalar:
    """Plain values as they are; a nested one, which the service never sent so far, by its kind only."""
    if isinstance(value, str):
        return fields.clean(value)[:300]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, bool | int | float | None) else type(value).__name__
