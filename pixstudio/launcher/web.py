"""The web child: waitress on the socket the launcher opened.

Films are sent by waitress' own loop from the file (`wsgi.file_wrapper`), so slow viewers hold no thread.
"""

import signal
import socket
import sys
from pathlib import Path
from types import FrameType

from waitress.server import create_server

from pixstudio.launcher import tether

THREADS = 16
CONNECTIONS = 500
LARGEST_BODY = 2 * 1024 * 1024  # bytes; the JSON API takes 1 MiB and says so itself


def main(descriptor: int, run: Path) -> None:
    tether.hold(run / "broker.pid")
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    from pixstudio.wsgi import application  # the tether must hold before seconds are spent on imports

    server = create_server(
        application,
        sockets=[socket.socket(fileno=descriptor)],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        max_request_body_size=LARGEST_BODY,
        ident=None,
        clear_untrusted_proxy_headers=False,  # pixstudio.proxy does, and knows whom to trust
        asyncore_use_poll=True,
    )
    server.run()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
