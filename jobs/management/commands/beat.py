"""Celery's clock: it sends the tick, and nothing else."""

from typing import Any

from django.core.management.base import BaseCommand

from jobs.management.preparing import prepare
from jobs.management.pulse import Pulse
from pixstudio.celery import app
from pixstudio.launcher import tether


class Command(BaseCommand):
    help = "Runs Celery's beat until it is told to stop. One per studio."

    def handle(self, *args: Any, **options: Any) -> None:
        tether.hold()
        prepare()
        pulse = Pulse("beat")
        pulse.start()
        try:
            app.start(["--quiet", "beat", "--pidfile", ""])
        finally:
            pulse.stop()
