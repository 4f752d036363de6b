"""The web child: lays the ground, then waitress on the socket the launcher opened.

Films are sent by waitress' own loop from the file (`wsgi.file_wrapper`), so slow viewers hold no thread.
"""

import argparse
import os
import signal
import socket
import sys
from pathlib import Path
from types import FrameType
from wsgiref.types import WSGIApplication

from waitress.server import create_server

from pixstudio.database import PROCESS
from pixstudio.launcher import tether
from pixstudio.launcher.sending import Channel, by_the_kernel
from pixstudio.launcher.supervisor import REFUSED
from pixstudio.refusal import RefusalError

THREADS = 16
CONNECTIONS = 500
LARGEST_BODY = 16 * 1024 * 1024  # bytes; views take 1 MiB and say so in words, up to where waitress cuts the line


def main(words: list[str]) -> None:
    """One line goes down the greeting pipe when all is laid: the set-up link, or nothing where somebody owns this."""
    parser = argparse.ArgumentParser()
    for name, kind in (("listener", int), ("greeting", int), ("run", Path), ("url", str)):
        parser.add_argument(name, type=kind)
    parser.add_argument("--public", action="store_true")
    chosen = parser.parse_args(words)
    tether.hold(chosen.run / "broker.pid")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    try:
        application, link = _laid(chosen.url, public=chosen.public)
    except RefusalError as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(REFUSED)
    os.write(chosen.greeting, f"{link}\n".encode())
    serve(application, socket.socket(fileno=chosen.listener))


def _laid(url: str, *, public: bool) -> tuple[WSGIApplication, str]:
    """The application and the set-up link. Imported here: the tether must hold before seconds are spent on imports."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pixstudio.settings")
    os.environ[PROCESS] = "web"
    import django

    django.setup()
    from jobs.management import opening

    link = opening.lay_ground(url, public=public)
    from pixstudio.wsgi import application  # reads what was just collected and migrated

    return application, link


def serve(application: WSGIApplication, listener: socket.socket) -> None:
    """Until a signal says that it is enough."""
    server = create_server(
        by_the_kernel(application),
        sockets=[listener],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        max_request_body_size=LARGEST_BODY,
        ident=None,
        clear_untrusted_proxy_headers=False,  # pixstudio.proxy does, and knows whom to trust
        asyncore_use_poll=True,
    )
    server.channel_class = Channel
    server.run()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
