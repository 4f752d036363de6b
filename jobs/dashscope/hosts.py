"""Hosts a key may be sent to: read as text, before any library rewrites it."""

import re
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_][a-z0-9_-]{0,62})*\.?")


def host_is_plain(host: str) -> bool:
    """Whether it is a name of ASCII letters, or an address: nothing that a library might read as another one."""
    return bool(_NAME.fullmatch(host)) or _address(host) is not None


def host_is_near(host: str) -> bool:
    """Whether it is this machine or what answers only beside it (where clouds keep their secrets), however written."""
    name = host.rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    found = _address(name)
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    return found is not None and (
        found.is_loopback or found.is_unspecified or found.is_link_local or found.is_multicast
    )


def _address(host: str) -> IPv4Address | IPv6Address | None:
    """Also `127.1`, `2130706433` and `0x7f.1`, which are all one address to the system."""
    try:
        return ip_address(host) if ":" in host else IPv4Address(socket.inet_aton(host))
    except (ValueError, OSError):
        return None
