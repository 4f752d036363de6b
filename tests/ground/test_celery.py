"""How Celery is set up: it carries ids in JSON, and forgets."""

import pytest
from django.conf import settings
from kombu.exceptions import ContentDisallowed
from kombu.serialization import dumps, loads

from jobs import tasks
from pixstudio.celery import app


def test_a_pickled_message_is_rejected() -> None:
    content_type, encoding, body = dumps({"render": "x"}, serializer="pickle")
    with pytest.raises(ContentDisallowed):
        loads(body, content_type, encoding, accept=app.conf.accept_content)


def test_messages_are_acknowledged_early_and_leave_no_result() -> None:
    assert not app.conf.task_acks_late
    assert app.conf.task_ignore_result
    assert app.conf.worker_prefetch_multiplier == 1
    assert not app.conf.result_backend


def test_beat_sends_a_tick_that_expires() -> None:
    entry = app.conf.beat_schedule["tick"]
    assert entry["task"] == tasks.tick.name
    assert entry["schedule"] == settings.PACE.tick
    assert entry["options"]["expires"] <= 10


def test_every_beaten_task_exists_and_every_queue_is_worked_on() -> None:
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
        assert entry["options"]["queue"] in {"quick", "save"}
