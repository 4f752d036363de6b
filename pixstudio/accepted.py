"""What each setting accepts: one function per kind of value, true when the value can be used."""

import base64
import binascii
import ipaddress
import re
import zoneinfo
from urllib.parse import SplitResult, urlsplit

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
MEDIA_HOST = re.compile(r"(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)
HOST = re.compile(
    r"\*|\.?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*|\[[0-9a-f:.]+\]", re.IGNORECASE
)
MIN_PASSWORD = 12


def _split(url: str) -> SplitResult | None:
    """The parts of a URL, or None where host or port cannot be read."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    return parts if parts.hostname and port != 0 and not re.search(r"\s", url) else None


def base_url(url: str, *, loopback: bool) -> bool:
    """A DashScope base: https without user, query or fragment, to `/api/v1`; this machine only with `loopback`."""
    parts = _split(url)
    if parts is None or parts.username is not None or parts.query or parts.fragment:
        return False
    schemes = {"https"}
    if parts.hostname in LOOPBACK_HOSTS:
        schemes = {"http", "https"} if loopback else set()
    return parts.path.endswith("/api/v1") and parts.scheme in schemes


def public_url(url: str) -> bool:
    """Where people reach the studio: scheme, host and perhaps a port, no path."""
    parts = _split(url)
    bare = parts and not (parts.username is not None or parts.path.strip("/") or parts.query or parts.fragment)
    return bool(bare) and parts is not None and parts.scheme in {"http", "https"}


def with_scheme(url: str, *schemes: str) -> bool:
    parts = _split(url)
    return parts is not None and parts.scheme in schemes


def database(url: str) -> bool:
    parts = _split(url)
    return parts is not None and parts.scheme in {"postgres", "postgresql"} and len(parts.path) > 1


def host(name: str) -> bool:
    """A name as requests carry it, without scheme, port or path; a dot before it means all below it too."""
    return HOST.fullmatch(name) is not None


def inner_path(path: str) -> bool:
    """Where a proxy keeps films from everybody but us: plain folders, and not the root of all addresses."""
    return re.fullmatch(r"(/[A-Za-z0-9_-]+)+/?", path) is not None


def time_zone(name: str) -> bool:
    return name in zoneinfo.available_timezones()


def email(address: str) -> bool:
    return re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", address) is not None


def network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def provider_key(text: str) -> bool:
    """Something that holds a provider key; blanks, quotes and "Bearer" around it are taken off when it is stored."""
    return re.search(r"sk-[!-~]+[\s\"'”’`]*$", text) is not None


def fernet_keys(text: str) -> bool:
    """One or more Fernet keys (32 bytes in URL-safe Base64), apart by blanks, commas or lines."""
    keys = split_keys(text)
    return bool(keys) and all(map(_fernet_key, keys))


def split_keys(text: str) -> tuple[str, ...]:
    return tuple(re.split(r"[\s,]+", text.strip())) if text.strip() else ()


def _fernet_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, altchars=b"-_", validate=True)) == 32
    except (binascii.Error, ValueError):
        return False
