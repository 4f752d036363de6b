"""What Django's `check` says about this studio's set-up: each with an id and a hint.

Errors are what production refuses to start with. What only tests may switch on never gets here: reading the
settings already refuses it.
"""

import ipaddress
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register
from django.urls import URLPattern, URLResolver, get_resolver

from pixstudio import environment

TAG = "pixstudio"
SHORTEST_SECRET = 50
FEWEST_LETTERS = 5


@register(TAG)
def production_is_safe(**_: Any) -> Sequence[CheckMessage]:
    """Secret key, addresses, https, and the proxy in front."""
    if not settings.PIXSTUDIO.production:
        return []
    return [*_secret(), *_hosts(), *_public_url(settings.PIXSTUDIO), *_proxies(settings.PIXSTUDIO)]


def _secret() -> list[CheckMessage]:
    key = settings.SECRET_KEY
    if len(key) >= SHORTEST_SECRET and len(set(key)) >= FEWEST_LETTERS and not key.startswith("django-insecure-"):
        return []
    return [
        Error(
            "PIXSTUDIO_SECRET_KEY is too easy to guess.",
            hint=f"Remove it, and one is made in the data folder; or set {SHORTEST_SECRET} random characters or more.",
            id="pixstudio.E001",
        )
    ]


def _hosts() -> list[CheckMessage]:
    if "*" in settings.ALLOWED_HOSTS:
        return [
            Error(
                "PIXSTUDIO_ALLOWED_HOSTS allows every name, so links in mails could be forged.",
                hint="Name the hosts people use.",
                id="pixstudio.E003",
            )
        ]
    if settings.ALLOWED_HOSTS:
        return []
    return [
        Error(
            "No host name is allowed, so every request would be refused.",
            hint="Set PIXSTUDIO_PUBLIC_URL, or PIXSTUDIO_ALLOWED_HOSTS.",
            id="pixstudio.E002",
        )
    ]


def _public_url(chosen: environment.Environment) -> list[CheckMessage]:
    if not chosen.public_url:
        return [
            Error(
                "PIXSTUDIO_PUBLIC_URL is missing, so links that leave the studio would point to this machine.",
                hint="Set it to the https address people use.",
                id="pixstudio.E005",
            )
        ]
    if chosen.public_url.startswith("http://"):
        return [
            Error(
                "PIXSTUDIO_PUBLIC_URL is http, so passwords would travel in the clear.",
                hint="Put a proxy with a certificate in front, and set the https address.",
                id="pixstudio.E004",
            )
        ]
    return []


def _proxies(chosen: environment.Environment) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if any(ipaddress.ip_network(text, strict=False).prefixlen == 0 for text in chosen.trusted_proxies):
        found.append(
            Error(
                "PIXSTUDIO_TRUSTED_PROXIES trusts everybody, so anyone could forge their address.",
                hint="Name the address of your proxy.",
                id="pixstudio.E006",
            )
        )
    if chosen.accel and not chosen.trusted_proxies:
        found.append(
            Error(
                "PIXSTUDIO_ACCEL leaves the sending of films to a proxy, and no proxy is named.",
                hint="Set PIXSTUDIO_TRUSTED_PROXIES to its address, or remove PIXSTUDIO_ACCEL.",
                id="pixstudio.E007",
            )
        )
    taken = {settings.STATIC_URL.strip("/"), *_first_words(get_resolver().url_patterns)} if chosen.accel else set()
    if chosen.accel and chosen.accel.split("/")[1] in taken:
        found.append(
            Error(
                "PIXSTUDIO_ACCEL begins like the studio's own addresses, so the proxy would hide some of them.",
                hint="Choose a path that nothing else uses, such as /_films.",
                id="pixstudio.E008",
            )
        )
    return found


def _first_words(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    """With what the studio's own addresses begin."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and not str(pattern.pattern):
            yield from _first_words(pattern.url_patterns)
        else:
            yield str(pattern.pattern).split("/")[0]


@register(TAG)
def names_are_known(**_: Any) -> Sequence[CheckMessage]:
    """A slip of the pen in a name would pass in silence."""
    return [
        Warning(
            f"{name} is not a setting of PixStudio.",
            hint="Look for the right name in .env.example.",
            id="pixstudio.W001",
        )
        for name in environment.unknown_names(settings.BASE_DIR)
    ]


@register(TAG, deploy=True)
def shape_of_production(**_: Any) -> Sequence[CheckMessage]:
    """One machine may well be enough; it is said, not refused."""
    chosen = settings.PIXSTUDIO
    if not chosen.production:
        return []
    found: list[CheckMessage] = []
    if not chosen.trusted_proxies:
        found.append(
            Info(
                "No proxy is trusted: behind one that ends https, every page would send its visitor round in circles.",
                hint="Set PIXSTUDIO_TRUSTED_PROXIES to its address, unless the web server itself speaks https.",
                id="pixstudio.I003",
            )
        )
    if not chosen.database_url:
        found.append(
            Info(
                "Production runs on SQLite: everything must stay on this one machine.",
                hint="Set DATABASE_URL to use PostgreSQL.",
                id="pixstudio.I001",
            )
        )
    if not chosen.redis_url:
        found.append(
            Info(
                "Production runs on the embedded broker, which only `manage.py studio` starts.",
                hint="Set REDIS_URL to run web, worker and beat apart.",
                id="pixstudio.I002",
            )
        )
    return found
