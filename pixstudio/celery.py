"""The Celery application of workers and beat."""

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pixstudio.settings")

app = Celery("pixstudio")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["jobs"])


@setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Celery would bring its own formatter, which redacts nothing."""
    from django.conf import settings

    dictConfig(settings.LOGGING)
