"""The provider's answers, field by field.

A field that the provider leaves out in a state is left out here too, never null.
https://www.alibabacloud.com/help/en/model-studio/manage-asynchronous-tasks
"""

from typing import Any

from jobs.sandbox.listing import REGION, Page
from jobs.sandbox.rules import MODELS
from jobs.sandbox.stamps import beijing, milliseconds
from jobs.sandbox.tasks import Status, Task

FPS = 24
_INTERFACE = "apikey:v1:aigc:video-generation:video-synthesis"


def created(task_id: str) -> dict[str, Any]:
    return {"output": {"task_status": Status.PENDING, "task_id": task_id}}


def unknown(task_id: str) -> dict[str, Any]:
    return {"output": {"task_id": task_id, "task_status": Status.UNKNOWN}}


def told(task: Task, films: str) -> dict[str, Any]:
    """One task; `films` is the address its film is found below."""
    output: dict[str, Any] = {
        "task_id": task.id,
        "task_status": task.status,
        "submit_time": beijing(task.created),
    }
    if task.started is not None:
        output["scheduled_time"] = beijing(task.started)
    if task.status is Status.FAILED:
        output |= {"end_time": beijing(task.ends), "code": task.fault_code, "message": task.fault_message}
    if task.status is not Status.SUCCEEDED:
        return {"output": output}
    output |= {"end_time": beijing(task.ends), "orig_prompt": task.prompt, "video_url": f"{films}/{task.id}.mp4"}
    return {"output": output, "usage": _usage(task)}


def _usage(task: Task) -> dict[str, Any]:
    return {
        "duration": task.duration,
        "shot_type": task.shot_type,
        "size": task.size,
        "fps": FPS,
        "video_count": 1,
        "audio": task.audio,
        "SR": MODELS[task.model].tiers[task.size],
    }


def listed(page: Page) -> dict[str, Any]:
    return {
        "total": page.total,
        "total_page": page.pages,
        "page_no": page.number,
        "page_size": page.size,
        "data": [_row(task) for task in page.tasks],
    }


def _row(task: Task) -> dict[str, Any]:
    row: dict[str, Any] = {
        "task_id": task.id,
        "status": task.status,
        "model_name": task.model,
        "region": REGION,
        "request_id": task.request_id,
        "gmt_create": milliseconds(task.created),
    }
    if task.started is not None:
        row["start_time"] = milliseconds(task.started)
    if task.ended is not None:
        row["end_time"] = milliseconds(task.ended)
    return row | {
        "api_key_id": task.key,
        "caller_parent_id": task.account,
        "caller_uid": task.account,
        "user_api_unique_key": f"{_INTERFACE}:{task.model}",
    }


def models(name: str, number: int, size: int) -> dict[str, Any]:
    """The models of the family, or the one of this name."""
    found = [model for model in MODELS if name in ("", model)]
    shown = found[(number - 1) * size : number * size]
    rows = [{"model": model, "name": model.rpartition("/")[2], "provider": "pixverse"} for model in shown]
    return {"output": {"total": len(found), "page_no": number, "page_size": size, "models": rows}}
