"""The web's entry for waitress and gunicorn."""

import os

from pixstudio.database import PROCESS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pixstudio.settings")
os.environ.setdefault(PROCESS, "web")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
