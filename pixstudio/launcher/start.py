"""`manage.py studio`: from its words to the launcher's loop.

No Django in here and below: the web child lays the database and the first rows while it starts anyway, so that people
wait for one start of Django and not for two.
"""

import argparse
import os
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from pixstudio import address, environment, firststart
from pixstudio.launcher import alone, listening
from pixstudio.launcher.supervisor import Plan, Supervisor, say
from pixstudio.refusal import RefusalError

ROOT = Path(__file__).resolve().parents[2]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: this machine alone)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (default: 8000)")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")


def main(words: Sequence[str]) -> int:
    """Runs the studio until it is told to stop; the exit status.

    Raises:
        RefusalError: it cannot start, in a sentence.
    """
    parser = argparse.ArgumentParser(prog="manage.py studio", description="Starts the whole studio; Ctrl-C ends it.")
    add_arguments(parser)
    chosen = parser.parse_args(words)
    return start(chosen.host, chosen.port, browser=not chosen.no_browser)


def start(host: str, port: int, *, browser: bool) -> int:
    chosen = environment.read(ROOT)
    firststart.open_data(chosen.data)
    for name in environment.unknown_names(ROOT):
        say(f"{name} is no setting of PixStudio; the right names are in .env.example.")
    if chosen.debug and not listening.is_loopback(host):
        raise RefusalError(
            f"PIXSTUDIO_DEBUG shows code and settings to visitors, so {host} is refused. "
            "Remove it, or listen on 127.0.0.1."
        )
    claim = alone.claim(chosen.data)
    listener = listening.open_port(host, port, patience=alone.PATIENCE if claim.after_crash else 0)
    url, names = listening.url(listener, host), listening.names(host)

    def greet(link: str) -> None:
        address.record(chosen.data, url)
        say(f"PixStudio is ready at {url}/")
        if names:
            say(f"It can be reached from outside as {', '.join(names)}; PIXSTUDIO_ALLOWED_HOSTS adds other names.")
        if link:
            say(f"Nobody owns this studio yet. Set it up here, once: {link}")
        if browser and _desktop():
            webbrowser.open(link or f"{url}/")

    plan = Plan(
        data=chosen.data,
        url=url,
        listener=listener.fileno(),
        children_lock=claim.children,
        own_broker=not chosen.redis_url,
        hosts=names,
        on_ready=greet,
    )
    try:
        return Supervisor(plan=plan).run()
    finally:
        address.forget(chosen.data)


def _desktop() -> bool:
    """A terminal inside of a desktop session: there is a person, and a browser to open."""
    session = sys.platform == "darwin" or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    return session and sys.stdout.isatty()
