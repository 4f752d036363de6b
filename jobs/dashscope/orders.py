"""From a wish to the exact bytes of a request; pure.

https://help.aliyun.com/en/model-studio/pixverse-text-to-video-api-reference
https://www.alibabacloud.com/help/en/model-studio/manage-asynchronous-tasks
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One film to be made. `duration` in whole seconds; an empty `shot_type` and a seed of None are not sent.

    Whether the values fit each other is the catalogue's question, not that of the wire.
    """

    model: str
    prompt: str
    size: str
    duration: int
    audio: bool = False
    watermark: bool = False
    seed: int | None = None
    shot_type: str = ""


@dataclass(frozen=True, kw_only=True)
class HttpOrder:
    """A request without its base URL and its key. `body` None means none, which is not the same as empty."""

    method: str
    path: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def create(wish: Wish) -> HttpOrder:
    """The one call that costs money; without the async header the service refuses it (403)."""
    parameters: dict[str, object] = {
        "size": wish.size,
        "duration": wish.duration,
        "audio": wish.audio,
        "watermark": wish.watermark,
    }
    if wish.shot_type:
        parameters["shot_type"] = wish.shot_type
    if wish.seed is not None:
        parameters["seed"] = wish.seed
    body = {"model": wish.model, "input": {"prompt": wish.prompt}, "parameters": parameters}
    return HttpOrder(
        method="POST",
        path="/services/aigc/video-generation/video-synthesis",
        body=json.dumps(body).encode("ascii"),
        headers={"Content-Type": "application/json", "X-DashScope-Async": "enable"},
    )


def query(task_id: str) -> HttpOrder:
    return HttpOrder(method="GET", path=f"/tasks/{quote(task_id, safe='')}")


def tasks(*, model: str, status: str, page: int, page_size: int) -> HttpOrder:
    """The account's last 24 hours. No start and end are sent: the zone they are read in is not documented."""
    wanted = {"model_name": model, "status": status}
    parameters = {"page_no": page, "page_size": page_size} | {name: text for name, text in wanted.items() if text}
    return HttpOrder(method="GET", path=f"/tasks?{urlencode(parameters)}")


def cancel(task_id: str) -> HttpOrder:
    return HttpOrder(method="POST", path=f"/tasks/{quote(task_id, safe='')}/cancel", body=b"")


def models() -> HttpOrder:
    """Free; proves a key, but not that PixVerse is activated."""
    return HttpOrder(method="GET", path="/models?page_no=1&page_size=1")
