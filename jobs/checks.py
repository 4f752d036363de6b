"""What Django's `check` says about this studio's set-up: each with an id and a hint.

Errors are what production refuses to start with. What only tests may switch on never gets here: reading the
settings already refuses it.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register

from pixstudio import environment

TAG = "pixstudio"
SHORTEST_SECRET = 50
FEWEST_LETTERS = 5


@register(TAG)
def production_is_safe(**_: Any) -> Sequence[CheckMessage]:
    """Secret key, addresses, and https."""
    if not settings.PIXSTUDIO.production:
        return []
    return [*_secret(), *_addresses(settings.PIXSTUDIO)]


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


def _addresses(chosen: environment.Environment) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not settings.ALLOWED_HOSTS:
        found.append(
            Error(
                "No host name is allowed, so every request would be refused.",
                hint="Set PIXSTUDIO_PUBLIC_URL, or PIXSTUDIO_ALLOWED_HOSTS.",
                id="pixstudio.E002",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        found.append(
            Error(
                "PIXSTUDIO_ALLOWED_HOSTS allows every name, so links in mails could be forged.",
                hint="Name the hosts people use.",
                id="pixstudio.E003",
            )
        )
    if chosen.public_url.startswith("http://"):
        found.append(
            Error(
                "PIXSTUDIO_PUBLIC_URL is http, so passwords would travel in the clear.",
                hint="Put a proxy with a certificate in front, and set the https address.",
                id="pixstudio.E004",
            )
        )
    return found


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
    if not chosen.public_url:
        found.append(
            Info(
                "Links made outside of a request point to this machine.",
                hint="Set PIXSTUDIO_PUBLIC_URL to the https address people use.",
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
