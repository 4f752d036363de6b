"""Django's mail settings from `EMAIL_URL`; without one no mail leaves, and links are printed or shown instead."""

from typing import Any
from urllib.parse import unquote, urlsplit

DUMMY = "django.core.mail.backends.dummy.EmailBackend"
PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}


def settings_for(url: str) -> dict[str, Any]:
    """`smtp://`, `smtps://` (TLS from the first byte) or `smtp+tls://` (STARTTLS), as `user:password@host:port`."""
    if not url:
        return {"EMAIL_BACKEND": DUMMY}
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 20,
    }
