"""A Celery worker: the embedded studio's own, or one of many containers."""

import warnings
from typing import Any

from celery.exceptions import SecurityWarning
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from jobs.management.preparing import prepare
from jobs.management.pulse import Pulse
from pixstudio import broker
from pixstudio.celery import app
from pixstudio.launcher import tether


class Command(BaseCommand):
    help = "Runs a Celery worker until it is told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queues", default=f"{broker.QUICK},{broker.SAVE}", help="which queues, apart by commas")
        parser.add_argument("--threads", type=int, default=12, help="how many tasks at once")

    def handle(self, *args: Any, **options: Any) -> None:
        tether.hold()
        prepare()
        queues, threads = options["queues"], options["threads"]
        pulse = Pulse("worker", queues=queues.split(","), threads=threads, data=str(settings.PIXSTUDIO.data))
        pulse.start()
        warnings.filterwarnings("ignore", category=SecurityWarning)  # about root, for messages that are pickled
        try:
            app.worker_main(_words(queues, threads))
        finally:
            pulse.stop()


def _words(queues: str, threads: int) -> list[str]:
    """Threads, because the work waits for the network; workers need not know each other, the database knows all."""
    chatter = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return ["--quiet", "worker", "--pool", "threads", "--concurrency", str(threads), "--queues", queues, *chatter]
