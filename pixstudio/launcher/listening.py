"""The listening socket, opened by the launcher: a taken port is known at once, and a web that dies loses no visitor."""

import errno
import ipaddress
import socket
import time

from pixstudio.refusal import RefusalError

BACKLOG = 1024
LAST_PORT = 65535
RETRY = 0.1  # seconds between two tries


def open_port(host: str, port: int, *, patience: float = 0.0) -> socket.socket:
    """A listening socket; `patience` seconds for the port of a launcher that was killed.

    Raises:
        RefusalError: the address is not ours, or the port is none, is taken or needs more rights.
    """
    if not 0 <= port <= LAST_PORT:  # the system would take the remainder of a longer number without a word
        raise RefusalError(f"{port} is no port: they go up to {LAST_PORT}. Choose one, such as --port 8000")
    deadline = time.monotonic() + patience
    while True:
        try:
            return _listen(host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise RefusalError(_why(host, port, error)) from error
        time.sleep(RETRY)


def is_loopback(host: str) -> bool:
    address = _address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def url(listener: socket.socket, host: str) -> str:
    """The address for a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - read, not bound
    return f"http://{shown}:{listener.getsockname()[1]}"


def names(host: str) -> tuple[str, ...]:
    """Under which names a browser elsewhere finds a public address; none for this machine alone."""
    if is_loopback(host):
        return ()
    address = _address(host)
    if address is None or not address.is_unspecified:
        return (f"[{host}]" if ":" in host else host,)
    return tuple(filter(None, (_outward_address(), socket.gethostname().lower())))


def _outward_address() -> str:
    """This machine's address towards others, from the routing table: no packet leaves."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""  # no way out of this machine
        return str(probe.getsockname()[0])


def _listen(host: str, port: int) -> socket.socket:
    family, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def _why(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken by another program. Stop that one, or choose another: --port {port + 1}"
    if error.errno == errno.EACCES:
        return f"Port {port} may not be opened by this user. Choose one above 1023: --port 8000"
    return f"{host} port {port} cannot be opened: {error.strerror or error}."
