"""A studio in this process, as the web child of the launcher has it."""

import os

import django
from django.conf import settings


def open_house() -> None:
    """Before anything of the app is imported: settings come from the environment, connections as in the web."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "pixstudio.settings"
    os.environ["_PIXSTUDIO_PROCESS"] = "web"
    django.setup()
    settings.ROOT_URLCONF = "tests.bench.bare"
