"""A process's sign of life in the database, for `/readyz`, `doctor` and a shell that waits for a worker."""

import logging
import threading
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from jobs.models import Heartbeat
from pixstudio import alive

EVERY = 5.0  # seconds
FORGOTTEN = timedelta(hours=1)

log = logging.getLogger(__name__)


class Pulse(threading.Thread):
    """Writes one row every five seconds until `stop`, which takes the row away."""

    def __init__(self, kind: str, **info: object) -> None:
        super().__init__(name="pulse", daemon=True)
        self.kind = kind
        self.info = info
        self.label = alive.name(kind)
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(EVERY if self._beat() else EVERY / 5):
            pass
        connection.close()

    def stop(self) -> None:
        """A process that ends on purpose does not leave a row that looks like a sudden death."""
        self.ended.set()
        self.join(timeout=1)
        try:
            alive.take_sign(settings.PIXSTUDIO.data, self.label)
            Heartbeat.objects.filter(name=self.label).delete()
        except (DatabaseError, OSError) as error:
            log.warning("The last sign of life was not written: %s", error)

    def _beat(self) -> bool:
        now = timezone.now()
        try:
            sign = {"kind": self.kind, "at": now, "info": self.info}
            Heartbeat.objects.update_or_create(name=self.label, defaults=sign)
            Heartbeat.objects.filter(at__lt=now - FORGOTTEN).delete()
            alive.leave_sign(settings.PIXSTUDIO.data, self.label)
        except (DatabaseError, OSError) as error:
            log.warning("A sign of life was not written, the next one follows: %s", error)
            connection.close()
            return False
        return True
