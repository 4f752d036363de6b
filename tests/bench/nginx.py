"""nginx with one folder of files, as the measure for whoever else sends them."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.desk import Line
from tests.servers import free_port

_CONFIGURATION = """
worker_processes 1; pid {place}/pid; error_log {place}/error.log; daemon off; user root;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000;
  types {{ video/mp4 mp4; }}
  client_body_temp_path {place}; proxy_temp_path {place}; fastcgi_temp_path {place};
  uwsgi_temp_path {place}; scgi_temp_path {place};
  server {{ listen 127.0.0.1:{port}{secure}; root {root}; }}
}}
"""


_SECURE = " ssl; ssl_certificate {certificate}; ssl_certificate_key {key}; ssl_protocols TLSv1.2 TLSv1.3"


@contextmanager
def nginx(root: Path, certificate: str = "", key: str = "") -> Iterator[str]:
    """Its address; with a certificate of `localhost` the line is encrypted."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    with tempfile.TemporaryDirectory(prefix="pixstudio-nginx-") as place:
        port = free_port()
        configuration = Path(place) / "nginx.conf"
        secure = _SECURE.format(certificate=certificate, key=key) if certificate else ""
        configuration.write_text(_CONFIGURATION.format(place=place, port=port, root=root, secure=secure))
        server = subprocess.Popen([program, "-c", str(configuration)], stderr=subprocess.DEVNULL)
        try:
            address = f"{'localhost' if certificate else '127.0.0.1'}:{port}"
            _wait(address, certificate)
            yield address
        finally:
            server.terminate()
            server.wait()


def _wait(address: str, trust: str) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            Line(address, trust=trust).get("/")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("nginx does not answer")
