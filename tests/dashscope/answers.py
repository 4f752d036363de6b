"""Answers of the provider as its documentation shows them, and the people who ask."""

import json
from datetime import UTC, datetime

from jobs.dashscope import Reply, Wish
from jobs.pace import Pace

NOON = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
KEY = "sk-test-canary-7f3a"
PACE = Pace.of()
WISH = Wish(model="pixverse/pixverse-v6-t2v", prompt="Mara waters the roof garden", size="640*360", duration=1)
MADE = {"output": {"task_status": "PENDING", "task_id": "11f5a1d2-0001"}, "request_id": "req-1"}


def reply(
    data: object = None, status: int = 200, headers: dict[str, str] | None = None, body: bytes | None = None
) -> Reply:
    return Reply(
        status=status,
        headers=headers or {},
        body=json.dumps(data).encode() if body is None else body,
        sent_at=NOON,
        received_at=NOON,
    )


def error(code: str, message: str = "", status: int = 400) -> Reply:
    return reply({"code": code, "message": message, "request_id": "req-9"}, status)
