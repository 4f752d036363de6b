"""Does the public URL, which is in every link that leaves the house, lead to this studio? `manage.py doctor` asks."""

import hmac

import requests
from django.conf import settings
from django.utils.crypto import salted_hmac

from jobs.queries.health import Finding

HEADER = "X-Studio"
PATIENCE = 5.0  # seconds
_REDIRECT = range(300, 400)
_AWAY = (502, 503, 504)  # said by a proxy whose studio is not there


def mark() -> str:
    """What `/healthz` says and no other studio does: made from the secret key, and telling nothing of it."""
    return salted_hmac("pixstudio.address", "healthz", algorithm="sha256").hexdigest()[:16]


def leads_here() -> list[Finding]:
    """One finding, or none where no public URL is set."""
    url = settings.PIXSTUDIO.public_url
    if not url:
        return []
    try:
        return [_judged(url, _asked(f"{url}/healthz"))]
    except requests.exceptions.SSLError:
        return [_bad("public-url-tls", url)]
    except requests.RequestException:
        return [_bad("public-url-unreachable", url)]


def _asked(url: str) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(url, timeout=PATIENCE, allow_redirects=False)


def _judged(url: str, answer: requests.Response) -> Finding:
    if answer.status_code in _REDIRECT:
        there = "".join(filter(str.isprintable, answer.headers.get("Location", "")))
        return _bad("public-url-redirects", url, to=there[:200])
    if answer.status_code in _AWAY:
        return _bad("public-url-unreachable", url)
    if not hmac.compare_digest(answer.headers.get(HEADER, "").encode(), mark().encode()):
        return _bad("public-url-stranger", url)
    return Finding(part="public-url", code="public-url-ok", good=True, params={"url": url})


def _bad(code: str, url: str, **params: str) -> Finding:
    return Finding(part="public-url", code=code, good=False, params={"url": url, **params})
