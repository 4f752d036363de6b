"""The stand-in provider over HTTP, for trying things out without a key and without money."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from jobs.sandbox.running import NotStarted, Options, add_options, run


class Command(BaseCommand):
    help = "Serves a stand-in for the provider until it is stopped; it costs nothing and needs no database."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        add_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PIXSTUDIO.production:
            raise CommandError(_("The stand-in provider does not run with production settings."))
        try:
            run(Options.of(options), ready=self._say)
        except NotStarted as error:
            sentence = _("Nothing can listen on %(host)s:%(port)s (%(reason)s). Choose another port with --port.")
            values = {"host": options["host"], "port": options["port"], "reason": error}
            raise CommandError(sentence % values) from error

    def _say(self, base_url: str) -> None:
        self.stdout.write(_("The stand-in provider answers at %(url)s") % {"url": base_url})
        self.stdout.flush()
