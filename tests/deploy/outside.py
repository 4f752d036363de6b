"""The world outside of production: a provider under a public name, behind the proxy that leads out.

Production refuses a provider on this machine, and rightly so. Here the settings stay those of production: the way out
(`PIXSTUDIO_PROXY`) ends at the sandbox, and the machine's list of trusted certificates knows the sandbox's.
"""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from jobs.sandbox import Sandbox, Server
from tests.certificates import certificate

NAME = "provider.example.com"
BASE_URL = f"https://{NAME}/api/v1"


class WayOut(Server):
    """A proxy that knows one destination, and is that destination itself once the line is made."""

    def __init__(self, sandbox: Sandbox, tls: ssl.SSLContext) -> None:
        def by_https(environ: WSGIEnvironment, start_response: StartResponse) -> Any:
            return sandbox({**environ, "wsgi.url_scheme": "https"}, start_response)

        super().__init__(by_https, "127.0.0.1", 0)
        self.tls = tls

    def get_request(self) -> tuple[socket.socket, Any]:
        """The line after CONNECT and the handshake. An OSError here drops the visitor and nothing else."""
        line, address = super().get_request()
        line.settimeout(10)
        asked = b""
        while b"\r\n\r\n" not in asked:
            asked += line.recv(4096) or self._gone()
        if not asked.startswith(f"CONNECT {NAME}:443 ".encode()):
            line.close()
            raise OSError("there is no way to that place")
        line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        return self.tls.wrap_socket(line, server_side=True), address

    def _gone(self) -> bytes:
        raise OSError("the visitor left")


@contextmanager
def provider(folder: Path) -> Iterator[tuple[str, Path]]:
    """The address of the proxy, and the certificate to trust."""
    folder.mkdir()
    paper = certificate(folder, NAME)
    sandbox = Sandbox(folder / "ledger", speed=200.0)
    server = WayOut(sandbox, paper.server)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server.origin, paper.path
    finally:
        server.shutdown()
        server.server_close()
        sandbox.close()


def trusting(folder: Path, *papers: Path) -> Path:
    """A folder for PYTHONPATH: a list of trusted certificates that holds these, instead of the one that is bundled."""
    package = folder / "certifi"
    package.mkdir(parents=True)
    (package / "trusted.pem").write_text("\n".join(paper.read_text() for paper in papers))
    (package / "__init__.py").write_text(f"def where():\n    return {str(package / 'trusted.pem')!r}\n")
    return folder
