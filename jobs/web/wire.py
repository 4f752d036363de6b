"""What went on the wire for a film, put together from what was written down before it left. The key is in no record."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from jobs.dashscope.orders import HttpOrder, Wish, create
from jobs.models import Render

_SETTINGS = {field.name for field in fields(Wish)} - {"prompt"}
_NOT_SENT = "–"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A request without its base URL and its key. `body` has the content of the bytes that left, spaced for readers."""

    head: str
    body: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """A parameter by its name on the wire, with what it was for the parent; a dash where it was not sent."""

    name: str
    was: str
    now: str


def sent(render: Render) -> Sent | None:
    """None while nothing has left, and for a film that another program ordered."""
    if (order := _request(render)) is None:
        return None
    headers = [f"{name}: {value}" for name, value in order.headers.items()]
    body = json.dumps(json.loads(order.body or b"{}"), indent=2, ensure_ascii=False)
    return Sent(head="\n".join([f"{order.method} {order.path}", *headers]), body=body)


def changes(parent: Render, render: Render) -> tuple[Change, ...] | None:
    """Empty where both requests say the same; None where one of them is not known."""
    before, after = _request(parent), _request(render)
    if before is None or after is None:
        return None
    was, now = _said(before), _said(after)
    pairs = ((name, was.get(name, _NOT_SENT), now.get(name, _NOT_SENT)) for name in {**was, **now})
    return tuple(Change(name=name, was=old, now=new) for name, old, new in pairs if old != new)


def _request(render: Render) -> HttpOrder | None:
    kept: Mapping[str, Any] = render.submission.sent if render.submission else {}
    settings = {name: value for name, value in kept.items() if name in _SETTINGS}
    if not {"model", "size", "duration"} <= settings.keys():
        return None
    return create(Wish(prompt=render.order.prompt, **settings))


def _said(order: HttpOrder) -> dict[str, str]:
    """Each parameter as JSON has it, but texts without quotes."""
    body = json.loads(order.body or b"{}")
    said = {"model": body["model"], **body["input"], **body["parameters"]}
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in said.items()}
