"""Forwarded headers: believed from the proxies in `PIXSTUDIO_TRUSTED_PROXIES`, removed from everybody else.

After this, `REMOTE_ADDR` and the URL scheme are the visitor's own for all code that asks, and no forwarded header is
left for anyone to believe by mistake.
"""

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_BY",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
)


def behind(application: WSGIApplication, trusted: Sequence[str]) -> WSGIApplication:
    """The application as seen through the trusted proxies (addresses or networks)."""
    networks = [ipaddress.ip_network(text, strict=False) for text in trusted]

    def known(address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in networks)

    def resolved(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        headers = {name: environ.pop(name, "") for name in FORWARDED}
        environ["REMOTE_ADDR"] = _plain(environ.get("REMOTE_ADDR", ""))
        if known(environ["REMOTE_ADDR"]):
            _believe(environ, headers, known)
        return application(environ, start_response)

    return resolved


def _believe(environ: dict[str, Any], headers: dict[str, str], known: Callable[[str], bool]) -> None:
    """The visitor is the last address that is not one of our proxies; what stands before it, anybody can write."""
    hops = [_plain(hop) for hop in headers["HTTP_X_FORWARDED_FOR"].split(",") if hop.strip()]
    visitor = next((hop for hop in reversed(hops) if not known(hop)), None)
    if visitor is not None:
        environ["REMOTE_ADDR"] = visitor
    scheme = headers["HTTP_X_FORWARDED_PROTO"].split(",")[-1].strip().lower()
    if scheme in {"http", "https"}:
        environ["wsgi.url_scheme"] = scheme
        environ["HTTPS"] = "on" if scheme == "https" else "off"


def _plain(address: str) -> str:
    """An IPv4 address as itself, also where a socket of both kinds has met it: `::ffff:203.0.113.7`."""
    address = address.strip()
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped) if mapped else address
