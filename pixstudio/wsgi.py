"""The web's entry for waitress and gunicorn."""

import os

from pixstudio.database import PROCESS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pixstudio.settings")
os.environ.setdefault(PROCESS, "web")

from django.conf import settings
from django.core import checks
from django.core.wsgi import get_wsgi_application

from pixstudio import proxy
from pixstudio.refusal import RefusalError

application = proxy.behind(get_wsgi_application(), settings.PIXSTUDIO.trusted_proxies)

# gunicorn knows nothing of Django's checks, and must not serve what `manage.py` would refuse to start
if _unsafe := [issue for issue in checks.run_checks(tags=["pixstudio"]) if issue.is_serious()]:
    raise RefusalError("\n".join(f"{issue.id}: {issue.msg} {issue.hint or ''}" for issue in _unsafe))
