"""From raw answers to readings; pure. Whatever the body holds, nothing but `ProviderError` is raised."""

import re

from jobs.dashscope import fields
from jobs.dashscope.errors import ProviderError, RetryClass
from jobs.dashscope.fields import Json
from jobs.dashscope.pages import page_of
from jobs.dashscope.readings import STATUSES, Created, TaskPage, TaskReading, Usage
from jobs.dashscope.reply import Reply
from jobs.dashscope.times import beijing, retry_after
from jobs.dashscope.verdict import Call, Verdict, judge, judge_foreign, judge_task, known

_TASK_ID = re.compile(r"(?!\.+$)[\x21-\x7e]{1,128}")
_TIMES = ("submit_time", "scheduled_time", "end_time")
MESSAGE_LIMIT = 2000
PROMPT_LIMIT = 20_000
LINK_LIMIT = 8192


def read_created(reply: Reply) -> Created:
    """The task that was made. A 200 without a task id is an unknown outcome: the task may exist."""
    data = _opened(Call.CREATE, reply)
    output = fields.inner(data, "output")
    task_id = fields.text(output, "task_id")
    if not _TASK_ID.fullmatch(task_id):
        raise _unreadable(reply, data)
    return Created(
        task_id=task_id,
        status=fields.text(output, "task_status").upper() or "PENDING",
        request_id=fields.text(data, "request_id"),
    )


def read_task(reply: Reply) -> TaskReading:
    data = _opened(Call.QUERY, reply)
    output = fields.inner(data, "output")
    status = fields.text(output, "task_status", 40).upper()
    if not status:
        raise _unreadable(reply, data)
    code, message = fields.text(output, "code"), fields.text(output, "message", MESSAGE_LIMIT)
    verdict = judge_task(code, message) if status == "FAILED" else None
    return TaskReading(
        task_id=fields.text(output, "task_id"),
        status=status,
        known=status in STATUSES,
        code=code,
        message=message,
        cause=verdict.cause if verdict else "",
        retry=verdict.retry if verdict else None,
        by_model=bool(verdict and verdict.by_model),
        orig_prompt=fields.text(output, "orig_prompt", PROMPT_LIMIT),
        video_url=_link(output),
        usage=_usage(fields.inner(data, "usage")),
        submitted_at=beijing(fields.text(output, "submit_time")),
        scheduled_at=beijing(fields.text(output, "scheduled_time")),
        ended_at=beijing(fields.text(output, "end_time")),
        raw_times={name: fields.text(output, name) for name in _TIMES if fields.text(output, name)},
        request_id=fields.text(data, "request_id"),
    )


def read_page(reply: Reply) -> TaskPage:
    """A page of the list. A page that cannot be read to the last row is unreadable: a missing row could be ours."""
    data = _opened(Call.LIST, reply)
    page = page_of(data)
    if page is None:
        raise _unreadable(reply, data)
    return page


def read_cancel(reply: Reply) -> str:
    """The request id of an accepted cancel; whether it worked, only the next query tells."""
    return fields.text(_opened(Call.CANCEL, reply), "request_id")


def read_models(reply: Reply) -> None:
    """Return if the key is good."""
    _opened(Call.MODELS, reply)


def _opened(call: Call, reply: Reply) -> Json:
    """The JSON object of a good answer; raise what any other answer means."""
    data = None if reply.truncated else fields.parse(reply.body)
    if data is None:
        raise _error(reply, fields.EMPTY, judge_foreign(reply.status))
    if 200 <= reply.status < 300:
        return data
    code = fields.text(data, "code")
    if not _of_provider(data, code, reply.status):
        raise _error(reply, data, judge_foreign(reply.status))
    raise _error(reply, data, judge(call, reply.status, code, fields.text(data, "message", MESSAGE_LIMIT)))


def _of_provider(data: Json, code: str, status: int) -> bool:
    """Proxies speak JSON too: a code we know, or a code together with a request id, is the provider's hand.

    A 503 proves only with its request id that nothing was made: gateways borrow codes such as `InternalError` for it.
    """
    signed = bool(fields.text(data, "request_id"))
    return bool(code) and (signed or (known(code) and status != 503))


def _unreadable(reply: Reply, data: Json) -> ProviderError:
    return _error(reply, data, Verdict(retry=RetryClass.UNKNOWN, cause="unreadable"))


def _error(reply: Reply, data: Json, verdict: Verdict) -> ProviderError:
    return ProviderError(
        retry=verdict.retry,
        cause=verdict.cause,
        code=fields.text(data, "code"),
        message=fields.text(data, "message", MESSAGE_LIMIT),
        request_id=fields.text(data, "request_id"),
        status=reply.status,
        retry_after=retry_after(reply.headers.get("retry-after", ""), reply.received_at),
        by_model=verdict.by_model,
    )


def _link(output: Json) -> str:
    """A link longer than the limit is no link: a cut one would only lead elsewhere."""
    link = fields.text(output, "video_url", LINK_LIMIT + 1)
    return link if len(link) <= LINK_LIMIT else ""


def _usage(usage: Json) -> Usage | None:
    if not usage:
        return None
    return Usage(
        duration=fields.number(usage, "duration"),
        size=re.sub("[xX×]", "*", fields.text(usage, "size", 20)),
        resolution=_resolution(usage),
        fps=fields.number(usage, "fps"),
        audio=fields.truth(usage, "audio"),
        shot_type=fields.text(usage, "shot_type", 20),
        video_count=fields.whole(usage, "video_count"),
    )


def _resolution(usage: Json) -> str:
    """`SR` is a string without "P"; samples of other models write a number or "720P"."""
    whole = fields.whole(usage, "SR")
    return str(whole) if whole is not None else fields.text(usage, "SR", 10).upper().removesuffix("P")
