"""Where Celery's messages go: `REDIS_URL`, or the embedded broker's unix socket; and how Celery works with it."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

from jobs.pace import HOUR, Pace
from pixstudio.environment import Environment

QUICK, SAVE = "quick", "save"  # the two queues: seconds of asking, minutes of fetching films
SOCKET_FILE = "broker.sock"
LONGEST_SOCKET_PATH = 100  # bytes; the kernel takes 107
MESSAGE_LIVES = 10.0  # seconds; the tick wakes a row again, so an old message is of no use


def socket_path(data: Path) -> Path:
    """The broker's socket: in the data folder, or in a short runtime folder where that path is too long."""
    inside = data / "run" / SOCKET_FILE
    if len(os.fsencode(inside)) < LONGEST_SOCKET_PATH:
        return inside
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return (
        Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"pixstudio-{os.getuid()}-{name}" / "b.sock"
    )


def url(environment: Environment) -> str:
    """The broker's address for Celery."""
    return environment.redis_url or f"redis+socket://{socket_path(environment.data)}"


def client_url(environment: Environment) -> str:
    """The same address as the `redis` package writes it."""
    return environment.redis_url or f"unix://{socket_path(environment.data)}"


def cache(environment: Environment) -> dict[str, Any]:
    """Counts sign-in attempts and what strangers do. The embedded web is one process: its own memory is enough."""
    if environment.redis_url:
        return {"BACKEND": "pixstudio.attempts.Attempts", "LOCATION": environment.redis_url}
    # many, so that nobody makes it forget a count by asking from everywhere
    return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}}


def celery_settings(environment: Environment, pace: Pace) -> dict[str, Any]:
    """Early acknowledgement, no results, JSON alone: the database is the queue and messages only wake workers."""
    return {
        "CELERY_BROKER_URL": url(environment),
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "CELERY_BROKER_CONNECTION_MAX_RETRIES": None,
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "visibility_timeout": 3600,
            "socket_connect_timeout": 2,
            "socket_timeout": 30,
            "socket_keepalive": True,
            "max_retries": 1,
        },
        "CELERY_TASK_PUBLISH_RETRY": False,
        "CELERY_ACCEPT_CONTENT": ["json"],
        "CELERY_TASK_SERIALIZER": "json",
        "CELERY_TASK_IGNORE_RESULT": True,
        "CELERY_TASK_ACKS_LATE": False,
        "CELERY_TASK_DEFAULT_QUEUE": QUICK,
        "CELERY_TASK_CREATE_MISSING_QUEUES": True,
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        "CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS": True,  # late acknowledgements: we have none
        "CELERY_WORKER_HIJACK_ROOT_LOGGER": False,
        "CELERY_WORKER_ENABLE_REMOTE_CONTROL": False,
        "CELERY_WORKER_SEND_TASK_EVENTS": False,
        "CELERY_ENABLE_UTC": True,
        "CELERY_TIMEZONE": "UTC",
        "CELERY_BEAT_SCHEDULER": "celery.beat:Scheduler",  # no file: there is nothing to remember between two ticks
        "CELERY_BEAT_MAX_LOOP_INTERVAL": max(pace.tick / 2, 0.1),
        "CELERY_BEAT_SCHEDULE": {
            "tick": {
                "task": "jobs.tasks.tick",
                "schedule": pace.tick,
                "options": {"queue": QUICK, "expires": MESSAGE_LIVES},
            },
            "clean": {
                "task": "jobs.tasks.clean",
                "schedule": HOUR,
                "options": {"queue": SAVE, "expires": HOUR},
            },
        },
    }
