"""What somebody writes with the official SDK, nothing of it bent for the stand-in; `test_sdk` runs it.

Arguments: base URL of a quick provider, base URL of a slow one. Prints one JSON object.
"""

import json
import sys
from typing import Any

import dashscope
import requests
from dashscope import Models, VideoSynthesis

QUICK, SLOW = sys.argv[1:3]
WISH: dict[str, Any] = {
    "model": "pixverse/pixverse-v6-t2v",
    "size": "640*360",
    "duration": 1,
    "audio": False,
    "watermark": True,
}

dashscope.api_key = "sk-test-lin"
dashscope.base_http_api_url = QUICK

seen: dict[str, Any] = {}
made = VideoSynthesis.async_call(prompt="A boat, 黄昏的海", **WISH)
seen["made"] = made
seen["done"] = done = VideoSynthesis.wait(made)
seen["fetched"] = VideoSynthesis.fetch(made)
seen["unknown"] = VideoSynthesis.fetch("00000000-0000-4000-8000-000000000000")
seen["called"] = VideoSynthesis.call(prompt="Another boat", seed=7, shot_type="multi", **WISH)
seen["failed"] = VideoSynthesis.call(prompt="[fail]", **WISH)
seen["listed"] = VideoSynthesis.list(model_name=WISH["model"], status="SUCCEEDED", page_size=50)
seen["late_cancel"] = VideoSynthesis.cancel(made)
seen["models"] = Models.list(page=1, page_size=1)
seen["bad_key"] = VideoSynthesis.async_call(prompt="A boat", api_key="sk-lin-revoked-1", **WISH)
seen["moderated"] = VideoSynthesis.async_call(prompt="[moderated]", **WISH)
seen["no_prompt"] = VideoSynthesis.async_call(prompt=None, **WISH)
seen["model"] = VideoSynthesis.async_call(prompt="A boat", **{**WISH, "model": "pixverse/none"})

url = done.output.video_url
film = requests.get(url, timeout=30)
part = requests.get(url, headers={"Range": "bytes=0-99", "If-Range": film.headers["ETag"]}, timeout=30)
seen["film"] = {"status": film.status_code, "kind": film.content[4:8].decode(), "size": len(film.content)}
seen["part"] = {"status": part.status_code, "same": part.content == film.content[:100]}

dashscope.base_http_api_url = SLOW
waiting = VideoSynthesis.async_call(prompt="A boat", **WISH)
seen["cancelled"] = VideoSynthesis.cancel(waiting)
seen["after_cancel"] = VideoSynthesis.fetch(waiting)

print(json.dumps({name: dict(value) for name, value in seen.items()}, default=str))  # noqa: T201 - its result
