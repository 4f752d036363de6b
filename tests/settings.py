"""The studio's settings for tests: a data folder of their own and nothing from the developer's shell or `.env`."""

import atexit
import os
import shutil
import tempfile

from pixstudio import environment
from tests import servers

WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))  # each has a Redis number of its own

for name in environment.known_names():
    os.environ[name] = ""  # blank counts as not set and hides the line in .env
os.environ["PIXSTUDIO_DATA"] = tempfile.mkdtemp(prefix="pixstudio-test-")
os.environ["DATABASE_URL"] = os.environ.get(servers.DATABASE, "")
if servers.REDIS in os.environ:
    os.environ["REDIS_URL"] = f"{os.environ[servers.REDIS]}/{WORKER}"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver keeps an event loop in the tests' thread
atexit.register(shutil.rmtree, os.environ["PIXSTUDIO_DATA"], ignore_errors=True)

from pixstudio.settings import *  # noqa: E402, F403 - the settings of the studio, after the ground is laid

STORAGES = {  # names without a hash: no test waits for collectstatic
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if "sqlite3" in DATABASES["default"]["ENGINE"]:  # noqa: F405 - a file: one in memory has other locks than users have
    DATABASES["default"]["TEST"] = {"NAME": PIXSTUDIO.data / "test.sqlite3"}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; no secret is at stake here
GLANCE_SECONDS = 0.0  # no test waits for what it just did
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - empty: the finders know the files
