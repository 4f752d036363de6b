"""The whole studio in one terminal: what `make run` starts.

`manage.py` goes to `pixstudio.launcher.start` directly, which saves one start of Django; this is the same for whoever
looks for the command among Django's.
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from pixstudio.launcher import start


class Command(BaseCommand):
    help = "Starts web, worker, beat and message broker; Ctrl-C ends them."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        start.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(start.start(options["host"], options["port"], browser=not options["no_browser"]))
