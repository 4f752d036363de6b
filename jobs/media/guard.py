"""Which links we follow. A link is the provider's word, or that of whoever stands between us: it is never trusted.

Two gates: `check` reads the link as text before any library rewrites it, and `public` judges each address its name
leads to. `jobs.media.dial` connects to the very address that was judged.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

PROVIDER_HOSTS = ("media.pixverseai.cn", "*.aliyuncs.com")
SANDBOX_HOST = "sandbox.invalid"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LINK_LIMIT = 8192

_LINK = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<authority>[^/?#]*)(?P<rest>[^#]*)(?:#.*)?", re.IGNORECASE)
_AUTHORITY = re.compile(r"(?P<host>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?")
_PLAIN = re.compile(r"[\x21-\x7e]+")
_UNSAFE = frozenset('\\"<>^`{|}')
_NAT64 = IPv6Network("64:ff9b::/96")
_UNICAST6 = IPv6Network("2000::/3")
_SPECIAL4 = tuple(map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4")))
"""Protocol assignments, 6to4 relays and multicast: not every Python counts them as less than global."""

Address = IPv4Address | IPv6Address


class Blocked(Exception):
    """A link we do not follow. Deliberately neither an OSError nor an exception of `requests`: both are retried.

    Codes: link-malformed, link-scheme, link-userinfo, link-port, link-host, link-address, link-redirects.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: Mapping[str, str] = params


@dataclass(frozen=True, kw_only=True)
class LinkRules:
    """`hosts` are those an admin added to `PROVIDER_HOSTS`: exact names, or `*.name` for everything below a name but
    not the name itself.

    `allow_loopback` adds this machine, plain http and any port; `sandbox` adds exactly the origin of the sandbox,
    which is reached through an adapter and never through the network.
    """

    hosts: tuple[str, ...] = ()
    allow_loopback: bool = False
    sandbox: bool = False

    def allow(self, host: str) -> bool:
        return any(_matches(host, pattern.lower()) for pattern in (*PROVIDER_HOSTS, *self.hosts))


@dataclass(frozen=True, kw_only=True)
class Target:
    """A link that passed, without its fragment. `local`: this machine was allowed and is meant."""

    url: str
    host: str
    port: int
    local: bool
    sandbox: bool


def check(url: str, rules: LinkRules) -> Target:
    """The target of a link; raise `Blocked` for one that must not be followed. Looks up no name."""
    match = _LINK.fullmatch(url) if len(url) <= LINK_LIMIT and _PLAIN.fullmatch(url) else None
    if match is None or _UNSAFE.intersection(url):
        raise Blocked("link-malformed")
    scheme, authority, rest = match["scheme"].lower(), match["authority"].lower(), match["rest"]
    if scheme not in {"https", "http"}:
        raise Blocked("link-scheme", scheme=scheme[:20])
    if "@" in authority:
        raise Blocked("link-userinfo")
    place = _AUTHORITY.fullmatch(authority)
    if place is None:
        raise Blocked("link-malformed")
    return _target(f"{scheme}://{authority}{rest}", scheme, place["host"].strip("[]"), place["port"], rules)


def _target(url: str, scheme: str, host: str, port: str | None, rules: LinkRules) -> Target:
    number = int(port) if port else (443 if scheme == "https" else 80)
    local = rules.allow_loopback and host in LOOPBACK
    if not local and scheme != "https":
        raise Blocked("link-scheme", scheme=scheme)
    if not 0 < number < 65536 or (not local and number != 443):
        raise Blocked("link-port", port=str(number))
    sandbox = rules.sandbox and host == SANDBOX_HOST
    if not (local or sandbox or rules.allow(host)):
        raise Blocked("link-host", host=host[:253])
    return Target(url=url, host=host, port=number, local=local, sandbox=sandbox)


def _matches(host: str, pattern: str) -> bool:
    if pattern.startswith("*."):
        return host.endswith(pattern[1:]) and len(host) > len(pattern) - 1
    return host == pattern


def judge_address(text: str, target: Target) -> None:
    """Raise `Blocked` unless the address is one of the open internet; for a local target, of this machine."""
    try:
        address = ip_address(text)
    except ValueError:
        raise Blocked("link-address", host=target.host, address=text[:60]) from None
    if not (address.is_loopback if target.local else public(address)):
        raise Blocked("link-address", host=target.host, address=text)


def public(address: Address) -> bool:
    """Whether an address belongs to the open internet, also when it is an IPv4 address in IPv6 clothes."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in _SPECIAL4)
    inner = address.ipv4_mapped or address.sixtofour or (_last_four(address) if address in _NAT64 else None)
    if inner is not None:
        return public(inner)
    return address in _UNICAST6 and address.is_global


def _last_four(address: IPv6Address) -> IPv4Address:
    return IPv4Address(int(address) & 0xFFFF_FFFF)
