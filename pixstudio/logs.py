"""What reaches a log: no secrets, and nothing a prompt could use to forge a line.

Prompts and the provider's texts are strangers' words; a newline or an ANSI escape in them must not look like ours.
"""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from jobs.trail import request_id

SECRETS = (
    (re.compile(r"sk-[A-Za-z0-9_.-]{4,}"), "sk-…"),
    (re.compile(r"pix_[A-Za-z0-9_-]{4,}"), "pix_…"),
    (re.compile(r"(?i)(bearer\s+)(?!sk-…|pix_…)[^\s'\",]+"), r"\1…"),
    (re.compile(r"(?<=://)([^\s/:@]*):[^\s/@]+@"), r"\1:…@"),
    # also where a messenger or a mail put a blank, a line's end or a quote into the address
    (re.compile(r"(?i)(/(?:setup|invite|s)/+)[^/\w]*[A-Za-z0-9_.-]{8,}"), r"\1…"),
)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def redacted(text: str) -> str:
    """The text without keys, tokens, passwords in addresses, and one-time links."""
    for pattern, instead in SECRETS:
        text = pattern.sub(instead, text)
    return text


def one_line(text: str) -> str:
    """Control characters, line ends and direction marks made visible."""
    return CONTROL.sub(_escape, text).replace("\n", "\\n").replace("\t", "\\t")


def _escape(found: re.Match[str]) -> str:
    return found.group().encode("unicode_escape").decode()


class Plain(logging.Formatter):
    """One line an event for people; a traceback follows, indented so that no line of it can pass for an event."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC).astimezone().strftime("%H:%M:%S")
        asked = f" [{request_id.get()}]" if request_id.get() else ""
        line = f"{when} {record.levelname.lower()} {record.name}{asked}: {one_line(redacted(record.getMessage()))}"
        return "\n".join([line, *(f"    {one_line(part)}" for part in _traceback(self, record))])


class Json(logging.Formatter):
    """One JSON object a line for log collectors."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redacted(record.getMessage()),
        }
        if request_id.get():
            entry["request"] = request_id.get()
        trace = _traceback(self, record)
        if trace:
            entry["trace"] = "\n".join(trace)
        return json.dumps(entry)


def _traceback(formatter: logging.Formatter, record: logging.LogRecord) -> list[str]:
    if not record.exc_info:
        return []
    return redacted(formatter.formatException(record.exc_info)).splitlines()


def settings_for(*, production: bool) -> dict[str, Any]:
    """`LOGGING`: everything to stderr, where the launcher or the container's host collects it."""
    quiet = {"level": "WARNING"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": Json if production else Plain}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},
            "celery": quiet,
            "celery.beat": quiet,
            "kombu": quiet,
            "amqp": quiet,
            "urllib3": quiet,
            "waitress.queue": {"level": "ERROR"},
        },
    }
