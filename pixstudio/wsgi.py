"""The web's entry for waitress and gunicorn."""

import gc
import os
import sys
from wsgiref.types import WSGIApplication

from pixstudio.database import PROCESS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pixstudio.settings")
os.environ.setdefault(PROCESS, "web")

from django.conf import settings
from django.core import checks
from django.core.wsgi import get_wsgi_application

from pixstudio import proxy
from pixstudio.refusal import RefusalError

MANIFEST = "staticfiles.json"
GARBAGE = 50_000
"""New objects after which rubbish is looked for: a page makes thousands, and hardly ever a circle of them."""
REFUSED = 3  # what gunicorn, too, understands as "do not start it again and again"


def _application() -> WSGIApplication:
    """
    Raises:
        RefusalError: what `manage.py` would refuse to start; gunicorn knows nothing of Django's checks.
    """
    found = proxy.behind(get_wsgi_application(), settings.PIXSTUDIO.trusted_proxies)
    unsafe = [issue for issue in checks.run_checks(tags=["pixstudio"]) if issue.is_serious()]
    if unsafe:
        raise RefusalError("\n".join(f"{issue.id}: {issue.msg} {issue.hint or ''}" for issue in unsafe))
    if settings.PIXSTUDIO.production and not (settings.STATIC_ROOT / MANIFEST).exists():
        raise RefusalError("The style sheets are missing. Run: manage.py collectstatic --no-input --ignore 'redoc*'")
    return found


def _settle() -> None:
    """What was built up to here lives as long as the process and is looked through no more. Else the search for
    rubbish takes a fifth of every page. https://docs.python.org/3/library/gc.html#gc.freeze
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 20)


try:
    application = _application()
except RefusalError as refusal:  # in sentences: gunicorn would show a traceback
    sys.stderr.write(f"{refusal}\n")
    sys.exit(REFUSED)
_settle()
