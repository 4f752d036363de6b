"""The whole studio in one terminal: what `make run` starts."""

import os
import sys
import webbrowser
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from jobs.actions import people
from jobs.management.preparing import prepare
from pixstudio import address
from pixstudio.launcher import alone, listening, statics
from pixstudio.launcher.supervisor import Plan, Supervisor, say


class Command(BaseCommand):
    help = "Starts web, worker, beat and message broker; Ctrl-C ends them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: this machine alone)")
        parser.add_argument("--port", type=int, default=8000, help="the port to listen on (default: 8000)")
        parser.add_argument("--no-browser", action="store_true", help="do not open a browser")

    def handle(self, *args: Any, **options: Any) -> None:
        data, host = settings.PIXSTUDIO.data, options["host"]
        self._check(host)
        claim = alone.claim(data)
        listener = listening.open_port(host, options["port"], patience=alone.PATIENCE if claim.after_crash else 0)
        prepare()
        self._owner(host)
        statics.collect()
        url = listening.url(listener, host)
        connections.close_all()

        def ready() -> None:
            address.record(data, url)
            self._greet(url, listening.names(host), browser=not options["no_browser"])

        try:
            Supervisor(
                plan=Plan(
                    data=data,
                    url=url,
                    listener=listener.fileno(),
                    children_lock=claim.children,
                    own_broker=not settings.PIXSTUDIO.redis_url,
                    hosts=listening.names(host),
                    on_ready=ready,
                )
            ).run()
        finally:
            address.forget(data)

    def _check(self, host: str) -> None:
        found = [issue for issue in checks.run_checks(tags=["pixstudio"]) if issue.level >= checks.ERROR]
        if found:
            raise CommandError("\n".join(f"{issue.msg} {issue.hint or ''}".strip() for issue in found))
        if settings.DEBUG and not listening.is_loopback(host):
            raise CommandError(
                f"PIXSTUDIO_DEBUG shows code and settings to visitors, so {host} is refused. "
                "Remove it, or listen on 127.0.0.1."
            )

    def _owner(self, host: str) -> None:
        """Makes the owner the environment names, at first start; a public address needs one before it opens."""
        chosen = settings.PIXSTUDIO
        if people.setup_link(address.DEFAULT) is None:
            return
        if chosen.owner_email:
            self._make_owner(chosen.owner_email, chosen.owner_password)
        elif not listening.is_loopback(host):
            raise CommandError(
                f"{host} can be reached from outside, and the studio has no owner with a password yet. Start it on "
                "127.0.0.1 and set it up, or set PIXSTUDIO_OWNER_EMAIL and PIXSTUDIO_OWNER_PASSWORD."
            )

    def _make_owner(self, email: str, password: str) -> None:
        try:
            people.make_owner(email, password)
        except ValidationError as error:
            raise CommandError(f"The owner cannot be made: {' '.join(error.messages)}") from error

    def _greet(self, url: str, hosts: Sequence[str], *, browser: bool) -> None:
        say(f"PixStudio is ready at {url}/")
        link = people.setup_link(url)
        connections.close_all()
        if hosts:
            say(f"It can be reached from outside as {', '.join(hosts)}; PIXSTUDIO_ALLOWED_HOSTS adds other names.")
        if link is not None:
            say(f"Nobody owns this studio yet. Set it up here, once: {link}")
        if browser and _desktop():
            webbrowser.open(link or f"{url}/")


def _desktop() -> bool:
    """A terminal inside of a desktop session: there is a person, and a browser to open."""
    session = sys.platform == "darwin" or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    return session and sys.stdout.isatty()
